"""Know what channels call the messages they took, and which of them arrived and were seen.

Revision: 0026, after 0025, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0026"
down_revision = "0025"
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
RECEIPTS = ("arrived", "seen")


def upgrade() -> None:
    op.create_table(
        "handed_message",
        sa.Column("channel", sa.Enum(*CHANNELS, **_AS_WORDS, name="channelkind"), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("external_id", sa.String(120), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("last", sa.Boolean(), nullable=False),
        sa.Column("receipt", sa.Enum(*RECEIPTS, **_AS_WORDS, name="receipt"), nullable=True),
        sa.Column("receipt_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(notice_id IS NULL) <> (line_id IS NULL)", name=op.f("ck_handed_message_of_one")),
        _of("notice_id", "notice"),
        _of("line_id", "chat_line"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_message")),
        sa.UniqueConstraint(
            "channel", "account", "external_id", name=op.f("uq_handed_message_channel_account_external_id")
        ),
    )
    for column in ("notice_id", "line_id"):
        op.create_index(op.f(f"ix_handed_message_{column}"), "handed_message", [column])


def _of(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_handed_message_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
