"""Which communes of this province are nearest to a point on the map: a guess for a person to confirm.

A commune of today is known by centres, its own and those of the old communes it was made of, and not by its border:
near a border the guess is a doubt. It reads no map, asks nobody, and never speaks against a commune that was named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

OFFERED = 3
"""The nearest, and the next two."""

FARTHEST_KM = 25.0
"""Farther from every centre there is no commune of ours: the largest reaches some 20 km from its nearest centre."""

_KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Centre:
    """One centre of a commune, ``xã Long Hữu`` of ``tỉnh Vĩnh Long``, in degrees of WGS 84."""

    commune: str
    province: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Nearby:
    """The nearest communes, best first; none for a point that is ``outside`` the province, or where none is known."""

    communes: tuple[str, ...] = ()
    outside: bool = False


def nearby(centres: Iterable[Centre], province: str, latitude: float, longitude: float) -> Nearby:
    """The communes of ``province`` near a point. ``centres`` are the whole country's, so that outside can be told.

    It is outside where none of the nearest few communes of the country is of this province: at the border of two
    provinces it is still offered, because nobody knows on which side it is.
    """
    ranked = _ranked(centres, latitude, longitude)
    if not any(of == province for _commune, of in ranked[:OFFERED]):
        return Nearby(outside=True)
    return Nearby(tuple(commune for commune, of in ranked if of == province)[:OFFERED])


def _ranked(centres: Iterable[Centre], latitude: float, longitude: float) -> list[tuple[str, str]]:
    """Each commune that has a centre near enough, with its province, the nearest first."""
    away: dict[tuple[str, str], float] = {}
    for one in centres:
        if abs(one.latitude - latitude) * _KM_A_DEGREE > FARTHEST_KM:
            continue
        place, km = (one.commune, one.province), distance_km(one.latitude, one.longitude, latitude, longitude)
        if km <= min(away.get(place, FARTHEST_KM), FARTHEST_KM):
            away[place] = km
    return sorted(away, key=away.__getitem__)


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Between two points of one province: on a plane, which over 100 km is less than a hundredth wrong."""
    east = (longitude - other_longitude) * cos(radians((latitude + other_latitude) / 2))
    return _KM_A_DEGREE * hypot(east, latitude - other_latitude)
