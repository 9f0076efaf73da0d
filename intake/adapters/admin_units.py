"""Old places to those of today over the data of ``vietnamadminunits`` (MIT, 34 provinces and 10,000 old units).

The package asks a geocoder on the network where an old commune was split, with the address of a citizen. Here that is
impossible: neither the geocoder nor what it stands on is installed; while the package is imported, stand-ins take
their places, and whoever calls them is refused. Its answer is sure only where the old commune went to one of today.
"""

import json
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from importlib.util import find_spec
from math import pi, sqrt
from pathlib import Path
from types import ModuleType
from typing import Any

from routing.nearby import Centre, distance_km
from routing.places import Today
from routing.text import fold

_STOOD_IN_FOR = ("geopy", "geopy.distance", "geopy.geocoders", "shapely", "shapely.geometry", "unidecode")


class AdminUnits:
    """A `PlaceReader`. Its four megabytes are read at the first question; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def today(self, address: str) -> Today | None:
        """``xã Hiệp Thạnh, thị xã Duyên Hải, tỉnh Trà Vinh`` as it is called today; None when it is not known."""
        with self._lock:
            package = self._package
        try:
            found = package.convert_address(address)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None  # the package raises any of these for an address it cannot read
        if not found.ward or not found.province:
            return None
        return Today(_lowered(found.ward), _lowered(found.province), sure=not self._was_split(found))

    @property
    def centres(self) -> tuple[Centre, ...]:
        """The centres of every commune of today, and of the old communes that went to one of today as a whole."""
        with self._lock:
            return self._centres

    @cached_property
    def _centres(self) -> tuple[Centre, ...]:
        return tuple(_read_centres(_data()))

    def _was_split(self, found: Any) -> bool:
        old = found.OldAdminUnit
        key = f"{old.province_key}_{old.district_key}_{old.ward_key}"
        split = self._package.converter.converter_2025.DICT_PROVINCE_WARD_DIVIDED
        return key in split.get(found.province_key, {})

    @cached_property
    def _package(self) -> Any:
        with _without_network():
            import vietnamadminunits

        return vietnamadminunits


_TODAY = "SELECT provinceKey, wardKey, province, ward, wardLat, wardLon, wardAreaKm2 FROM admin_units"
_BEFORE = """SELECT provinceKey || '_' || districtKey || '_' || wardKey, wardLat, wardLon FROM admin_units_legacy
    WHERE wardLat IS NOT NULL"""
_SMALLEST_KM2 = 3.0  # a handful of areas are missing or nothing
_BEYOND = 2.0
"""An old centre so many radii from the new one is a place of the same name elsewhere: three in a hundred are."""


def _data() -> Path:
    """The folder of the package's data, found without importing it."""
    found = find_spec("vietnamadminunits")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("vietnamadminunits")
    return Path(found.submodule_search_locations[0]) / "data"


def _read_centres(data: Path) -> Iterator[Centre]:
    whole = json.loads((data / "converter_2025.json").read_text("utf-8"))["DICT_PROVINCE_WARD_NO_DIVIDED"]
    with closing(sqlite3.connect(f"{(data / 'dataset.db').as_uri()}?mode=ro", uri=True)) as shipped:
        before = {key: (latitude, longitude) for key, latitude, longitude in shipped.execute(_BEFORE)}
        for of, key, province, commune, latitude, longitude, area in shipped.execute(_TODAY):
            name = _lowered(commune), _lowered(province)
            yield Centre(*name, latitude, longitude)
            reach = _BEYOND * sqrt(max(area or 0, _SMALLEST_KM2) / pi)
            for old in whole.get(of, {}).get(key, ()):
                if old in before and distance_km(latitude, longitude, *before[old]) <= reach:
                    yield Centre(*name, *before[old])


class _Refusing:
    """Stands where the geocoder and its measuring were: it may be made, and refuses whatever is asked of it."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        raise ValueError("places are not looked up on the network")


@contextmanager
def _without_network() -> Iterator[None]:
    """While the package is imported its geocoder is a stand-in, even where the real one happens to be installed."""
    before = {name: sys.modules.get(name) for name in _STOOD_IN_FOR}
    for name in _STOOD_IN_FOR:
        stand_in = ModuleType(name)
        for part in ("distance", "geodesic", "ArcGIS", "Polygon", "Point"):
            setattr(stand_in, part, _Refusing)
        stand_in.__dict__["unidecode"] = _bare
        sys.modules[name] = stand_in
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def _bare(text: str) -> str:
    """Vietnamese without marks, capitals kept, as the package expects."""
    return "".join(fold(letter).upper() if letter.isupper() else fold(letter) for letter in text)


def _lowered(name: str) -> str:
    """``Xã Long Hữu`` as within a sentence: ``xã Long Hữu``."""
    return name[:1].lower() + name[1:]
