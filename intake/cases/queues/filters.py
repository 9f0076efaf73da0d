"""What a list is narrowed to: facts of a case, its deadline, words of its text and of its place.

It knows the conditions, and that nobody may find a case by what they may not read of it. How filters are spelled in
an address is the business of the page.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from intake.cases import access
from intake.cases.scene import shown_place
from intake.cases.work import Work
from models import search
from models.base import NO_DEADLINE
from models.case import Case
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Field, Labelled
from routing.dates import day_end
from routing.text import fold

SOON_WORKING_DAYS = 3


class Due(Labelled):
    """Which deadline. Its value stands in addresses and in saved views."""

    TODAY = "hom-nay", "Đến hạn hôm nay"
    OVERDUE = "qua-han", "Quá hạn"
    SOON = "3-ngay", f"Trong {SOON_WORKING_DAYS} ngày làm việc tới"


@dataclass(frozen=True, slots=True)
class Filters:
    """Each narrows the list further; what is empty does not. ``due_from`` and ``due_until`` are local days, inclusive.

    ``text`` and ``place`` are found with and without diacritics: every word of the text, the place as one phrase.
    ``unowned``: only what nobody has. ``text_hash``: only the cases of one text.
    """

    text: str = ""
    kind: CaseKind | None = None
    field: Field | None = None
    unit_id: UUID | None = None
    channel: ChannelKind | None = None
    status: CaseStatus | None = None
    due: Due | None = None
    due_from: date | None = None
    due_until: date | None = None
    place: str = ""
    officer_id: UUID | None = None
    unowned: bool = False
    text_hash: str = ""


EVERYTHING = Filters()


def narrowed(work: Work, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of these filters."""
    facts = [
        (Case.kind, filters.kind),
        (Case.field, filters.field),
        (Case.channel, filters.channel),
        (Case.status, filters.status),
        (access.keeper(), filters.unit_id),
        (Case.officer_id, filters.officer_id),
        (Case.text_hash, filters.text_hash or None),
    ]
    conditions = [column == wanted for column, wanted in facts if wanted is not None]
    if filters.unowned:
        conditions.append(Case.officer_id.is_(None))
    if filters.text:
        conditions.append(search.holding(work.session, fold(filters.text), sqlite=work.desk.database.is_sqlite))
    if filters.place:
        conditions.append(Case.place.regexp_match(_any_diacritics(filters.place)))
    return conditions + _deadlines(work, filters)


def is_readable(work: Work, filters: Filters, content: str, place: str | None) -> bool:
    """Whether this actor can read what was searched for: a hit on a hidden name would tell who wrote."""
    if access.sees_identity(work.actor) or not (filters.text or filters.place):
        return True
    shown, scene = fold(access.shown_text(work.actor, content)), fold(shown_place(work, place or ""))
    return all(word in shown for word in fold(filters.text).split()) and _one_space(filters.place) in scene


def _deadlines(work: Work, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.due is Due.OVERDUE:
        conditions.append(Case.due_at < work.now)
    elif filters.due is Due.TODAY:
        conditions.append(_between(work.today, work.today))
    elif filters.due is Due.SOON:
        last = work.desk.rulebook.calendar.add_working_days(work.today, SOON_WORKING_DAYS)
        conditions.append(_between(work.today, last))
    if filters.due_from or filters.due_until:
        conditions.append(_between(filters.due_from, filters.due_until))
    return conditions


def _between(first: date | None, last: date | None) -> ColumnElement[bool]:
    """Deadlines from one local day to another, both included; never what has no deadline."""
    begins = [Case.due_at > day_end(first - timedelta(days=1))] if first else []
    return and_(*begins, Case.due_at <= day_end(last) if last else Case.due_at < NO_DEADLINE)


def _any_diacritics(typed: str) -> str:
    """A regular expression for a phrase in which every letter stands for all its forms, upper and lower case."""
    classes = _forms()
    return "".join(classes.get(letter, re.escape(letter)) for letter in _one_space(typed))


@cache
def _forms() -> dict[str, str]:
    """For each basic letter the class of every Latin letter that folds to it."""
    letters = [chr(code) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x1F00))]
    forms: dict[str, str] = {}
    for letter in letters:
        bare = fold(letter)
        if len(bare) == 1 and "a" <= bare <= "z":
            forms[bare] = forms.get(bare, "") + letter
    return {bare: f"[{every}]" for bare, every in forms.items()}


def _one_space(typed: str) -> str:
    return " ".join(fold(typed).split())
