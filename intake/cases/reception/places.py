"""The paper, station, meeting, mailbox or envelope that a feedback came with, in one line of words.

It knows the columns a line must fit. It refuses to know the sender: what stands here is kept in the clear.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from intake.cases.errors import FieldError, Invalid
from intake.cases.reception.moments import day_before
from intake.cases.submission import read_identity, read_line
from models.languages import N_, _
from models.vocabulary import ChannelKind
from routing.dates import say_day

_LONGEST = {"paper": 70, "issue": 20, "column": 50, "venue": 90, "chair": 70, "station": 120}
"""Letters of each field; the longest line of them fits the column of 200."""

_LABELS = {
    "paper": N_("Tên báo"),
    "issue": N_("Số báo"),
    "column": N_("Chuyên mục"),
    "venue": N_("Nơi đối thoại"),
    "chair": N_("Người chủ trì"),
    "station": N_("Tên đài"),
}


def line(channel: ChannelKind, told: Mapping[str, str], day: date, errors: list[FieldError]) -> str | None:
    """The line for this way in, None where there is nothing to say. ``day`` is the local day of receipt."""
    words = {
        name: read_line(name, _(_LABELS[name]), told[name], _LONGEST[name], errors) for name in _LABELS.keys() & told
    }
    match channel:
        case ChannelKind.POST:
            stamped = day_before("postmark", told["postmark"], day, errors)
            return f"phong bì đóng dấu bưu điện ngày {say_day(stamped)}" if stamped else None
        case ChannelKind.EMAIL:
            return _mailbox(told["mailbox"], errors)
        case ChannelKind.PRESS:
            return _paper(words, day_before("issued", told["issued"], day, errors))
        case ChannelKind.DIALOGUE:
            return f"{words['venue']}, chủ trì: {words['chair']}"
    return words.get("station")


def _paper(words: Mapping[str, str | None], issued: date | None) -> str:
    number = f", số {words['issue']}" if words["issue"] else ""
    day = f", ngày {say_day(issued)}" if issued else ""
    column = f", chuyên mục “{words['column']}”" if words["column"] else ""
    return f"{words['paper']}{number}{day}{column}"


def _mailbox(typed: str, errors: list[FieldError]) -> str | None:
    try:
        read = read_identity(email=typed).email
    except Invalid as invalid:
        errors += [replace(error, field="mailbox", code="mailbox_invalid") for error in invalid.errors]
        return None
    return f"hộp thư {read}" if read else None
