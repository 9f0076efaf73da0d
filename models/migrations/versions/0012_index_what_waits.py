"""Find what waits, in a province of a million cases, for the receiving desk, for one unit and for a leader.

Revision: 0012, after 0011, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WAITING = "status IN ('triage', 'assigned', 'accepted', 'awaiting_citizen', 'drafting', 'awaiting_approval')"
KEPT = "CASE WHEN restricted THEN desk_id ELSE unit_id END"
HELD = "due_at, id, status, unit_id, desk_id, restricted, officer_id, not_ours"


def upgrade() -> None:
    triage, submitted = sa.text("status = 'triage'"), sa.text("state = 'submitted'")
    listed = ["due_at", "id", "not_ours", "restricted"]
    op.create_index("ix_case_triage", "case", listed, sqlite_where=triage, postgresql_where=triage)
    op.create_index("ix_reply_submitted", "reply", ["case_id"], sqlite_where=submitted, postgresql_where=submitted)
    if op.get_bind().dialect.name == "postgresql":  # SQLite is for one host, which holds no million cases
        op.execute(f'CREATE INDEX ix_case_kept ON "case" (({KEPT}), {HELD}) WHERE {WAITING}')


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_case_kept", "case")
    op.drop_index("ix_reply_submitted", "reply")
    op.drop_index("ix_case_triage", "case")
