"""How a reply will read to the citizen: on the page of their case, and in the message sent to them.

It composes with the same words as the real thing and leaves out only the secret link, which no officer may know.
"""

from collections.abc import Callable
from dataclasses import dataclass

from intake.cases import notices
from intake.cases.work import Work
from models.case import Case
from models.vocabulary import ChannelKind, NoticeKind

LINK_LEFT_OUT = "[đường dẫn riêng của người gửi]"


@dataclass(frozen=True, slots=True)
class Reading:
    """The reply on one channel: what stands above it and the text, as they are read there."""

    channel: ChannelKind
    heading: str
    text: str


def readings(work: Work, case: Case, text: str) -> list[Reading]:
    """The reply on every channel this citizen will read it on; the page of the case is always one."""
    found = (read(work, case, text) for read in _READ.values())
    return [one for one in found if one is not None]


def _on_the_page(work: Work, case: Case, text: str) -> Reading:
    unit = case.unit.name if case.unit else "Cơ quan giải quyết"
    return Reading(ChannelKind.WEB, f"{unit} trả lời", text)


def _by_mail(work: Work, case: Case, text: str) -> Reading | None:
    if not notices.reaches(work, case):
        return None
    kind = NoticeKind.ANSWERED
    return Reading(ChannelKind.EMAIL, notices.subject(case, kind), notices.body(case, kind, text, LINK_LEFT_OUT))


_READ: dict[ChannelKind, Callable[[Work, Case, str], Reading | None]] = {
    ChannelKind.WEB: _on_the_page,
    ChannelKind.EMAIL: _by_mail,
}
"""How a reply reads on each channel that carries one."""
