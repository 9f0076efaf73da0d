"""The deadline of a rule for one message, with everything needed to explain it years later.

A result keeps the rule's id, text and legal basis as they stood on the day of receipt, so that changing the
rule book never rewrites history. Knows no case and no clock of its own; refuses a naive datetime.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.vocabulary import CaseKind, Certainty
from routing.calendar import Skipped
from routing.counting import NEVER_WAITED, count, count_back
from routing.dates import LOCAL, local_day
from routing.explanation import sentence, sentence_back
from routing.grounds import weakest
from routing.remaining import Remaining, Urgency, reading
from routing.rulebook import Limit, LimitUse, Rulebook
from routing.terms import Term, TermUnit
from routing.waiting import Wait, Waiting

__all__ = [
    "DeadlineResult",
    "Remaining",
    "Term",
    "TermUnit",
    "Urgency",
    "Wait",
    "deadline",
    "extension_for_kind",
    "for_kind",
    "for_use",
    "reading",
    "transfer_for_kind",
]


@dataclass(frozen=True, slots=True)
class DeadlineResult:
    """What a case keeps of its deadline.

    ``clock_start`` is the local day of receipt, itself never counted. ``due`` is the last instant, in UTC:
    23:59:59+07:00 of ``last_day``, or the exact moment of a term in hours. ``certainty`` is the weakest of
    the rule's, of its being applied to this kind, and of the days off that the answer depends on. ``turn``
    counts the terms of a limit that repeats.
    """

    rule: str
    rule_text: str
    term: Term
    received_at: datetime
    clock_start: date
    last_day: date
    due: datetime
    counted: int
    skipped: tuple[Skipped, ...]
    basis: str
    certainty: Certainty
    sentence: str
    rulebook: str
    turn: int = 1

    def as_record(self) -> dict[str, Any]:
        """Plain JSON values, for the timeline and for other systems. Instants in Vietnamese time."""
        return {
            "rule": self.rule,
            "rule_text": self.rule_text,
            "term": f"{self.term.amount} {self.term.unit.value}",
            "received_at": self.received_at.astimezone(LOCAL).isoformat(),
            "clock_start": self.clock_start.isoformat(),
            "last_day": self.last_day.isoformat(),
            "due": self.due.astimezone(LOCAL).isoformat(),
            "counted": self.counted,
            "skipped": [{"date": day.date.isoformat(), "reason": day.reason} for day in self.skipped],
            "basis": self.basis,
            "certainty": self.certainty.value,
            "sentence": self.sentence,
            "rulebook": self.rulebook,
        }


def deadline(limit_id: str, received_at: datetime, book: Rulebook, *, turn: int = 1) -> DeadlineResult:
    """The deadline of one limit, ``"L04"``, by the law of the day of receipt.

    For a limit with another start (``Limit.start``) ``received_at`` is that moment; ``turn`` 2 and more are for a
    limit that repeats. Raises RuleUnknown, CalendarUnknown, and ValueError for a time without zone.
    """
    limit = book.on(local_day(received_at)).limit(limit_id)
    return _result(limit, received_at, book, limit.grounds.certainty, turn=turn)


def for_use(
    use: LimitUse, start: datetime, book: Rulebook, *, turn: int = 1, waits: Iterable[Wait] = ()
) -> DeadlineResult:
    """The deadline of a limit where the rule book uses it: only as sure as its being used there."""
    limit = book.on(local_day(start)).limit(use.limit)
    certainty = weakest((limit.grounds.certainty, use.grounds.certainty))
    return _result(limit, start, book, certainty, turn=turn, waits=waits)


def for_kind(kind: CaseKind, received_at: datetime, book: Rulebook, waits: Iterable[Wait] = ()) -> DeadlineResult:
    """By when a message of this kind must be answered (for a complaint or denunciation: dealt with first).

    ``waits`` push it back if the rule book says so (``pauses_while_waiting``), and change nothing if not.
    """
    return for_use(book.on(local_day(received_at)).kind(kind).reply, received_at, book, waits=waits)


def transfer_for_kind(
    kind: CaseKind, received_at: datetime, book: Rulebook, *, electronic: bool = False
) -> DeadlineResult | None:
    """By when a message of this kind must be passed on if another body is competent; None: no known limit.

    ``electronic``: it came as an electronic data message.
    """
    rule = book.on(local_day(received_at)).kind(kind)
    use = (rule.transfer_electronic if electronic else None) or rule.transfer
    return for_use(use, received_at, book) if use else None


def extension_for_kind(
    kind: CaseKind, received_at: datetime, book: Rulebook, waits: Iterable[Wait] = ()
) -> DeadlineResult | None:
    """The latest day to which an answer may be extended, counted from receipt; None: nothing allows it."""
    extension = book.on(local_day(received_at)).extension(kind)
    if extension.limit is None:
        return None
    return for_use(LimitUse(extension.limit, extension.grounds), received_at, book, waits=waits)


def _result(
    limit: Limit, start: datetime, book: Rulebook, certainty: Certainty, *, turn: int, waits: Iterable[Wait] = ()
) -> DeadlineResult:
    term, basis = limit.term, limit.grounds.reference
    if turn != 1 and not limit.repeats:
        raise ValueError(f"{limit.id} does not repeat")
    book.calendar.require(local_day(start).year)
    if limit.counts_back:
        counted = count_back(term, start, book.calendar)
        words = sentence_back(term, counted, basis, certainty)
    else:
        day = book.on(local_day(start))
        waiting = Waiting(waits) if day.pauses_while_waiting.value else NEVER_WAITED
        counted = count(term.times(turn), start, book.calendar, day.office_hours, waiting)
        if counted.waited:
            certainty = weakest((certainty, day.pauses_while_waiting.grounds.certainty))
        words = sentence(term, start, counted, basis, certainty, turn=turn)
    return DeadlineResult(
        rule=limit.id,
        rule_text=limit.text,
        term=term,
        received_at=start,
        clock_start=counted.clock_start,
        last_day=counted.last_day,
        due=counted.due,
        counted=term.amount * turn,
        skipped=tuple(sorted(counted.skipped + counted.waited, key=lambda day: day.date)),
        basis=basis,
        certainty=weakest((certainty, counted.certainty)),
        sentence=words,
        rulebook=book.version,
        turn=turn,
    )
