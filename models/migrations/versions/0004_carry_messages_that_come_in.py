"""Carry messages that come in, put the jobs of one key in an order that no clock can change, and number the editions
of the organisation.

Revision: 0004, after 0003, 26/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.widening import widen

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JOBS = ("classify", "notice", "anchor", "sweep", "watch", "recount", "scan", "inbound")
CHANNELS = (
    "web",
    "api",
    "webchat",
    "telegram",
    "zalo",
    "zalo_bot",
    "email",
    "phone",
    "counter",
    "post",
    "press",
    "dialogue",
    "loudspeaker",
    "import",
)


def upgrade() -> None:
    op.create_table(
        "inbound_message",
        sa.Column(
            "channel",
            sa.Enum(*CHANNELS, name="channelkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("external_id", sa.String(120), nullable=False),
        sa.Column("person_digest", sa.String(64), nullable=False),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("handled_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_message")),
        sa.UniqueConstraint(
            "channel", "account", "external_id", name=op.f("uq_inbound_message_channel_account_external_id")
        ),
    )
    op.create_index(op.f("ix_inbound_message_person_digest"), "inbound_message", ["person_digest"])
    op.create_table(
        "organisation_edition",
        sa.Column("edition", sa.String(16), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_edition")),
    )
    widen(op, "outbox_job", "kind", "jobkind", JOBS)
    _extend_the_outbox()


def _extend_the_outbox() -> None:
    """Rows that wait already keep their order: all have position 0, and then the older id comes first."""
    uuid = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    name = op.f("fk_outbox_job_inbound_id_inbound_message")
    reference = f"CONSTRAINT {name} REFERENCES inbound_message (id)"
    op.execute(f"ALTER TABLE outbox_job ADD COLUMN inbound_id {uuid} {reference}")
    op.execute("ALTER TABLE outbox_job ADD COLUMN position BIGINT DEFAULT 0 NOT NULL")
    op.drop_index("ix_outbox_job_order", "outbox_job")
    for index, columns, where in (
        ("ix_outbox_job_order", ["ordering_key", "position", "id"], sa.text("finished_at IS NULL")),
        ("ix_outbox_job_set_aside", ["finished_at"], sa.text("state IN ('permanent', 'uncertain')")),
    ):
        op.create_index(index, "outbox_job", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
