"""Which body receives feedback at each level of the state, in each period since the decree.

Names a body as the law does. Which unit of an installation that is, is a row of the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import Labelled
from routing.grounds import Grounds
from routing.rulebook.dated import History
from routing.rulebook.reading import GROUNDS, PERIOD, every, read_grounds
from routing.rulebook.source import Section, read


class ReceivingLevel(Labelled):
    """The levels of the state at which feedback is received."""

    NATIONAL = "national", "Trung ương"
    MINISTRY = "ministry", "Bộ, cơ quan ngang bộ"
    PROVINCE = "province", "Cấp tỉnh"
    COMMUNE = "commune", "Cấp xã"


@dataclass(frozen=True, slots=True)
class Receiver:
    """``duty``: what of the feedback it takes in."""

    level: ReceivingLevel
    body: str
    duty: str
    grounds: Grounds


def read_receivers(path: Path) -> Mapping[ReceivingLevel, History[Receiver]]:
    """Raises RulebookInvalid."""

    def one(level: ReceivingLevel, row: Section) -> Receiver:
        row.only(*PERIOD, "body", "duty", *GROUNDS)
        return Receiver(level, row.text("body"), row.text("duty"), read_grounds(row))

    return every(read(path), ReceivingLevel, one)
