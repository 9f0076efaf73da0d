"""The facts in a message, found and checked by us whichever engine understands: codes, phones, days, places, names.

`Facts` holds what only the installation knows: its communes, its procedures, and today. Where two finds overlap the
surer kind stays.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from bot.nlu.entities.codes import find_case_codes, find_dossiers
from bot.nlu.entities.communes import CommuneBook
from bot.nlu.entities.days import find_days
from bot.nlu.entities.names import find_names
from bot.nlu.entities.phones import find_phones
from bot.nlu.entities.procedures import ProcedureBook
from bot.nlu.entities.reading import Reading
from bot.nlu.port import Entity

__all__ = ["ANY_DAY", "CommuneBook", "Facts", "ProcedureBook", "facts_of_form"]

ANY_DAY = date(2026, 1, 1)
"""For whoever does not ask on which day something was."""


def _no_procedures(_: str) -> Iterable[Entity]:
    return ()


@dataclass(frozen=True)
class Facts:
    """Finds the facts of a message. ``procedures`` gives entities of kind procedure for a text."""

    today: Callable[[], date]
    communes: CommuneBook = field(default_factory=CommuneBook)
    procedures: Callable[[str], Iterable[Entity]] = _no_procedures

    def find(self, text: str) -> tuple[Entity, ...]:
        """Facts in the order of the text, apart from each other."""
        reading = Reading.of(text)
        return _apart(self._surest_first(text, reading))

    def _surest_first(self, text: str, reading: Reading) -> Iterator[Entity]:
        yield from _of_form(reading, self.today())
        yield from self.communes.find(reading)
        yield from find_names(reading)
        yield from self.procedures(text)


def facts_of_form(text: str) -> tuple[Entity, ...]:
    """What is recognised by its form alone: case codes, dossier numbers, phones, days, the name of who writes."""
    reading = Reading.of(text)
    return _apart(chain(_of_form(reading, ANY_DAY), find_names(reading)))


def _of_form(reading: Reading, today: date) -> Iterator[Entity]:
    yield from find_case_codes(reading)
    yield from find_dossiers(reading)
    yield from find_phones(reading)
    yield from find_days(reading, today)


def _apart(found: Iterable[Entity]) -> tuple[Entity, ...]:
    taken: list[Entity] = []
    for fact in found:
        if all(fact.end <= other.start or other.end <= fact.start for other in taken):
            taken.append(fact)
    return tuple(sorted(taken, key=lambda fact: fact.start))
