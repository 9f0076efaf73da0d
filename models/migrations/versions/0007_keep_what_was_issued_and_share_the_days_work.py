"""Keep what was issued, and let officers stand in for each other and share the day's work.

Revision: 0007, after 0005, 26/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.guards import forbid
from models.migrations.widening import widen

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

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
    "alert",
)


def upgrade() -> None:
    widen(op, "case_event", "type", "eventtype", EVENTS)
    widen(op, "notice", "kind", "noticekind", NOTICES)
    _let_officers_stand_in()
    _number_replies()
    _name_all_drafters()
    _keep_what_was_issued()


def _let_officers_stand_in() -> None:
    moment = models.base.UtcDateTime(timezone=True)
    op.create_table(
        "delegation",
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["officer.id"], op.f("fk_delegation_from_id_officer")),
        sa.ForeignKeyConstraint(["to_id"], ["officer.id"], op.f("fk_delegation_to_id_officer")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], op.f("fk_delegation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_delegation_somebody_else")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_delegation_days_in_order")),
    )
    op.create_index(op.f("ix_delegation_from_id"), "delegation", ["from_id"])
    op.create_index(op.f("ix_delegation_to_id"), "delegation", ["to_id"])


def _number_replies() -> None:
    op.add_column("reply", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    for column, table in (("corrects_id", "reply"), ("on_behalf_id", "officer")):
        _refer("reply", column, table)
    op.create_index(op.f("uq_reply_corrects_id"), "reply", ["corrects_id"], unique=True)


def _refer(table: str, column: str, to: str, more: str = "") -> None:
    """A column that points to another table. SQLite takes the rule with a new column, but not for one it has."""
    kind = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    rule = f"CONSTRAINT fk_{table}_{column}_{to} REFERENCES {to} (id){more}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} {rule}")


def _name_all_drafters() -> None:
    op.create_table(
        "reply_drafter",
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], op.f("fk_reply_drafter_reply_id_reply")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], op.f("fk_reply_drafter_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_drafter")),
        sa.UniqueConstraint("reply_id", "officer_id", name=op.f("uq_reply_drafter_reply_id_officer_id")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    new_id = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    reply_id = "replace(json_extract(event.data, '$.reply'), '-', '')" if sqlite else "(event.data ->> 'reply')::uuid"
    told = (  # our own words only
        f"SELECT reply.id AS reply_id, event.officer_id FROM case_event AS event JOIN reply ON reply.id = {reply_id}"  # noqa: S608
        " WHERE event.type = 'drafted' AND event.officer_id IS NOT NULL"
        " UNION SELECT id, drafter_id FROM reply"
    )
    columns = f"{new_id}, reply_id, officer_id"
    op.execute(f"INSERT INTO reply_drafter (id, reply_id, officer_id) SELECT {columns} FROM ({told}) AS told")  # noqa: S608


def _keep_what_was_issued() -> None:
    issued, stands = "OLD.state = 'issued'", "an issued reply stays as it is"
    forbid(op, "reply_is_not_changed", "UPDATE", "reply", stands, when=issued)
    forbid(op, "reply_is_not_removed", "DELETE", "reply", stands, when=issued)
    for doing, name in (("UPDATE", "changed"), ("DELETE", "removed")):
        forbid(op, f"case_event_is_not_{name}", doing, "case_event", "what has happened stays as it was written")
        forbid(op, f"reply_drafter_is_not_{name}", doing, "reply_drafter", "who drafted a reply has drafted it")
    drafted = "EXISTS (SELECT 1 FROM reply_drafter AS d WHERE d.reply_id = NEW.id AND d.officer_id = NEW.approver_id)"
    forbid(op, "reply_has_four_eyes", "UPDATE", "reply", "a drafter does not approve", when=drafted)
    approved = "EXISTS (SELECT 1 FROM reply AS r WHERE r.id = NEW.reply_id AND r.approver_id = NEW.officer_id)"
    forbid(op, "reply_drafter_did_not_approve", "INSERT", "reply_drafter", "an approver does not draft", when=approved)


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
