"""Hold what the law asks for: complete years, the duty to pass on, accusations kept apart, names told by their marks.

Revision: 0006, after 0003, 26/11/2026.
"""

import sqlalchemy as sa
from alembic import op

from models.migrations.widening import demand, widen

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ALERTS = ("unowned", "due_soon", "overdue", "status_duty", "result_duty", "transfer_duty", "escalation")


def upgrade() -> None:
    # A case that was released from its desk kept the kind it had there; a person at triage says it anew.
    op.execute("UPDATE \"case\" SET kind = NULL WHERE kind IN ('complaint', 'denunciation') AND NOT restricted")
    accusation = "restricted OR kind IS NULL OR kind NOT IN ('complaint', 'denunciation')"
    demand(op, "case", op.f("ck_case_accusations_are_restricted"), accusation)
    widen(op, "alert", "kind", "alertkind", ALERTS)
    with op.batch_alter_table("former_name") as batch_op:
        batch_op.drop_constraint("uq_former_name_unit_id_folded", type_="unique")
        batch_op.create_unique_constraint("uq_former_name_unit_id_name", ["unit_id", "name"])
    op.add_column("calendar_day", sa.Column("completes", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
