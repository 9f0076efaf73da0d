"""How a reply will read to the citizen: on the page of their case, and in the message sent to them.

It composes with the same words as the real thing and leaves out only the secret link, which no officer may know.
"""

from dataclasses import dataclass

from intake.cases import notice_words, notices
from intake.cases.work import Work
from models.case import Case
from models.vocabulary import ChannelKind, NoticeKind
from routing.parts import LIMITS, parts

LINK_LEFT_OUT = "[đường dẫn riêng của người gửi]"


@dataclass(frozen=True, slots=True)
class Reading:
    """The reply on one channel: what stands above it, and the messages it is read in there, one after the other.

    ``limit`` is how many letters one message of the channel holds; ``sent`` whether this office is on that channel.
    """

    channel: ChannelKind
    heading: str
    parts: tuple[str, ...]
    limit: int | None = None
    sent: bool = True


def readings(work: Work, case: Case, text: str, *, files: int = 0) -> list[Reading]:
    """The reply on every channel this citizen will read it on; the page of the case is always one.

    A message only tells how many ``files`` go with it.
    """
    told = notice_words.told(work, case, NoticeKind.ANSWERED, notices.with_files(text, files))
    found = (_on_the_page(work, case, text), _by_mail(work, case, told), _as_messages(work, case, told))
    return [one for one in found if one is not None]


def _on_the_page(work: Work, case: Case, text: str) -> Reading:
    unit = case.unit.name if case.unit else "Cơ quan giải quyết"
    return Reading(ChannelKind.WEB, f"{unit} trả lời", (text,))


def _by_mail(work: Work, case: Case, text: str) -> Reading | None:
    if not notices.reaches(work, case):
        return None
    kind = NoticeKind.ANSWERED
    return Reading(ChannelKind.EMAIL, notices.subject(case, kind), (notices.body(case, kind, text, LINK_LEFT_OUT),))


def _as_messages(work: Work, case: Case, text: str) -> Reading | None:
    """On the messenger the case came by, cut as it will be sent there."""
    limit = LIMITS.get(case.channel)
    if limit is None:
        return None
    kind = NoticeKind.ANSWERED
    said = parts(notices.body(case, kind, text, LINK_LEFT_OUT), limit)
    connected = case.channel in work.desk.channels
    return Reading(case.channel, notices.subject(case, kind), tuple(said), limit.most, connected)
