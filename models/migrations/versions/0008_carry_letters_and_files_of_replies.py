"""Carry official letters, the files that go with a reply, and the number a paper has in the register.

Revision: 0008, after 0007, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base
from models.migrations.guards import forbid
from models.migrations.widening import demand, widen

revision = "0008"
down_revision = "0007"
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
    "lettered",
)

USES = "use IN ('sent', 'reply', 'letter', 'form')"
KINDS = (
    *("conduct", "regulation", "question", "service", "praise"),
    *("complaint", "denunciation", "emergency", "spam", "other"),
)


def upgrade() -> None:
    widen(op, "case_event", "type", "eventtype", EVENTS)
    _number_what_comes_in()
    _say_what_files_are_for()
    _lay_the_register()
    _lay_letters()
    _keep_what_was_sent()


def _number_what_comes_in() -> None:
    op.add_column("reception", sa.Column("incoming_number", sa.String(40), nullable=True))
    op.add_column("reception", sa.Column("incoming_day", sa.Date(), nullable=True))


def _say_what_files_are_for() -> None:
    use = f"VARCHAR(32) DEFAULT 'sent' NOT NULL CONSTRAINT ck_upload_fileuse CHECK ({USES})"
    op.execute(f"ALTER TABLE upload ADD COLUMN use {use}")
    kind = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    op.execute(
        f"ALTER TABLE upload ADD COLUMN reply_id {kind} CONSTRAINT fk_upload_reply_id_reply REFERENCES reply (id)"
    )
    op.create_index(op.f("ix_upload_reply_id"), "upload", ["reply_id"])
    answers = "(use IN ('reply', 'letter')) = (reply_id IS NOT NULL)"
    demand(op, "upload", "ck_upload_answers_have_a_reply", answers)


def _lay_the_register() -> None:
    moment = models.base.UtcDateTime(timezone=True)
    op.create_table(
        "letter_counter",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], op.f("fk_letter_counter_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_counter")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_letter_counter_unit_id_year")),
    )
    op.create_table(
        "letter_form",
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Enum(*KINDS, name="casekind", native_enum=False, create_constraint=True, length=32)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("superseded_at", moment, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], op.f("fk_letter_form_unit_id_unit")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], op.f("fk_letter_form_upload_id_upload")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], op.f("fk_letter_form_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_form")),
        sa.UniqueConstraint("unit_id", "kind", "version", name=op.f("uq_letter_form_unit_id_kind_version")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_letter_form_upload_id")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_letter_form_versions_from_one")),
    )


def _lay_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("superior", sa.String(200), nullable=False),
        sa.Column("signer", sa.String(120), nullable=False),
        sa.Column("signer_title", sa.String(160), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], op.f("fk_letter_case_id_case"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], op.f("fk_letter_reply_id_reply")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], op.f("fk_letter_unit_id_unit")),
        sa.ForeignKeyConstraint(["form_id"], ["letter_form.id"], op.f("fk_letter_form_id_letter_form")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], op.f("fk_letter_upload_id_upload")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], op.f("fk_letter_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("reply_id", name=op.f("uq_letter_reply_id")),
        sa.UniqueConstraint("unit_id", "year", "number", name=op.f("uq_letter_unit_id_year_number")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_letter_upload_id")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_letter_numbers_from_one")),
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"])


def _keep_what_was_sent() -> None:
    for doing, name in (("UPDATE", "changed"), ("DELETE", "removed")):
        forbid(op, f"letter_is_not_{name}", doing, "letter", "an issued letter stays as it is")
    forbid(op, "letter_form_is_not_removed", "DELETE", "letter_form", "a letter may have been written on this form")
    stands = "what was sent with an issued reply stays as it is"
    was, becomes = _issued("OLD"), _issued("NEW")
    forbid(op, "upload_of_a_reply_is_not_removed", "DELETE", "upload", stands, when=was)
    kept = ("reply_id", "case_id", "use", "name_sealed", "media_type", "size", "sha256")
    differs = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in kept)
    changed = f"({was} OR {becomes}) AND ({differs})"  # what a scanner finds is written down all the same
    forbid(op, "upload_of_a_reply_is_not_changed", "UPDATE", "upload", stands, when=changed)
    added = f"NEW.use = 'reply' AND {becomes}"  # the letter itself comes after the reply
    forbid(op, "upload_of_a_reply_is_not_added", "INSERT", "upload", stands, when=added)


def _issued(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM reply AS r WHERE r.id = {row}.reply_id AND r.state = 'issued')"  # noqa: S608 - our own words only


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
