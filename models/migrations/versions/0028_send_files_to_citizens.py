"""Carry the files that officers send to citizens with a question or a line of a conversation.

Revision: 0028, after 0027, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.widening import widen

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

USES = ("sent", "reply", "told", "letter", "form")
STATES = ("created", "sending", "delivered", "temporary", "permanent", "uncertain")
PARENTS = (("notice_id", "notice"), ("line_id", "chat_line"), ("upload_id", "upload"))


def upgrade() -> None:
    widen(op, "upload", "use", "fileuse", USES)
    states = sa.Enum(*STATES, name="jobstate", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "enclosure",
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("state_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.String(120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(_with(column, table) for column, table in PARENTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enclosure")),
        sa.CheckConstraint("(notice_id IS NULL) <> (line_id IS NULL)", name=op.f("ck_enclosure_with_one_thing")),
    )
    for column, _table in PARENTS:
        op.create_index(op.f(f"ix_enclosure_{column}"), "enclosure", [column])


def _with(column: str, table: str) -> sa.ForeignKeyConstraint:
    """The file goes along only as long as this is there."""
    name = op.f(f"fk_enclosure_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name, ondelete="CASCADE")


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
