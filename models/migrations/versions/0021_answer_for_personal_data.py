"""Carry requests about personal data, and tombstones of what was erased.

Revision: 0021, after 0020, 27/11/2026.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.guards import forbid, let_go
from models.migrations.widening import widen

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_AS_WORDS = {"native_enum": False, "create_constraint": True, "length": 32}
RIGHTS = ("copy", "correct", "erase")
STATES = ("waiting", "granted", "refused")
GROUNDS = ("request", "retention")
CERTAINTIES = ("verified", "secondary", "recalled", "inferred")
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
    "data_decided",
    "alert",
    "reminded",
)


def upgrade() -> None:
    widen(op, "case_event", "type", "eventtype", EVENTS)
    widen(op, "notice", "kind", "noticekind", NOTICES)
    moment = models.base.UtcDateTime(timezone=True)
    op.add_column("case", sa.Column("erased_at", moment, nullable=True))
    ended = sa.text("answered_at IS NOT NULL AND erased_at IS NULL")
    op.create_index("ix_case_ended", "case", ["answered_at", "id"], sqlite_where=ended, postgresql_where=ended)
    _requests()
    _tombstones()
    _let_what_was_issued_be_erased()


def _requests() -> None:
    moment = models.base.UtcDateTime(timezone=True)
    op.create_table(
        "data_request",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Enum(*RIGHTS, **_AS_WORDS, name="dataright"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Enum(*CERTAINTIES, **_AS_WORDS, name="certainty"), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, **_AS_WORDS, name="datarequeststate"), nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_data_request_decided_has_a_day")
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR officer_id IS NOT NULL", name=op.f("ck_data_request_a_person_refuses")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_data_request_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_data_request_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_index(op.f("ix_data_request_case_id"), "data_request", ["case_id"])
    waiting = sa.text("state = 'waiting'")
    partly: dict[str, Any] = {"sqlite_where": waiting, "postgresql_where": waiting}
    op.create_index("ix_data_request_waiting", "data_request", ["due_at", "id"], **partly)
    op.create_index("uq_data_request_open", "data_request", ["case_id", "wanted"], unique=True, **partly)


def _tombstones() -> None:
    moment = models.base.UtcDateTime(timezone=True)
    op.create_table(
        "tombstone",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", moment, nullable=False),
        sa.Column("ground", sa.Enum(*GROUNDS, **_AS_WORDS, name="erasureground"), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("removed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("finished_at", moment, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tombstone_case_id_case")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_tombstone_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("case_id", name=op.f("uq_tombstone_case_id")),
    )
    unfinished = sa.text("finished_at IS NULL")
    partly: dict[str, Any] = {"sqlite_where": unfinished, "postgresql_where": unfinished}
    op.create_index("ix_tombstone_unfinished", "tombstone", ["erased_at"], **partly)
    why = "a tombstone stays"
    forbid(op, "tombstone_is_not_removed", "DELETE", "tombstone", why)
    forbid(op, "erased_is_erased", "UPDATE", "case", why, when="OLD.erased_at IS NOT NULL AND NEW.erased_at IS NULL")


def _let_what_was_issued_be_erased() -> None:
    """An issued reply, and what was sent with it, stays as it is until the personal data of its case is erased."""
    stands = "an issued reply stays as it is"
    let_go(op, "reply_is_not_changed", "reply")
    changed = f"OLD.state = 'issued' AND NOT ({_blank('text_sealed')} AND {_same('reply', 'text_sealed')})"
    forbid(op, "reply_is_not_changed", "UPDATE", "reply", stands, when=changed)

    stands = "what was sent with an issued reply stays as it is"
    let_go(op, "upload_of_a_reply_is_not_changed", "upload")
    kept = ("reply_id", "case_id", "use", "media_type", "size", "sha256")
    differs = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in kept)
    renamed = f"OLD.name_sealed IS DISTINCT FROM NEW.name_sealed AND NOT ({_blank('name_sealed')})"
    sent = f"({_issued('OLD')} OR {_issued('NEW')}) AND ({differs} OR ({renamed}))"
    forbid(op, "upload_of_a_reply_is_not_changed", "UPDATE", "upload", stands, when=sent)


def _blank(column: str) -> str:
    erased = 'EXISTS (SELECT 1 FROM "case" AS c WHERE c.id = OLD.case_id AND c.erased_at IS NOT NULL)'
    return f"NEW.{column} IS NULL AND {erased}"


def _same(table: str, blanked: str) -> str:
    columns = (one["name"] for one in sa.inspect(op.get_bind()).get_columns(table))
    return " AND ".join(f"OLD.{one} IS NOT DISTINCT FROM NEW.{one}" for one in columns if one != blanked)


def _issued(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM reply AS r WHERE r.id = {row}.reply_id AND r.state = 'issued')"  # noqa: S608 - our own words only


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
