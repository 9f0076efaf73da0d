"""What Zalo's error numbers ask of us. The table is of third-party digests (08/2026); an unknown number is a person's.

An error comes with HTTP 200 and a number other than 0 in ``error``.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from routing.dates import local


class Fate(StrEnum):
    """What follows from an error."""

    REFRESH = "refresh"
    """The access token is no longer good."""
    RETRY = "retry"
    """Too much at once, or a fault of theirs."""
    QUOTA = "quota"
    """No more of this today."""
    NIGHT = "night"
    """Not between 22:00 and 06:00."""
    CLOSED = "closed"
    """Too long since this person did anything; a template may still reach them."""
    PERMANENT = "permanent"
    """Never to this person, or never these words."""
    PERSON = "person"
    """The account needs an administrator."""


_FATES = {
    Fate.REFRESH: (-216, -220, -124),
    Fate.RETRY: (-32, -200),
    Fate.QUOTA: (-211, -218, -144, -147),
    Fate.NIGHT: (-234, -133),
    Fate.CLOSED: (-230, -232),
    Fate.PERMANENT: (
        *(-213, -217, -227, -244, -201, -210, -233, -240, -248, -249),
        *(-100, -108, -114, -118, -119, -131, -1121, -1122, -1124),
    ),
    Fate.PERSON: (-204, -205, -209, -212, -219, -221, -223, -224, -235, -320, -321, -14002, -14003),
}
_BY_CODE = {code: fate for fate, codes in _FATES.items() for code in codes}

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def fate(code: int) -> Fate | None:
    """What an error asks for; None for one nobody has described."""
    return _BY_CODE.get(code)


def until_morning(now: datetime) -> timedelta:
    """How long until five minutes after the quiet hours, 06:05 in Vietnam."""
    here = local(now)
    morning = here.replace(hour=6, minute=5, second=0, microsecond=0)
    return (morning if here < morning else morning + timedelta(days=1)) - here
