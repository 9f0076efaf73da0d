"""Provinces of before and of today: which one a name belongs to now, and which one a list of units is of."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from routing.dates import say_day
from routing.reorganisation.entries import Province
from routing.reorganisation.naming import spoken
from routing.reorganisation.reading import shipped
from routing.units import UnitView


def province_of(said: str) -> Province | None:
    """Today's province of a spoken name of before or of today."""
    return _by_name().get(said)


def became(said: str, province: Province) -> str | None:
    """The sentence that says where a merged province is today; None for one that kept its name."""
    if said == spoken(province.name):
        return None
    former = next(name for name in province.merged if spoken(name) == said)
    since = f"từ {say_day(province.since)}; {province.grounds.reference}"
    return f"Tỉnh {former} nay thuộc {province.full_name} ({since})"


@lru_cache(maxsize=8)
def home(units: Sequence[UnitView]) -> Province | None:
    """The province these units are of: the one most of the provincial offices are named after."""
    names = [f" {spoken(unit.name)}" for unit in units if unit.commune is None]
    count = Counter(
        province.name
        for province in shipped().provinces
        for name in names
        if name.endswith(f" {spoken(province.name)}")
    )
    return _by_name()[spoken(count.most_common(1)[0][0])] if count else None


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Province]:
    return {
        spoken(former): province for province in shipped().provinces for former in (*province.merged, province.name)
    }
