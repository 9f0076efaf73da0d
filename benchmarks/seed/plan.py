"""What becomes of each generated case: when it came, how, about what, who answers, and how far it has got.

Drawn so that a large database looks like a province after a year: most cases are closed, recent ones are spread
over every desk, a few are restricted, a few are overdue. It knows chances, not rows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

from benchmarks.seed import words
from benchmarks.seed.people import Office, People
from benchmarks.seed.words import Topic
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Department
from routing.dates import LOCAL, local

LONGEST = timedelta(days=500)
"""How far back cases go, but never before the province was merged."""
RECENT = timedelta(days=25)
_S = CaseStatus
T = TypeVar("T")

_RECENT = {
    _S.TRIAGE: 8, _S.ASSIGNED: 20, _S.ACCEPTED: 22, _S.AWAITING_CITIZEN: 6, _S.DRAFTING: 12, _S.AWAITING_APPROVAL: 8,
    _S.ANSWERED: 12, _S.PUBLISHED: 6, _S.REFUSED: 3, _S.GUIDED: 2, _S.WITHDRAWN: 1,
}  # fmt: skip
_OLD = {
    _S.ACCEPTED: 2, _S.AWAITING_CITIZEN: 1, _S.DRAFTING: 1, _S.ANSWERED: 40, _S.PUBLISHED: 34, _S.REFUSED: 10,
    _S.GUIDED: 9, _S.WITHDRAWN: 3,
}  # fmt: skip
_RESTRICTED = {_S.TRIAGE: 30, _S.ACCEPTED: 20, _S.GUIDED: 50}
_CHANNELS = {
    ChannelKind.WEB: 55, ChannelKind.WEBCHAT: 8, ChannelKind.PHONE: 12, ChannelKind.COUNTER: 9, ChannelKind.API: 10,
    ChannelKind.EMAIL: 6,
}  # fmt: skip
_KINDS = {CaseKind.CONDUCT: 55, CaseKind.SERVICE: 25, CaseKind.QUESTION: 10, CaseKind.REGULATION: 8, CaseKind.PRAISE: 2}
_HOURS = (0, 0, 0, 0, 0, 1, 3, 6, 9, 9, 8, 6, 4, 6, 8, 8, 7, 5, 4, 4, 5, 4, 2, 1)
"""How the day's cases fall on its hours, in Vietnam."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One case to be told."""

    number: int
    received_at: datetime
    status: CaseStatus
    channel: ChannelKind
    kind: CaseKind
    topic: Topic
    place: str
    office: Office
    restricted: bool
    consent: bool
    by_a_person: bool
    """Whether the machine was not sure and the triage desk decided."""


def draw(number: int, of: int, rng: Random, people: People, until: datetime, since: datetime) -> Plan:
    """The plan of one case; numbers run from the oldest case to the newest."""
    received_at = _moment(number, of, rng, since, until)
    restricted = rng.random() < 0.02
    recent = until - received_at < RECENT
    topic = rng.choice(words.TOPICS)
    status = _one(rng, _RESTRICTED if restricted else _RECENT if recent else _OLD)
    return Plan(
        number=number,
        received_at=received_at,
        status=status,
        channel=_one(rng, _CHANNELS),
        kind=CaseKind.DENUNCIATION if restricted else _one(rng, _KINDS),
        topic=topic,
        place=words.place(rng),
        office=people.desk if restricted else _office(rng, people, topic.department),
        restricted=restricted,
        consent=status is CaseStatus.PUBLISHED or rng.random() < 0.4,
        by_a_person=rng.random() < 0.3,
    )


def _office(rng: Random, people: People, department: Department) -> Office:
    return rng.choice(people.offices[department])


def _moment(number: int, of: int, rng: Random, since: datetime, until: datetime) -> datetime:
    """More cases every month: the square root puts the newest days closest together."""
    share = ((number + rng.random()) / of) ** 0.75
    day = local(since + (until - since) * share)
    hour = rng.choices(range(24), _HOURS)[0]
    moment = datetime(day.year, day.month, day.day, hour, rng.randrange(60), rng.randrange(60), tzinfo=LOCAL)
    return min(moment.astimezone(until.tzinfo), until - timedelta(minutes=5))


def _one(rng: Random, chances: dict[T, int]) -> T:
    return rng.choices(list(chances), cum_weights=list(accumulate(chances.values())))[0]
