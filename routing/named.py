"""Which units a text speaks about, as opposed to those it is addressed to.

Used to keep a possible denunciation away from whom it accuses. Naming too many units is safe here (the case then
goes to a desk further down the list); naming too few is not.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from models.vocabulary import Department
from routing.competence import UnitView
from routing.text import fold

_ADDRESSED = re.compile(
    r"(kinh gui|kinh goi|gui den|gui toi|goi toi|de nghi|nho|mong)\s*:?\s*(ubnd\s*|uy ban nhan dan\s*)?$"
)


def named_units(text: str, units: Iterable[UnitView]) -> frozenset[UUID]:
    """The units named in the text anywhere but as its addressee."""
    folded = " ".join(fold(text).split())
    return frozenset(unit.id for unit in units if any(_spoken_of(folded, name) for name in _names(unit)))


def _names(unit: UnitView) -> tuple[str, ...]:
    if unit.department is Department.COMMUNE:
        place = fold(unit.commune or "")
        return tuple(f"{kind} {place}" for kind in ("xa", "phuong", "thi tran", "dac khu"))
    return (fold(unit.department.label),)


def _spoken_of(folded: str, name: str) -> bool:
    for match in re.finditer(rf"\b{re.escape(name)}\b", folded):
        if not _ADDRESSED.search(folded[max(0, match.start() - 40) : match.start()]):
            return True
    return False
