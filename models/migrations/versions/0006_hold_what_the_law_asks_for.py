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

_AS_WORDS = {"native_enum": False, "create_constraint": True, "length": 32}
DEPARTMENTS = (
    "provincial_office",
    "home_affairs",
    "justice",
    "finance",
    "industry_trade",
    "agriculture_environment",
    "construction",
    "science_technology",
    "culture_sport_tourism",
    "education",
    "health",
    "ethnic_religion",
    "foreign_affairs",
    "inspectorate",
    "economic_zones",
    "police",
    "tax",
    "social_insurance",
    "electricity",
    "service_centre",
    "commune",
)
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
    op.create_table(
        "unit_function",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.Enum(*DEPARTMENTS, **_AS_WORDS, name="department"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], op.f("fk_unit_function_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_function")),
        sa.UniqueConstraint("unit_id", "department", name=op.f("uq_unit_function_unit_id_department")),
    )
    op.add_column("calendar_day", sa.Column("completes", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
