"""Matters with a procedure of their own: where a message is sent that is no feedback, and what its sender is told.

Knows destinations, not how to recognise them in a text; that a message goes there is decided by a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import Labelled
from routing.grounds import Grounds
from routing.rulebook.dated import History
from routing.rulebook.entries import Limit, LimitUse
from routing.rulebook.reading import GROUNDS, PERIOD, every, read_grounds, read_use
from routing.rulebook.source import Section, read


class Destination(Labelled):
    """The procedures beside this one."""

    COMPLAINT = "complaint", "Khiếu nại"
    DENUNCIATION = "denunciation", "Tố cáo"
    RECEPTION = "reception", "Tiếp công dân"
    LEGAL_DOCUMENT = "legal_document", "Phản ánh, kiến nghị về văn bản quy phạm pháp luật"
    INFORMATION = "information", "Yêu cầu cung cấp thông tin"
    PERSONAL_DATA = "personal_data", "Yêu cầu của chủ thể dữ liệu cá nhân"
    EMERGENCY = "emergency", "Việc khẩn cấp"
    COURT = "court", "Việc của tòa án"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """``test``: when a message belongs there; ``sentence``: what the citizen reads; ``limit``: if one governs.

    ``handed_over``: what the citizen reads once an officer has passed it on, where that is a way.
    """

    destination: Destination
    test: str
    send_to: str
    sentence: str
    handed_over: str | None
    limit: LimitUse | None
    grounds: Grounds


def read_elsewhere(path: Path, limits: Mapping[str, History[Limit]]) -> Mapping[Destination, History[Elsewhere]]:
    """Raises RulebookInvalid."""

    def one(destination: Destination, row: Section) -> Elsewhere:
        row.only(*PERIOD, "test", "send_to", "sentence", "handed_over", "limit", *GROUNDS)
        return Elsewhere(
            destination=destination,
            test=row.text("test"),
            send_to=row.text("send_to"),
            sentence=row.text("sentence"),
            handed_over=row.optional_text("handed_over"),
            limit=read_use(row, "limit", limits) if row.has("limit") else None,
            grounds=read_grounds(row),
        )

    return every(read(path), Destination, one)
