"""Telling the citizen on their own channel: a sealed notice and the outbox row that will deliver it.

The words are here, short and kind. The link carries the key in its fragment, which no server ever sees. Of a
restricted case a notice says only that there is news.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from intake.cases import enclosures, notice_words, reach
from intake.cases.keys import case_key
from intake.cases.reach import Way
from intake.cases.work import Work, by_id
from models.case import Case
from models.notice import Notice
from models.vocabulary import ChannelKind, EventType, JobKind, JobState, NoticeKind, Receipt
from routing.lifecycle import Step

_SUBJECTS = {
    NoticeKind.RECEIVED: "Đã nhận phản ánh của ông/bà",
    NoticeKind.ROUTED: "Phản ánh của ông/bà đã được chuyển cơ quan giải quyết",
    NoticeKind.ASKED: "Cán bộ cần ông/bà cho biết thêm",
    NoticeKind.ANSWERED: "Đã có trả lời cho phản ánh của ông/bà",
    NoticeKind.CORRECTED: "Trả lời cho phản ánh của ông/bà đã được đính chính, thay văn bản trước",
    NoticeKind.REFUSED: "Về phản ánh của ông/bà",
    NoticeKind.GUIDED: "Hướng dẫn về phản ánh của ông/bà",
    NoticeKind.SPLIT: "Một phần phản ánh của ông/bà được tách thành hồ sơ riêng",
    NoticeKind.MERGED: "Phản ánh của ông/bà được nhập vào một hồ sơ cùng nội dung",
    NoticeKind.EXTENDED: "Cơ quan cần thêm thời gian trả lời ông/bà",
    NoticeKind.DATA_RECEIVED: "Đã nhận đề nghị của ông/bà về dữ liệu cá nhân",
    NoticeKind.DATA_EXTENDED: "Cơ quan cần thêm thời gian trả lời đề nghị về dữ liệu cá nhân của ông/bà",
    NoticeKind.DATA_DECIDED: "Trả lời đề nghị của ông/bà về dữ liệu cá nhân",
    NoticeKind.STATUS: "Tình hình xử lý phản ánh của ông/bà",
    NoticeKind.REMINDED: "Cán bộ còn chờ ông/bà trả lời",
    NoticeKind.WRITTEN: "Cán bộ đã viết cho ông/bà",
}
_NEWS = "Có tin mới về hồ sơ của ông/bà"


def tell(work: Work, case: Case, kind: NoticeKind, words: str = "", *, files: Sequence[UUID] = ()) -> Notice | None:
    """Ask for a notice to be delivered; None when nothing is left but the page of the case, and nobody chose it.

    ``files`` of the case go with it where its way carries them, and lie on the page in any case.
    """
    told_by = reach.chosen(work, case)
    way = reach.first(work, case, told_by)
    if way == reach.PAGE and told_by is None:
        return None
    notice = made(work, case, kind, way, words, files)
    hand_in(work, case, notice)
    return notice


def made(work: Work, case: Case, kind: NoticeKind, way: Way, words: str = "", files: Sequence[UUID] = ()) -> Notice:
    """A notice with its files, of which nobody has been asked anything yet."""
    notice = Notice(
        case=case,
        kind=kind,
        channel=way.channel,
        to=way.to,
        subject=subject(case, kind),
        body=_body(work, case, kind, notice_words.told(work, case, kind, with_files(words, len(files)))),
        state=JobState.CREATED,
        state_at=work.now,
        created_at=work.now,
    )
    enclosures.enclose(work, notice, files)
    return notice


def hand_in(work: Work, case: Case, notice: Notice) -> None:
    """Ask for a notice to be delivered once this transaction has committed; one for the page lies there at once."""
    work.session.add(notice)
    if notice.channel is reach.PAGE.channel:
        notice.state = JobState.DELIVERED
        enclosures.leave_on_page(work, notice)
        record(work, case, notice)
    else:
        work.enqueue(JobKind.NOTICE, case, notice=notice)


def go_on(work: Work, case: Case, failed: Notice, way: Way) -> None:
    """The same words by the next way."""
    hand_in(work, case, repeat(work, case, failed, way=way))


def record(work: Work, case: Case, notice: Notice, *, words: str = "") -> None:
    """How far a notice is, on the timeline of its case; with ``words`` that stand nowhere else on its page."""
    facts: dict[str, Any] = {"kind": notice.kind.value, "channel": notice.channel.value, "state": notice.state.value}
    facts |= enclosures.told(work, [notice.id]).get(notice.id, {})
    work.record(case, EventType.DELIVERY_CHANGED, words, notice=str(notice.id), **facts)


def record_receipt(work: Work, case: Case, notice: Notice, receipt: Receipt) -> None:
    """What the channel told of a notice that went out; for officers, its reader knows."""
    facts = {"kind": notice.kind.value, "channel": notice.channel.value, "state": notice.state.value}
    work.record(case, _RECEIPT, notice=str(notice.id), receipt=receipt.value, **facts)


_RECEIPT = Step(None, frozenset(), EventType.DELIVERY_CHANGED, "", public=False)


def repeat(work: Work, case: Case, earlier: Notice, *, way: Way | None = None) -> Notice:
    """The same words as an earlier notice, to the address that is known today; by another ``way`` if told."""
    known = case.citizen.email if earlier.channel is ChannelKind.EMAIL else earlier.to
    channel, to = (way.channel, way.to) if way else (earlier.channel, known)
    again = Notice(
        case=case,
        kind=earlier.kind,
        channel=channel,
        to=to,
        subject=earlier.subject,
        body=earlier.body,
        state=JobState.CREATED,
        state_at=work.now,
        created_at=work.now,
    )
    enclosures.repeat(work, earlier, again)
    return again


def reaches(work: Work, case: Case) -> bool:
    """Whether a notice can be sent to this citizen at all."""
    return reach.first(work, case, reach.chosen(work, case)) != reach.PAGE


def choices(notice: Notice) -> tuple[tuple[str, str], ...]:
    """What a citizen may answer with one tap: how satisfied they are."""
    if notice.kind not in (NoticeKind.ANSWERED, NoticeKind.CORRECTED) or notice.channel is ChannelKind.EMAIL:
        return ()
    return tuple((f"rate:{score}", words) for score, words in _SATISFIED.items())


_SATISFIED = {5: "Rất hài lòng", 4: "Hài lòng", 3: "Bình thường", 2: "Không hài lòng", 1: "Rất không hài lòng"}


def subject(case: Case, kind: NoticeKind) -> str:
    """What stands above the notice."""
    return f"{_NEWS if case.restricted else _SUBJECTS[kind]} ({case.code})"


def body(case: Case, kind: NoticeKind, words: str, link: str) -> str:
    """The notice as it is read; ``link`` opens the case and is for the citizen alone."""
    first = f"{_NEWS}." if case.restricted else f"{_SUBJECTS[kind]}."
    quoted = "" if case.restricted or not words else f"\n\n{words}"
    return (
        f"Kính gửi ông/bà,\n\n{first} Mã hồ sơ: {case.code}.{quoted}\n\n"
        f"Xem hồ sơ và trả lời tại:\n{link}\n\n"
        "Đường dẫn này mở được hồ sơ, xin đừng chuyển cho người khác. Thư được gửi tự động."
    )


def with_files(text: str, files: int) -> str:
    """Words as they are told: their files lie on the page of the case, behind the key, whatever way they go."""
    return f"{text}\n\nKèm theo {files} tệp, xem và tải được tại trang hồ sơ." if files else text


def say_only_news(work: Work, notice: Notice) -> None:
    """The case became restricted before the notice went out: its words must not."""
    case = by_id(work, notice.case_id)
    notice.subject = f"{_NEWS} ({case.code})"
    notice.body = _body(work, case, notice.kind, "")


def _body(work: Work, case: Case, kind: NoticeKind, words: str) -> str:
    return body(case, kind, words, f"{work.desk.public_url}/ho-so/{case.code}#{case_key(work, case)}")
