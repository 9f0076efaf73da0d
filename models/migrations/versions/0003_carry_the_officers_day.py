"""Carry the officer's day: what is typed, who looks, how a feedback was taken down, whether a file is safe.

Revision: 0003, after 0002, 22/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.widening import widen

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LISTED = ["due_at", "id", "unit_id", "desk_id", "restricted"]
WAITING = "status IN ('triage', 'assigned', 'accepted', 'awaiting_citizen', 'drafting', 'awaiting_approval')"
TO_PUBLISH = "status = 'answered' AND publish_consent"
JOBS = ("classify", "notice", "anchor", "sweep", "watch", "recount", "scan")
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
SCANS = "scan IN ('waiting', 'safe', 'infected', 'unscanned')"


def upgrade() -> None:
    _lay_the_desk()
    _lay_receptions()
    _lay_views_and_templates()
    scanned = f"VARCHAR(32) DEFAULT 'unscanned' NOT NULL CONSTRAINT ck_upload_scanstate CHECK ({SCANS})"
    op.execute(f"ALTER TABLE upload ADD COLUMN scan {scanned}")
    waiting = sa.text("scan = 'waiting'")
    op.create_index("ix_upload_to_scan", "upload", ["created_at"], sqlite_where=waiting, postgresql_where=waiting)
    for name, columns, where in (
        ("ix_case_waiting", [*LISTED, "status", "officer_id", "not_ours"], sa.text(WAITING)),
        ("ix_case_to_publish", LISTED, sa.text(TO_PUBLISH)),
    ):
        op.create_index(name, "case", columns, sqlite_where=where, postgresql_where=where)
    widen(op, "outbox_job", "kind", "jobkind", JOBS)


def _lay_the_desk() -> None:
    op.create_table(
        "typed",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], op.f("fk_typed_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], op.f("fk_typed_case_id_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed")),
        sa.UniqueConstraint("officer_id", "case_id", "form", name=op.f("uq_typed_officer_id_case_id_form")),
    )
    op.create_index(op.f("ix_typed_case_id"), "typed", ["case_id"])
    op.create_index(op.f("ix_typed_at"), "typed", ["at"])
    op.create_table(
        "looking",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("typing", sa.Boolean(), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], op.f("fk_looking_case_id_case"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], op.f("fk_looking_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looking")),
        sa.UniqueConstraint("case_id", "officer_id", name=op.f("uq_looking_case_id_officer_id")),
    )
    op.create_index(op.f("ix_looking_at"), "looking", ["at"])


def _lay_receptions() -> None:
    op.create_table(
        "reception",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("dialled", sa.String(40), nullable=True),
        sa.Column("source", sa.String(200), nullable=True),
        sa.Column("read_back", sa.Boolean(), nullable=False),
        sa.Column("remark_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], op.f("fk_reception_case_id_case"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], op.f("fk_reception_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception")),
        sa.UniqueConstraint("case_id", name=op.f("uq_reception_case_id")),
    )


def _lay_views_and_templates() -> None:
    op.create_table(
        "saved_view",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("queue", sa.String(32), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], op.f("fk_saved_view_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], op.f("fk_saved_view_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("officer_id", "name", name=op.f("uq_saved_view_officer_id_name")),
    )
    op.create_index(op.f("ix_saved_view_unit_id"), "saved_view", ["unit_id"])
    op.create_table(
        "reply_template",
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="casekind", native_enum=False, create_constraint=True, length=32)),
        sa.Column("field", sa.Enum(*FIELDS, name="field", native_enum=False, create_constraint=True, length=32)),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], op.f("fk_reply_template_unit_id_unit")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], op.f("fk_reply_template_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
        sa.UniqueConstraint("unit_id", "name", "version", name=op.f("uq_reply_template_unit_id_name_version")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_reply_template_versions_from_one")),
    )
    current = sa.text("superseded_at IS NULL")
    op.create_index(
        "ix_reply_template_current", "reply_template", ["name"], sqlite_where=current, postgresql_where=current
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
