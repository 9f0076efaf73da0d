"""Know of a case that its sender was told it may accuse somebody, before they sent it.

Revision: 0031, after 0030, 28/11/2026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("may_accuse", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
