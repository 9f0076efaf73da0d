"""Keep accounts on chat channels: what an administrator entered, sealed, and how each account has been.

Revision: 0014, after 0013, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_AS_WORDS = {"native_enum": False, "create_constraint": True, "length": 32}
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
    moment = models.base.UtcDateTime(timezone=True)
    op.create_table(
        "channel_account",
        sa.Column("kind", sa.Enum(*CHANNELS, **_AS_WORDS, name="channelkind"), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("hook", sa.String(64), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("settings_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("heard_at", moment, nullable=True),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("fault", sa.String(120), nullable=True),
        sa.Column("fault_at", moment, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_channel_account_unit_id_unit")),
        sa.ForeignKeyConstraint(["changed_by"], ["officer.id"], name=op.f("fk_channel_account_changed_by_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_account")),
        sa.UniqueConstraint("kind", "account", name=op.f("uq_channel_account_kind_account")),
        sa.UniqueConstraint("hook", name=op.f("uq_channel_account_hook")),
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
