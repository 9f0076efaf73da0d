"""Find the cases of one person by an index: every case page asks what else its sender has sent.

Revision: 0022, after 0021, 27/11/2026.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_case_citizen_id", "case", ["citizen_id"])


def downgrade() -> None:
    op.drop_index("ix_case_citizen_id", "case")
