"""How each unit is reached, as Điều 13 of Decree 20/2008/NĐ-CP has it published: found by any name, gaps said openly.

A former name finds the unit that carries it on. It knows today's units only, and refuses to fill a gap with a guess.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import select

from intake.cases import organisation
from intake.cases.work import Work
from models.languages import N_
from models.organisation import FormerName, Unit
from models.vocabulary import Labelled, Level
from routing.text import fold

SEARCH_MAX = 100


class Part(Labelled):
    """What Điều 13 asks to be published of each unit, and when it is open."""

    ADDRESS = "address", N_("địa chỉ")
    HOTLINE = "hotline", N_("điện thoại")
    EMAIL = "email", N_("thư điện tử")
    OPENING_HOURS = "opening_hours", N_("giờ làm việc")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach one unit; ``dial`` is the number a phone can call, ``missing`` what nobody has entered yet.

    ``commune`` is the plain name of a commune's place, and empty for the offices of the province.
    """

    key: str
    name: str
    address: str
    hotline: str
    dial: str
    email: str
    opening_hours: str
    level: Level
    commune: str
    desk: bool
    missing: tuple[Part, ...]

    @property
    def letter(self) -> str:
        """Under which a commune is looked up: without its marks, but Đ is a letter of its own."""
        return normalize("NFD", self.commune[:1].upper())[:1]


def contacts(work: Work, typed: str = "") -> list[Contact]:
    """Today's units, the receiving desk first; with words typed, those of that name, of today or of before.

    Where no name holds all the words, those whose name and address together do.
    """
    units = organisation.units_today(work)
    wanted = fold(typed[:SEARCH_MAX]).split()
    formerly = _former_names(work) if wanted else {}
    found = [unit for unit in units if _is_called(unit, formerly.get(unit.id, []), wanted)]
    found = found or [unit for unit in units if _holds(f"{fold(unit.name)} {fold(unit.address)}", wanted)]
    return sorted(map(contact, found), key=_place_in_list)


def _place_in_list(one: Contact) -> tuple[bool, bool, str]:
    """The receiving desk, the other offices as they come, then the communes as people look them up: by their names."""
    return not one.desk, bool(one.commune), fold(one.commune)


def letters(communes: Iterable[Contact]) -> list[str]:
    """The letters these communes are looked up under, in the order of the alphabet: Đ stands after D."""
    return sorted({one.letter for one in communes}, key=lambda letter: "D~" if letter == "Đ" else letter)


def by_key(work: Work, key: str) -> Contact | None:
    """One unit of today."""
    return next((contact(unit) for unit in organisation.units_today(work) if unit.key == key), None)


def incomplete(work: Work) -> list[Contact]:
    """The units that cannot be published as the law asks: work for the administrator."""
    return [one for one in contacts(work) if one.missing]


def contact(unit: Unit) -> Contact:
    """One unit as it is published."""
    dial = "".join(letter for letter in unit.hotline if letter.isdigit() or letter == "+")
    return Contact(
        key=unit.key,
        name=unit.name,
        address=unit.address,
        hotline=unit.hotline,
        dial=dial,
        email=unit.email,
        opening_hours=unit.opening_hours,
        level=unit.level,
        commune=unit.commune or "",
        desk=unit.receiving_desk,
        missing=tuple(part for part in Part if not getattr(unit, part.value).strip()),
    )


def _former_names(work: Work) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = defaultdict(list)
    for unit_id, folded in work.session.execute(select(FormerName.unit_id, FormerName.folded)):
        names[unit_id].append(folded)
    return names


def _is_called(unit: Unit, formerly: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(_holds(name, wanted) for name in (fold(unit.name), *formerly))


def _holds(name: str, wanted: Sequence[str]) -> bool:
    """Whether every word of what was typed begins a word of the name."""
    return all(any(word.startswith(typed) for word in name.split()) for typed in wanted)
