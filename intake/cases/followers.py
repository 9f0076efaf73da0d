"""Cases that follow another: merged into it, their senders get its answer, and never learn whose it is.

It finds them, tells them, and lets them go when the case they follow can no longer answer for them. Merging itself
is done in ``merge``.
"""

import re

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from intake.cases import access, limits, notices
from intake.cases.work import Work
from models.case import Case, CaseLink
from models.languages import N_
from models.thread import Reply
from models.vocabulary import Action, CaseStatus, EventType, LinkKind, NoticeKind
from routing.redaction import find_personal, redact


def main_case(work: Work, case: Case) -> Case:
    """The case that answers for this one: itself, or the one it was merged into, however often."""
    while case.status is CaseStatus.MERGED:
        query = access.main_of(case).options(joinedload(Case.citizen), joinedload(Case.unit))
        case = work.session.scalars(query).one()
    return case


def tell_answer(work: Work, main: Case, reply: Reply) -> None:
    """Give the answer just issued to everybody who follows this case, each on their own channel."""
    words = for_others(main, reply.text or "")
    for case in _everybody(work, main):
        answered(work, case, reply, words)


def answered(work: Work, case: Case, reply: Reply, words: str) -> None:
    """Write on a merged case that the shared answer is there, and tell its sender."""
    work.by_itself().record(case, EventType.ISSUED, shared=True, text_digest=work.digest("reply", reply.text or ""))
    notices.tell(work, case, NoticeKind.CORRECTED if reply.corrects_id else NoticeKind.ANSWERED, words)


def tell_end(work: Work, main: Case, kind: NoticeKind, words: str) -> None:
    """Tell everybody who follows this case that it ended without an answer, and in which words."""
    for case in _everybody(work, main):
        notices.tell(work, case, kind, for_others(main, words))


def let_go(work: Work, main: Case) -> None:
    """Give the cases merged into this one back to triage, because it will not answer for them."""
    itself = work.by_itself()
    for case in _directly(work, main):
        undo(itself, case)


def undo(work: Work, case: Case, reason: str | None = None) -> Case:
    """Out of the case it was merged into, back to triage, under the calendar of today."""
    step = work.allow(case, Action.RETURN)

    work.session.execute(delete(CaseLink).where(CaseLink.case_id == case.id, CaseLink.kind == LinkKind.MERGED_INTO))
    case.unit_id = case.officer_id = case.unit = case.officer = case.answered_at = None
    case.triage_reason = N_("Không còn giải quyết chung với hồ sơ khác, cần phân loại lại.")

    work.record(case, step, reason, alone=True)
    limits.catch_up(work, case)
    return case


def for_others(main: Case, words: str) -> str:
    """Words written for one sender as another may read them: without anything that tells who the first one is."""
    hidden = redact(words, find_personal(words))
    citizen = main.citizen
    for known in (citizen.name, citizen.phone, citizen.email, citizen.address):
        if known:
            hidden = re.sub(re.escape(known), "[…]", hidden, flags=re.IGNORECASE)
    return hidden


def count(work: Work, main: Case) -> int:
    """How many senders will get this case's answer beside its own."""
    ids = select(CaseLink.case_id).where(CaseLink.other_id == main.id, CaseLink.kind == LinkKind.MERGED_INTO)
    return len(work.session.scalars(ids).all())


def _everybody(work: Work, main: Case) -> list[Case]:
    found, unread = [], [main]
    while unread:
        direct = _directly(work, unread.pop())
        found += direct
        unread += direct
    return found


def _directly(work: Work, main: Case) -> list[Case]:
    query = access.merged_into(main).options(joinedload(Case.citizen), joinedload(Case.unit), joinedload(Case.officer))
    return list(work.session.scalars(query.with_for_update(of=Case)))
