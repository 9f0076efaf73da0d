"""Carry what comes with a filing: choices, consents in their words, files in pieces, proofs of work handed in once.

Revision: 0020, after 0017, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None

_AS_WORDS = {"native_enum": False, "create_constraint": True, "length": 32}
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


def upgrade() -> None:
    op.add_column("case", sa.Column("identity_kept", sa.Boolean(), server_default=sa.false(), nullable=False))
    _of_a_case()
    _of_a_form()


def _of_a_case() -> None:
    op.create_table(
        "choice",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, **_AS_WORDS, name="casekind"), nullable=True),
        sa.Column("field", sa.Enum(*FIELDS, **_AS_WORDS, name="field"), nullable=True),
        sa.Column("department", sa.Enum(*DEPARTMENTS, **_AS_WORDS, name="department"), nullable=True),
        sa.Column("procedure", sa.String(40), nullable=True),
        sa.Column("position_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_choice_case_id_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
        sa.UniqueConstraint("case_id", name=op.f("uq_choice_case_id")),
    )
    op.create_table(
        "consent",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Enum("publication", **_AS_WORDS, name="consentpurpose"), nullable=False),
        sa.Column("edition", sa.String(10), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_case_id_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("case_id", "purpose", name=op.f("uq_consent_case_id_purpose")),
    )


def _of_a_form() -> None:
    op.create_table(
        "arriving",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("received BETWEEN 0 AND size", name=op.f("ck_arriving_received_within_size")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["form_draft.id"], name=op.f("fk_arriving_draft_id_form_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arriving")),
    )
    op.create_index(op.f("ix_arriving_created_at"), "arriving", ["created_at"])
    op.create_index(op.f("ix_arriving_draft_id"), "arriving", ["draft_id"])
    op.create_table(
        "solved_challenge",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solved_challenge")),
        sa.UniqueConstraint("digest", name=op.f("uq_solved_challenge_digest")),
    )
    op.create_index(op.f("ix_solved_challenge_expires_at"), "solved_challenge", ["expires_at"])


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
