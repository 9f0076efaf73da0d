"""Tell people the way they chose: their choices, how far a long message went, and what was left unsent.

Revision: 0015, after 0014, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.widening import widen

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TOLD_BY = ("chat_email", "chat", "email_chat", "email", "page")
NOTICES = (
    *("received", "routed", "asked", "answered", "corrected", "refused", "guided", "status", "extended", "split"),
    *("merged", "alert", "reminded"),
)


def upgrade() -> None:
    told_by = sa.Enum(*TOLD_BY, native_enum=False, create_constraint=True, length=32, name="toldby")
    op.create_table(
        "told_by_choice",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("told_by", told_by, nullable=False),
        sa.Column("chosen_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_told_by_choice_case_id_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_by_choice")),
    )
    op.create_index(op.f("ix_told_by_choice_case_id"), "told_by_choice", ["case_id"])
    for table in ("notice", "chat_line"):
        op.add_column(table, sa.Column("parts_sent", sa.Integer(), server_default="0", nullable=False))
    op.add_column("conversation", sa.Column("unfinished_at", models.base.UtcDateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_conversation_unfinished_at"), "conversation", ["unfinished_at"])
    widen(op, "notice", "kind", "noticekind", NOTICES)


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
