"""Correcting an answer that was issued: its text stays, a new version of it is drafted, approved and issued.

It knows which answers a later one has replaced. Drafting and approving the new version is the same as for any reply.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from intake.cases import access, limits, reply_files
from intake.cases import reply as replies
from intake.cases.attachments import FileView
from intake.cases.errors import NotFound
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.thread import Reply, ReplyDrafter
from models.vocabulary import Action, DeadlineCause, ReplyState


@dataclass(frozen=True, slots=True)
class ReplacedView:
    """An answer that was issued once and that a correction has replaced, with the files that went with it."""

    text: str
    issued_at: datetime
    replaced_at: datetime
    files: list[FileView] = field(default_factory=list)


def correct(work: Work, case: Case, *, reason: str) -> Reply:
    """The leader has it corrected, and the citizen reads why. What was published is taken back until it is confirmed
    anew; the new version begins with the words, files and drafters of the one it corrects."""
    step = work.allow(case, Action.CORRECT)
    words = read_text("reason", reason)
    wrong = replies.last_issued(work, case)
    if wrong is None:
        raise NotFound("no_answer", _("Hồ sơ chưa có văn bản trả lời để đính chính."))

    draft = _next_version(work, wrong)
    case.answered_at = None

    work.record(case, step, words, reply=str(draft.id), corrects=str(wrong.id))
    limits.set_deadline(work, case, cause=DeadlineCause.REOPENED, counted_from=work.now)
    return draft


def replaced(work: Work, case: Case) -> list[ReplacedView]:
    """The answers that were replaced, the latest first, as this actor may read them."""
    new, old = aliased(Reply), aliased(Reply)
    query = select(old, new.issued_at).join(new, new.corrects_id == old.id).where(old.case_id == case.id)
    rows = work.session.execute(query.where(new.issued_at.is_not(None)).order_by(new.issued_at.desc())).all()
    return [
        ReplacedView(
            access.shown_text(work.actor, reply.text or ""),
            reply.issued_at,
            replaced_at,
            reply_files.of_reply(work, reply) if access.sees_identity(work.actor) else [],
        )
        for reply, replaced_at in rows
        if reply.issued_at and replaced_at
    ]


def is_under_way(work: Work, case: Case) -> bool:
    """Whether the answer the citizen has is being corrected."""
    query = select(Reply.id).where(Reply.case_id == case.id, Reply.state != ReplyState.ISSUED)
    return work.session.scalar(query.where(Reply.corrects_id.is_not(None))) is not None


def _next_version(work: Work, wrong: Reply) -> Reply:
    draft = Reply(
        case_id=wrong.case_id,
        state=ReplyState.DRAFT,
        drafter_id=wrong.drafter_id,
        saved_at=work.now,
        version=wrong.version + 1,
        corrects_id=wrong.id,
    )
    draft.text = wrong.text
    work.session.add(draft)
    work.session.flush()
    drafters = work.session.scalars(select(ReplyDrafter.officer_id).where(ReplyDrafter.reply_id == wrong.id)).all()
    reply_files.carry_over(work, wrong, draft)
    work.session.add_all(ReplyDrafter(reply_id=draft.id, officer_id=officer_id) for officer_id in drafters)
    return draft
