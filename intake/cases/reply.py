"""The written answer: drafted by one officer, approved by another, issued once and never changed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from intake.cases import evaluate, followers, limits, notices, reply_blanks, reply_files
from intake.cases.errors import NotAllowed, NotFound
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.thread import Reply, ReplyDrafter
from models.vocabulary import Action, EventType, NoticeKind, ReplyState


def save_draft(
    work: Work, case: Case, *, text: str, upload_ids: Iterable[UUID] = (), dropped: Iterable[UUID] = ()
) -> Reply:
    """Keep the draft with its files; whoever saves last is its drafter and cannot approve it."""
    step = work.allow(case, Action.DRAFT)
    words = read_text("text", text)

    reply = open_reply(work, case) or Reply(case_id=case.id, version=1)
    reply.state, reply.text, reply.saved_at = ReplyState.DRAFT, words, work.now
    reply.drafter_id = work.officer_id
    work.session.add(reply)
    _name_drafter(work, reply)
    added = reply_files.change(work, case, reply, add=upload_ids, drop=dropped)

    told: dict[str, Any] = {"file_digests": added} if added else {}
    work.record(case, step, reply=str(reply.id), text_digest=work.digest("reply", words), **told)
    limits.give_back(work, case)
    return reply


def submit_for_approval(work: Work, case: Case) -> Reply:
    """Put the draft before the leader (*trình duyệt*). Raises Impossible for gaps, or a proposal not yet examined."""
    step = work.allow(case, Action.SUBMIT)
    reply = _open(work, case)
    reply_blanks.check_filled(reply.text or "")
    reply_files.check_ready(work, reply)
    evaluate.check_answer(work, case, reply.text or "")

    reply.state = ReplyState.SUBMITTED

    work.record(case, step, reply=str(reply.id))
    return reply


def send_back(work: Work, case: Case, *, comment: str) -> Reply:
    """The leader wants it changed, and says how."""
    step = work.allow(case, Action.SEND_BACK)
    reply = _open(work, case)
    words = read_text("comment", comment)

    reply.state = ReplyState.SENT_BACK

    work.record(case, step, words, reply=str(reply.id))
    return reply


def recall(work: Work, case: Case) -> Reply:
    """Take back a draft that was put before the leader, before it is decided. Raises NotAllowed for others' drafts."""
    step = work.allow(case, Action.RECALL)
    reply = _open(work, case)
    if work.officer_id not in drafters(work, case):
        raise NotAllowed("not_drafter", "Chỉ người soạn lấy lại được dự thảo đã trình.")

    reply.state = ReplyState.DRAFT

    work.record(case, step, reply=str(reply.id))
    return reply


def approve(work: Work, case: Case) -> Reply:
    """Approve and issue in one step (*phê duyệt, ban hành*); who follows the case is answered too.

    Raises NotAllowed for one's own draft, Impossible for a proposal not yet examined.
    """
    step = work.allow(case, Action.APPROVE)
    reply = _open(work, case)
    if is_barred(work, case):
        raise NotAllowed("four_eyes", _("Người soạn không được tự phê duyệt. Xin trình lãnh đạo khác."))
    reply_files.check_ready(work, reply)
    evaluate.check_answer(work, case, reply.text or "")

    reply.state, reply.approver_id, reply.issued_at = ReplyState.ISSUED, work.officer_id, work.now
    reply.on_behalf_id = work.actor.stands_for.officer_id if work.actor.stands_for else None
    case.answered_at = work.now

    work.record(case, step, reply=str(reply.id))
    corrects = {"corrects": str(reply.corrects_id)} if reply.corrects_id else {}
    digest = work.digest("reply", reply.text or "")
    work.record(case, EventType.ISSUED, reply=str(reply.id), text_digest=digest, **corrects)
    files = [file.id for file in reply_files.of_reply(work, reply)]
    notices.tell(work, case, told_as(reply), reply.text or "", files=files)
    followers.tell_answer(work, case, reply)
    return reply


def told_as(reply: Reply) -> NoticeKind:
    """What its sender is told it is: an answer, or one that replaces an earlier one."""
    return NoticeKind.CORRECTED if reply.corrects_id else NoticeKind.ANSWERED


def open_reply(work: Work, case: Case) -> Reply | None:
    """The reply being worked on, if there is one."""
    return work.session.scalar(select(Reply).where(Reply.case_id == case.id, Reply.state != ReplyState.ISSUED))


def last_issued(work: Work, case: Case) -> Reply | None:
    """The answer the citizen has."""
    query = select(Reply).where(Reply.case_id == case.id, Reply.state == ReplyState.ISSUED)
    return work.session.scalar(query.order_by(Reply.issued_at.desc(), Reply.id.desc()).limit(1))


def drafters(work: Work, case: Case) -> frozenset[UUID]:
    """Everybody who saved the open draft; saving somebody else's words does not make them a stranger's."""
    query = select(ReplyDrafter.officer_id).join(Reply, Reply.id == ReplyDrafter.reply_id)
    return frozenset(work.session.scalars(query.where(Reply.case_id == case.id, Reply.state != ReplyState.ISSUED)))


def is_barred(work: Work, case: Case) -> bool:
    """Whether this actor, or the leader they stand in for, has drafted the open reply and so cannot approve it."""
    standing = {work.actor.stands_for.officer_id} if work.actor.stands_for else set()
    return bool(drafters(work, case) & {work.actor.officer_id, *standing})


def _name_drafter(work: Work, reply: Reply) -> None:
    """Write down once that this officer has drafted it."""
    known = ReplyDrafter.reply_id == reply.id, ReplyDrafter.officer_id == work.officer_id
    if work.session.scalar(select(ReplyDrafter.id).where(*known)) is None:
        work.session.add(ReplyDrafter(reply_id=reply.id, officer_id=work.officer_id))


def _open(work: Work, case: Case) -> Reply:
    reply = open_reply(work, case)
    if reply is None:
        raise NotFound("no_draft", _("Hồ sơ chưa có dự thảo trả lời."))
    return reply
