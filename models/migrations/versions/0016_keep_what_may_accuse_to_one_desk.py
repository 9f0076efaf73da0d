"""Keep a conversation in which something may accuse to one desk, and find the conversations that wait for a person.

Revision: 0016, after 0015, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PRESSING = sa.text("called_at IS NOT NULL OR officer_id IS NOT NULL")


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("conversation", sa.Column("guarded", sa.Boolean(), server_default=sa.false(), nullable=False))
    reference = f"CONSTRAINT {op.f('fk_conversation_desk_id_unit')} REFERENCES unit (id)"
    op.execute(f"ALTER TABLE conversation ADD COLUMN desk_id {'CHAR(32)' if sqlite else 'UUID'} {reference}")
    op.create_index("ix_conversation_heard", "conversation", ["heard_at"])
    listed = ["called_at", "officer_id"]
    op.create_index(
        "ix_conversation_pressing", "conversation", listed, sqlite_where=PRESSING, postgresql_where=PRESSING
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
