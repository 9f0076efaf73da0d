"""Make long lists into files behind the page, and find cases by the number in their code.

Revision: 0009, after 0008, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.widening import widen

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JOBS = ("classify", "notice", "anchor", "sweep", "watch", "recount", "scan", "inbound", "export")
_STATE = sa.Enum(
    *("waiting", "running", "done", "cancelled", "failed"),
    name="exportstate",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    moment = models.base.UtcDateTime(timezone=True)
    op.create_table(
        "export",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("queue", sa.String(40), nullable=False),
        sa.Column("narrowing_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("rights", sa.String(64), nullable=False),
        sa.Column("open_key", sa.String(64), nullable=True),
        sa.Column("state", _STATE, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], op.f("fk_export_officer_id_officer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("open_key", name=op.f("uq_export_open_key")),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_export_counts_up")),
    )
    op.create_index(op.f("ix_export_officer_id"), "export", ["officer_id"])
    op.create_index(op.f("ix_export_expires_at"), "export", ["expires_at"])
    widen(op, "outbox_job", "kind", "jobkind", JOBS)
    _point_to_exports()
    if op.get_bind().dialect.name == "postgresql":
        op.execute('CREATE INDEX ix_case_code_tail ON "case" (substr(code, 11) text_pattern_ops)')


def _point_to_exports() -> None:
    kind = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    rule = "CONSTRAINT fk_outbox_job_export_id_export REFERENCES export (id)"
    op.execute(f"ALTER TABLE outbox_job ADD COLUMN export_id {kind} {rule}")


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
