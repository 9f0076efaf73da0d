"""Deadlines for many cases: the rule book asked once per kind and local day, where the answer cannot differ.

A term in hours starts at its own moment and is computed each time.
"""

from datetime import date, datetime
from typing import Any

from intake.cases.limits import columns
from models.vocabulary import CaseKind
from routing import deadlines
from routing.dates import local_day
from routing.rulebook import Rulebook
from routing.terms import TermUnit


class Limits:
    """The columns of a deadline row, by kind and moment of receipt."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._known: dict[tuple[CaseKind, date], dict[str, Any]] = {}

    def of(self, kind: CaseKind, received_at: datetime) -> dict[str, Any]:
        key = kind, local_day(received_at)
        if (known := self._known.get(key)) is not None:
            return known
        result = deadlines.for_kind(kind, received_at, self._rulebook)
        told = columns(result, self._rulebook)
        if result.term.unit in (TermUnit.DAYS, TermUnit.WORKING_DAYS):
            self._known[key] = told
        return told
