"""Carry requests to restrict, to object and to withdraw consent, and more time to answer a request.

Revision: 0025, after 0022, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

from models.migrations.widening import widen

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None

RIGHTS = ("copy", "correct", "erase", "restrict", "object", "withdraw")
EVENTS = (
    "received",
    "classified",
    "routed",
    "deadline_set",
    "assigned",
    "accepted",
    "returned",
    "transferred",
    "asked",
    "answered_by_citizen",
    "noted",
    "extended",
    "drafted",
    "submitted",
    "sent_back",
    "approved",
    "issued",
    "delivery_changed",
    "published",
    "rated",
    "reopened",
    "refused",
    "guided",
    "split",
    "merged",
    "hidden",
    "withdrawn",
    "evaluated",
    "status_told",
    "escalated",
    "handed_over",
    "handed_to",
    "recalled",
    "correcting",
    "lettered",
    "data_asked",
    "data_extended",
    "data_decided",
    "erased",
)
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
)


def upgrade() -> None:
    widen(op, "case_event", "type", "eventtype", EVENTS)
    widen(op, "notice", "kind", "noticekind", NOTICES)
    widen(op, "data_request", "wanted", "dataright", RIGHTS)
    op.add_column("case", sa.Column("purpose_only", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
