"""The copy of their own data that a citizen may ask for: all that is kept about them in one case.

It holds what they told, what was said to them and where it went; nothing an officer wrote for colleagues, and nobody
else's data. Keys are English, values as they are kept, instants in UTC.
"""

import json
from typing import Any

from sqlalchemy import select

from intake.cases import access, chosen, consents, conversations, data_requests, identity, reach, receipts, tracking
from intake.cases.tracking import Tracking
from intake.cases.work import Work
from models.case import Case
from models.conversation import ChatLine
from models.languages import _
from models.notice import Notice
from models.vocabulary import Labelled, NoticeKind
from routing.dates import say_moment

Copy = dict[str, Any]


def copy_of(work: Work, case: Case) -> Copy:
    """Everything of the holder of this case; whether it may be fetched was asked before."""
    return _copy(work, case, tracking.tracking(work, case))


def _copy(work: Work, case: Case, view: Tracking) -> Copy:
    told, answer = identity.given(case.citizen), view.answer
    return {
        "code": case.code,
        "made_at": work.now.isoformat(),
        "received_at": case.received_at.isoformat(),
        "channel": case.channel.value,
        "status": view.status.value,
        "unit": view.unit,
        "sender": {"name": told.name, "phone": told.phone, "email": told.email, "address": told.address},
        "content": view.content,
        "place": case.place,
        "chosen": _chosen(work, case),
        "publication_consent": case.publish_consent,
        "consents": [
            {"at": one.at.isoformat(), "purpose": one.purpose.value, "edition": one.edition, "wording": one.wording}
            for one in consents.given(work, case)
        ],
        "identity_kept": case.identity_kept,
        "told_by": reach.chosen(work, case),
        "files": [{"name": one.name, "media_type": one.media_type, "bytes": one.size} for one in view.files],
        "timeline": [{"at": one.at.isoformat(), "text": one.text, "words": one.quote} for one in view.timeline],
        "answer": answer and {"issued_at": answer.issued_at.isoformat(), "text": answer.text},
        "rating": answer and answer.score and {"score": answer.score, "comment": answer.comment},
        "notices": _notices(work, case),
        "conversation": _conversation(work, case),
        "data_requests": [
            {
                "asked_at": one.asked_at.isoformat(),
                "wanted": one.wanted.value,
                "state": one.state.value,
                "due_at": one.due_at.isoformat(),
                "basis": one.basis,
            }
            for one in data_requests.of_case(work, case)
        ],
    }


def as_json(copy: Copy) -> bytes:
    """The copy for a machine."""
    return json.dumps(copy, ensure_ascii=False, indent=2).encode()


def as_text(work: Work, case: Case) -> bytes:
    """The copy for a reader: plain text that every phone opens, with a mark of its encoding."""
    view = tracking.tracking(work, case)
    copy = _copy(work, case, view)
    sender, told_by = copy["sender"], copy["told_by"]
    none = _("(không có)")
    parts = [
        (_("Bản sao dữ liệu cá nhân của hồ sơ {code}").format(code=case.code), say_moment(work.now)),
        (_("Họ và tên"), sender["name"]),
        (_("Số điện thoại"), sender["phone"]),
        (_("Thư điện tử"), sender["email"]),
        (_("Địa chỉ"), sender["address"]),
        (_("Điều ông/bà đã gửi"), view.content),
        (_("Nơi xảy ra"), case.place),
        (_("Điều ông/bà đã chọn"), _chosen_words(copy["chosen"])),
        (_("Đồng ý công khai"), _("có") if case.publish_consent else _("không")),
        (_("Lời đã đồng ý"), "\n".join(one["wording"] for one in copy["consents"])),
        (_("Giữ kín danh tính với đơn vị giải quyết"), _("có") if case.identity_kept else _("không")),
        (_("Cách nhận tin báo"), _(told_by.label) if told_by else ""),
        (_("Tệp kèm theo"), "\n".join(one.name for one in view.files)),
        (_("Văn bản trả lời"), view.answer.text if view.answer else ""),
        (_("Những việc đã diễn ra"), "\n".join(_line(one.at, one.text, one.quote) for one in view.timeline)),
        (_("Tin đã gửi cho ông/bà"), "\n".join(f"{one['at']} {one['to']} {one['subject']}" for one in copy["notices"])),
        (_("Trò chuyện"), "\n".join(f"{one['at']} {one['speaker']}: {one['text']}" for one in copy["conversation"])),
    ]
    told = "\n\n".join(f"{title}\n{'-' * len(title)}\n{value or none}" for title, value in parts)
    return ("\N{BYTE ORDER MARK}" + told + "\n").encode()


def _line(at: Any, text: str, quote: str | None) -> str:
    return f"{say_moment(at)}: {text}" + (f" – {quote}" if quote else "")


def _chosen(work: Work, case: Case) -> dict[str, str | None]:
    found = chosen.of_case(work, case)
    if found is None:
        return {}
    return {
        "kind": found.kind,
        "field": found.field,
        "department": found.department,
        "procedure": found.procedure,
        "position": found.position.written if found.position else None,
    }


def _chosen_words(chosen: dict[str, str | None]) -> str:
    """The choices a line each, those of our vocabulary by their label."""
    return "\n".join(_(value.label) if isinstance(value, Labelled) else value for value in chosen.values() if value)


def _notices(work: Work, case: Case) -> list[dict[str, str | None]]:
    rows = work.session.scalars(select(Notice).where(Notice.case_id == case.id).order_by(Notice.created_at, Notice.id))
    came = receipts.of_notices(work, case)
    return [
        {
            "at": one.created_at.isoformat(),
            "channel": one.channel.value,
            "to": case.citizen.email if one.to == case.citizen.email else one.channel.value,
            "subject": one.subject,
            "body": one.body,
            "state": one.state.value,
            "receipt": came[one.id][0].value if one.id in came else None,
        }
        for one in rows
        if one.kind is not NoticeKind.ALERT  # that went to an office
    ]


def _conversation(work: Work, case: Case) -> list[dict[str, str]]:
    """The lines that led to this case; those that led to others are in the copies of those."""
    talk = conversations.of_case(work, case.id)
    if talk is None:
        return []
    filed = access.filed_in(talk.id).where(Case.received_at < case.received_at)
    earlier = [one.received_at for one in work.session.scalars(filed)]
    lines = select(ChatLine).where(ChatLine.conversation_id == talk.id, ChatLine.at <= case.received_at)
    if earlier:
        lines = lines.where(ChatLine.at > max(earlier))
    return [
        {"at": one.at.isoformat(), "speaker": one.speaker.value, "text": one.text or ""}
        for one in work.session.scalars(lines.order_by(ChatLine.seq))
    ]
