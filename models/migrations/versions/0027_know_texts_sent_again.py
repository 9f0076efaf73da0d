"""Know which cases have the same text, so that one sent a thousand times is one row; let a restriction be lifted.

What is there already is hashed by the clock's work: only the product has the key.

Revision: 0027, after 0026, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

from models.migrations.widening import demand, widen

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

WAITING = "status IN ('triage', 'assigned', 'accepted', 'awaiting_citizen', 'drafting', 'awaiting_approval')"

STATES = ("waiting", "granted", "refused", "lifted")


def upgrade() -> None:
    widen(op, "data_request", "state", "datarequeststate", STATES)
    op.add_column("case", sa.Column("text_hash", sa.String(32), nullable=True))
    demand(op, "case", op.f("ck_case_restricted_has_no_hash"), "NOT restricted OR text_hash IS NULL")
    op.create_index(
        "ix_case_same_text",
        "case",
        ["text_hash", "due_at", "id"],
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
