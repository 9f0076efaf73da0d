"""Carry conversations: how far each has come, the cases filed in it, every line said, and the jobs that say it.

Revision: 0013, after 0012, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.widening import widen

revision = "0013"
down_revision = "0012"
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
SPEAKERS = ("citizen", "bot", "officer")
STATES = ("created", "sending", "delivered", "temporary", "permanent", "uncertain")
JOBS = ("classify", "notice", "anchor", "sweep", "watch", "recount", "scan", "inbound", "export", "speak")


def upgrade() -> None:
    _conversations()
    _lines()
    uuid = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    reference = f"CONSTRAINT {op.f('fk_outbox_job_line_id_chat_line')} REFERENCES chat_line (id)"
    op.execute(f"ALTER TABLE outbox_job ADD COLUMN line_id {uuid} {reference}")
    widen(op, "outbox_job", "kind", "jobkind", JOBS)


def _conversations() -> None:
    op.create_table(
        "conversation",
        sa.Column("channel", sa.Enum(*CHANNELS, **_AS_WORDS, name="channelkind"), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("person_digest", sa.String(64), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lines", sa.Integer(), server_default="0", nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("called_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("heard_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_conversation_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint(
            "channel", "account", "person_digest", name=op.f("uq_conversation_channel_account_person_digest")
        ),
    )
    op.create_table(
        "conversation_case",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_conversation_case_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_conversation_case_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_conversation_case_case_id")),
    )
    op.create_index(op.f("ix_conversation_case_conversation_id"), "conversation_case", ["conversation_id"])


def _lines() -> None:
    op.create_table(
        "chat_line",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Enum(*SPEAKERS, **_AS_WORDS, name="speaker"), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("choices_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Enum(*STATES, **_AS_WORDS, name="jobstate"), nullable=False),
        sa.Column("state_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.String(120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_chat_line_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_chat_line_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_line")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_chat_line_conversation_id_seq")),
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
