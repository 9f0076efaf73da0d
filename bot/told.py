"""What a simulated citizen does, one line each: the same words for every channel.

``from`` names the citizen. Then ``text``, and any of ``photo``, ``voice``, ``document`` (a path, or a list of them),
``location`` (``[latitude, longitude]`` or an object with ``lat`` and ``lon``), ``contact`` (``{"name", "phone"}`` or
a number), ``sticker``, ``choose`` (a key, label or number of what was offered), ``edit_of`` (the ``id`` or number of an
earlier line), ``forwarded`` (a contact then is somebody else's card); ``duplicate`` tells the event again.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILES = ("photo", "document", "voice")


class NotALine(Exception):
    """A line is no event. The text says why, in Vietnamese."""


@dataclass
class Told:
    """One line, read. ``times`` is how often the channel tells it."""

    person: str
    id: str
    text: str = ""
    files: list[Path] = field(default_factory=list)
    voice: bool = False
    location: tuple[float, float] | None = None
    contact: dict[str, str] = field(default_factory=dict)
    sticker: bool = False
    choose: str = ""
    edit_of: str = ""
    forwarded: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class Received:
    """A file that a simulated citizen was sent: its name, the channel's own word for how, and its bytes."""

    name: str
    way: str
    size: int


def read_line(line: str, number: int) -> Told:
    """Raises NotALine."""
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict):
            raise TypeError
        return _told(entry, number)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotALine(f"Dòng {number}: không phải một việc của người dân; xem docs/operations.md.") from None


def _told(entry: dict[str, Any], number: int) -> Told:
    return Told(
        person=str(entry.get("from", "u1")),
        id=str(entry.get("id", number)),
        text=str(entry.get("text") or entry.get("caption") or ""),
        files=[path for kind in FILES for path in _paths(entry.get(kind), kind)],
        voice="voice" in entry,
        location=_location(entry.get("location")),
        contact=_contact(entry.get("contact")),
        sticker=bool(entry.get("sticker")),
        choose=str(entry.get("choose", "")),
        edit_of=str(entry.get("edit_of", "")),
        forwarded=bool(entry.get("forwarded")),
        times=_times(entry.get("duplicate")),
    )


def _paths(told: Any, kind: str) -> list[Path]:
    if not told:
        return []
    names = told if isinstance(told, list) else [told]
    return [Path(f"{kind}.jpg" if name is True else str(name)) for name in names]


def _location(told: Any) -> tuple[float, float] | None:
    if not told:
        return None
    if isinstance(told, dict):
        told = [told.get("lat", told.get("latitude")), told.get("lon", told.get("lng", told.get("longitude")))]
    latitude, longitude = told
    return float(latitude), float(longitude)


def _contact(told: Any) -> dict[str, str]:
    if not told:
        return {}
    return {name: str(value) for name, value in told.items()} if isinstance(told, dict) else {"phone": str(told)}


def _times(told: Any) -> int:
    return 1 + (told if isinstance(told, int) and told > 1 else bool(told))
