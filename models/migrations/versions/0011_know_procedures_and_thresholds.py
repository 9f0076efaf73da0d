"""Know the administrative procedures, and from which confidence on a department gets its cases without a person.

Revision: 0011, after 0010, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

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


def upgrade() -> None:
    _know_procedures()
    _let_thresholds_be_set()


def _know_procedures() -> None:
    op.create_table(
        "catalogue_edition",
        sa.Column("edition", sa.String(16), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_edition")),
    )
    op.create_table(
        "procedure",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(1000), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("agency", sa.String(200), nullable=False),
        sa.Column("level", sa.String(200), nullable=False),
        sa.Column("executor", sa.String(500), nullable=False),
        sa.Column("decision", sa.String(200), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("source_day", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_procedure_dates_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
        sa.UniqueConstraint("code", name=op.f("uq_procedure_code")),
    )


def _let_thresholds_be_set() -> None:
    moment = models.base.UtcDateTime(timezone=True)
    department = sa.Enum(*DEPARTMENTS, name="department", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "threshold",
        sa.Column("department", department, nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", moment, nullable=False),
        sa.Column("superseded_at", moment, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "confidence IS NULL OR (confidence > 0 AND confidence <= 1)", name=op.f("ck_threshold_a_share")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_threshold_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold")),
    )
    counts = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_threshold_current",
        "threshold",
        ["department"],
        unique=True,
        sqlite_where=counts,
        postgresql_where=counts,
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
