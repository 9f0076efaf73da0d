"""Let what an officer wrote in a chat that did not take it go on as a notice of its own kind.

Revision: 0029, after 0028, 27/11/2026.
"""

from alembic import op

from models.migrations.widening import widen

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NOTICES = (
    "received",
    "routed",
    "asked",
    "answered",
    "corrected",
    "refused",
    "guided",
    "status",
    "extended",
    "split",
    "merged",
    "data_received",
    "data_extended",
    "data_decided",
    "alert",
    "reminded",
    "written",
)


def upgrade() -> None:
    widen(op, "notice", "kind", "noticekind", NOTICES)


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
