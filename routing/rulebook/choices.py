"""What the law leaves open and an office must choose: pauses, warnings, duties after the deadline, extensions.

Each choice is dated and grounded like law, and a province's profile may choose otherwise. Refuses to invent a
right: with no basis for an extension the number of extensions is 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Generic, TypeVar

from routing.grounds import Grounds
from routing.rulebook.dated import History
from routing.rulebook.entries import Extension, Limit, LimitUse
from routing.rulebook.reading import GROUNDS, PERIOD, read_extension, read_grounds, read_history, read_use_here
from routing.rulebook.source import Section, read
from routing.terms import Term, TermUnit

T = TypeVar("T")

UNCHOSEN: History[Any] = History(())


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One chosen value and why."""

    value: T
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Choices:
    """The histories of all choices; an empty one chooses nothing.

    ``due_soon`` is before a deadline, ``escalation`` after it, ``unowned`` after receipt, ``question_reminder``
    after a question to the sender, ``unfinished_reminder`` after their last words; all in working days.
    """

    pauses_while_waiting: History[Choice[bool]] = UNCHOSEN
    due_soon: History[Choice[Term]] = UNCHOSEN
    unowned: History[Choice[Term]] = UNCHOSEN
    escalation: History[Choice[Term]] = UNCHOSEN
    question_reminder: History[Choice[Term]] = UNCHOSEN
    unfinished_reminder: History[Choice[Term]] = UNCHOSEN
    status_duty: History[LimitUse] = UNCHOSEN
    upload: History[LimitUse] = UNCHOSEN
    extension: History[Extension] = UNCHOSEN


NAMES = tuple(field.name for field in fields(Choices))
LOCAL_NAMES = tuple(name for name in NAMES if name != "extension")
"""What a profile may choose; its extensions stand with the kind of message that they are for."""


def read_all_choices(path: Path, limits: Mapping[str, History[Limit]]) -> Choices:
    """The national file: every choice is made. Raises RulebookInvalid."""
    top = read(path)
    top.only(*NAMES)
    for name in NAMES:
        top.rows(name)
    return read_choices(top, limits, endless=True)


def read_choices(top: Section, limits: Mapping[str, History[Limit]], *, endless: bool) -> Choices:
    """The choices that are written there. ``endless``: each holds until further notice."""

    def history(name: str, read_one: Callable[[Section], T]) -> History[T]:
        return read_history(top.rows(name), read_one, endless=endless) if top.has(name) else UNCHOSEN

    return Choices(
        pauses_while_waiting=history("pauses_while_waiting", _flag),
        due_soon=history("due_soon", _working_days),
        unowned=history("unowned", _working_days),
        escalation=history("escalation", _working_days),
        question_reminder=history("question_reminder", _working_days),
        unfinished_reminder=history("unfinished_reminder", _working_days),
        status_duty=history("status_duty", lambda row: _duty(row, limits, repeats=True)),
        upload=history("upload", lambda row: _duty(row, limits, repeats=False)),
        extension=history("extension", lambda row: _extension(row, limits)),
    )


def _flag(row: Section) -> Choice[bool]:
    row.only(*PERIOD, "value", *GROUNDS)
    return Choice(row.flag("value"), read_grounds(row))


def _working_days(row: Section) -> Choice[Term]:
    row.only(*PERIOD, "value", *GROUNDS)
    term = row.parsed("value", Term.parse)
    if term.unit is not TermUnit.WORKING_DAYS:
        row.fail("value", f"phải tính bằng {TermUnit.WORKING_DAYS.label} (working_days)")
    return Choice(term, read_grounds(row))


def _duty(row: Section, limits: Mapping[str, History[Limit]], *, repeats: bool) -> LimitUse:
    row.only(*PERIOD, "limit", *GROUNDS)
    use = read_use_here(row, row, limits)
    if any(dated.value.repeats is not repeats for dated in limits[use.limit].values):
        row.fail("limit", f"thời hạn “{use.limit}” {'không lặp lại' if repeats else 'lặp lại'}")
    return use


def _extension(row: Section, limits: Mapping[str, History[Limit]]) -> Extension:
    row.only(*PERIOD, "times", "limit", *GROUNDS)
    return read_extension(row, row, limits)
