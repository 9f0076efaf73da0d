"""Handling in a unit: accept, return, transfer, ask the citizen, tell how far it is, note. And the citizen's side."""

from collections.abc import Iterable
from uuid import UUID

from intake.cases import enclosures, followers, lessons, limits, mentions, notices, restrict, superior, uploads
from intake.cases.errors import Impossible
from intake.cases.submission import read_text
from intake.cases.triage import unit_today
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.vocabulary import Action, CaseKind, CaseStatus, DeadlineCause, NoticeKind


def accept(work: Work, case: Case, *, kind: CaseKind | None = None) -> Case:
    """Take a case on (*thụ lý*); the officer who accepts has it. A restricted case also needs its kind."""
    if case.restricted:
        return restrict.accept(work, case, kind=kind or CaseKind.OTHER)
    step = work.allow(case, Action.ACCEPT)

    case.officer_id = work.actor.officer_id

    work.record(case, step)
    lessons.taken_on(work, case)
    return case


def send_back_to_triage(work: Work, case: Case, *, reason: str) -> Case:
    """Not ours: back to the triage desk with the reason (*trả lại*); the second time, on to the superior.

    A merged case goes back from the case it was merged into. Raises Impossible once the superior has decided.
    """
    step = work.allow(case, Action.RETURN)
    words = read_text("reason", reason)
    if case.status is CaseStatus.MERGED:
        return followers.undo(work, case, words)
    superior.count_not_ours(case, Action.RETURN)

    left = case.unit_id
    case.unit_id = case.officer_id = case.unit = case.officer = None
    case.triage_reason = N_("Cơ quan được giao đã trả lại, xem lý do trong hồ sơ.")

    work.record(case, step, words, unit=str(left))
    lessons.not_ours(work, case, left)
    limits.give_back(work, case)
    return superior.take_up(work, case, left=left) if superior.has_decided(case) else case


def transfer(work: Work, case: Case, unit_id: UUID, *, reason: str) -> Case:
    """To the unit that is competent, with the reason. The clock does not start again.

    The second "not ours" goes to the superior instead, who is told which unit was meant; then it stays decided.
    """
    step = work.allow(case, Action.TRANSFER)
    words = read_text("reason", reason)
    unit = unit_today(work, unit_id)
    decided = superior.has_decided(case)
    superior.count_not_ours(case, Action.TRANSFER)

    left = case.unit_id
    if superior.has_decided(case) and not decided:
        superior.take_up(work, case, words, left=left, suggested=unit.id)
        lessons.not_ours(work, case, left)
        limits.give_back(work, case)
        return case
    case.unit_id, case.unit = unit.id, unit
    case.officer_id = case.officer = None

    work.record(case, step, words, unit=str(unit.id), before=str(left))
    lessons.not_ours(work, case, left)
    limits.give_back(work, case)
    notices.tell(work, case, NoticeKind.ROUTED)
    return case


def ask(work: Work, case: Case, *, question: str, upload_ids: Iterable[UUID] = ()) -> Case:
    """Ask the citizen for what is missing, perhaps with a form or a picture; they answer on their tracking page."""
    step = work.allow(case, Action.ASK)
    words = read_text("question", question)

    files, digests = enclosures.attach(work, case, upload_ids)

    told = {"file_digests": digests} if digests else {}
    work.record(case, step, words, **told)
    notices.tell(work, case, NoticeKind.ASKED, words, files=files)
    return case


def answer(work: Work, case: Case, *, text: str, upload_ids: Iterable[UUID] = ()) -> Case:
    """The citizen answers; the case goes on from where the question was asked."""
    step = work.allow(case, Action.ANSWER)
    words = read_text("answer", text)

    digests = uploads.attach(work, case, upload_ids)

    work.record(case, step, words, file_digests=digests)
    limits.give_back(work, case)
    return case


def add(work: Work, case: Case, *, text: str, upload_ids: Iterable[UUID] = ()) -> Case:
    """The citizen writes more, sends a file or asks how far it is, without having been asked; nothing stands still."""
    step = work.allow(case, Action.ADD)
    words = read_text("more", text)

    digests = uploads.attach(work, case, upload_ids)

    work.record(case, step, words, file_digests=digests)
    return case


def tell_status(work: Work, case: Case, *, text: str) -> Case:
    """Tell the citizen how far it is: their right (Điều 12.2), and every 7 days once it is late (TT 02/2017)."""
    step = work.allow(case, Action.TELL_STATUS)
    words = read_text("text", text)

    work.record(case, step, words)
    notices.tell(work, case, NoticeKind.STATUS, words)
    return case


def note(work: Work, case: Case, *, text: str) -> Case:
    """A note for colleagues, who may be named in it with ``@``; the citizen never sees it. Raises Invalid."""
    step = work.allow(case, Action.NOTE)
    words = read_text("note", text)
    named = mentions.named_in(work, case, words)

    work.record(case, step, words)
    mentions.tell(work, case, named)
    return case


def withdraw(work: Work, case: Case, *, reason: str | None = None) -> Case:
    """The citizen takes their feedback back, and need not say why."""
    step = work.allow(case, Action.WITHDRAW)
    words = read_text("reason", reason) if reason and reason.strip() else None

    case.answered_at = work.now

    work.record(case, step, words)
    limits.give_back(work, case)
    followers.let_go(work, case)
    return case


def reopen(work: Work, case: Case, *, reason: str) -> Case:
    """The citizen is not satisfied: once, the answer goes back to the unit, with a new limit from today."""
    step = work.allow(case, Action.REOPEN)
    words = read_text("reason", reason)
    if case.reopened:
        raise Impossible("reopened_already", _("Hồ sơ này đã được xem lại một lần. Ông/bà có thể gửi phản ánh mới."))

    case.reopened += 1
    case.officer_id = case.officer = case.answered_at = None

    work.record(case, step, words)
    limits.set_deadline(work, case, cause=DeadlineCause.REOPENED, counted_from=work.now)
    return case
