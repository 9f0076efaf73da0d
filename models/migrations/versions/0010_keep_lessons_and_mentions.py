"""Keep what people made of the machine's proposals, and who is named in a note.

Revision: 0010, after 0009, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

VERDICTS = (
    "confirmed",
    "corrected",
    "not_ours",
)
DEPARTMENTS = (
    "provincial_office",
    "home_affairs",
    "justice",
    "finance",
    "industry_trade",
    "agriculture_environment",
    "construction",
    "science_technology",
    "culture_sport_tourism",
    "education",
    "health",
    "ethnic_religion",
    "foreign_affairs",
    "inspectorate",
    "economic_zones",
    "police",
    "tax",
    "social_insurance",
    "electricity",
    "service_centre",
    "commune",
)
KINDS = (
    "conduct",
    "regulation",
    "question",
    "service",
    "praise",
    "complaint",
    "denunciation",
    "emergency",
    "spam",
    "other",
)
FIELDS = (
    "land",
    "environment",
    "agriculture",
    "construction",
    "transport",
    "utilities",
    "business",
    "tax",
    "trade",
    "electricity",
    "health",
    "social_protection",
    "social_insurance",
    "education",
    "labour",
    "merit",
    "civil_service",
    "civil_status",
    "residence",
    "security",
    "driving_licence",
    "culture",
    "digital",
    "ethnic_religion",
    "foreign_affairs",
    "inspection",
    "procedures",
    "other",
)


def upgrade() -> None:
    _keep_lessons()
    _keep_mentions()


def _words(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _keep_lessons() -> None:
    op.create_table(
        "lesson",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", _words(VERDICTS, "lessonverdict"), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("said_department", _words(DEPARTMENTS, "said_department"), nullable=False),
        sa.Column("said_kind", _words(KINDS, "said_kind"), nullable=False),
        sa.Column("said_field", _words(FIELDS, "said_field"), nullable=False),
        sa.Column("department", _words(DEPARTMENTS, "department"), nullable=True),
        sa.Column("kind", _words(KINDS, "kind"), nullable=True),
        sa.Column("field", _words(FIELDS, "field"), nullable=True),
        sa.Column("not_theirs", _words(DEPARTMENTS, "not_theirs"), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'not_ours') = (not_theirs IS NOT NULL)", name=op.f("ck_lesson_says_whose_it_is_not")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_lesson_case_id_case"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_lesson_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_lesson_case_id_seq")),
    )
    op.create_index(op.f("ix_lesson_at"), "lesson", ["at"])
    op.create_index(op.f("ix_lesson_said_department_department"), "lesson", ["said_department", "department"])


def _keep_mentions() -> None:
    op.create_table(
        "mention",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_mention_case_id_case"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_mention_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("case_id", "seq", "officer_id", name=op.f("uq_mention_case_id_seq_officer_id")),
    )
    op.create_index(
        "ix_mention_open",
        "mention",
        ["officer_id", "case_id"],
        sqlite_where=sa.text("seen_at IS NULL"),
        postgresql_where=sa.text("seen_at IS NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
