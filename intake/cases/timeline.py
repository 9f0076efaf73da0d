"""The timeline of a case, for its sender and for an officer: which entries, by whom, with which quotes.

Whoever asks has already seen the case through ``access``; what each entry says is in ``event_words``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from intake.cases import access, mentions
from intake.cases.event_words import cases_named, sentence
from intake.cases.mentions import Piece, pieces
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.languages import _
from models.organisation import Officer, Unit
from models.thread import Message
from models.vocabulary import EventType, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. ``quote`` is the text somebody wrote with it, if the reader may see it.

    ``named`` are the sign-in names in a note and whose they are.
    """

    seq: int
    at: datetime
    event: EventType
    text: str
    public: bool
    who: str | None = None
    quote: str | None = None
    named: dict[str, str] = field(default_factory=dict)

    @property
    def pieces(self) -> list[Piece]:
        """The quote cut at the officers it names."""
        return pieces(self.quote or "", self.named)


def for_citizen(work: Work, case: Case) -> list[Entry]:
    """The public entries, newest first; of other cases only the codes of those split from their own letter."""
    entries = _entries(work, case, sender=_("Ông/bà"), named=False, others=access.parts_of(case))
    return [entry for entry in entries if entry.public]


def for_officer(work: Work, case: Case) -> list[Entry]:
    """Every entry, newest first; quotes without personal data for whoever may not know who wrote.

    Other cases are named only to whoever sees them, and a letter that was split is its sender's alone.
    """
    named = access.sees_identity(work.actor)
    entries = _entries(work, case, sender=_("Người gửi"), named=named, others=access.visible_cases(work.actor))
    called = mentions.names(work, case) if named else {}
    return [replace(entry, quote=_quote(work, case, entry), named=called.get(entry.seq, {})) for entry in entries]


def _quote(work: Work, case: Case, entry: Entry) -> str | None:
    return None if entry.event is EventType.SPLIT else access.shown_text(work.actor, entry.quote, of=case)


def _entries(work: Work, case: Case, *, sender: str, named: bool, others: Select[Case]) -> list[Entry]:
    query = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq.desc())
    events = work.session.scalars(query).all()
    messages = {
        message.seq: message.text for message in work.session.scalars(select(Message).where(Message.case_id == case.id))
    }
    codes = _codes(work, others, {id for event in events for id in cases_named(event)})
    facts = [event.data for event in events if event.type is not EventType.DEADLINE_SET]  # its "before" is a day
    units = _names(work, {UUID(data[key]) for data in facts for key in ("unit", "before") if data.get(key)})
    officers = _officers(work, _officers_in(events)) if named else {}
    names = units | {str(officer_id): name for officer_id, name in officers.items()}
    return [
        Entry(
            seq=event.seq,
            at=event.at,
            event=event.type,
            text=sentence(event, names, sender, codes),
            public=event.public,
            who=_by(event, officers) if named and event.officer_id else _who(event.role, named=named),
            quote=messages.get(event.seq),
        )
        for event in events
    ]


def _officers_in(events: Sequence[CaseEvent]) -> set[UUID]:
    """Everybody who acted, whom they stood in for, and whom a case was given to."""
    named = (UUID(event.data[key]) for event in events for key in ("officer", "on_behalf") if event.data.get(key))
    return {*named, *(event.officer_id for event in events if event.officer_id)}


def _by(event: CaseEvent, officers: dict[UUID, str]) -> str:
    """Whoever acted and, if so, whom they stood in for."""
    name = officers.get(event.officer_id, "") if event.officer_id else ""
    leader = event.data.get("on_behalf")
    if not leader:
        return name
    return _("{name}, thừa ủy quyền của {leader}").format(name=name, leader=officers.get(UUID(leader), ""))


def _who(role: Role, *, named: bool) -> str | None:
    if not named:
        return None
    return {Role.CITIZEN: _("Người gửi"), Role.SYSTEM: _("Hệ thống")}.get(role)


def _codes(work: Work, others: Select[Case], ids: set[UUID]) -> dict[UUID, str]:
    """The codes of those of the named cases that the reader may know of."""
    if not ids:
        return {}
    rows = work.session.execute(others.where(Case.id.in_(ids)).with_only_columns(Case.id, Case.code))
    return dict(rows.all())


def _names(work: Work, ids: set[UUID]) -> dict[str, str]:
    rows = work.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    return {str(unit_id): name for unit_id, name in rows}


def _officers(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    rows = work.session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids)))
    return dict(rows.all())
