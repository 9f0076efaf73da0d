"""What a citizen reads about their case: what happened, what is next, until when and why, what they can do."""

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intake.cases import (
    access,
    attachments,
    correct,
    erasing,
    evaluate,
    followers,
    identity,
    limits,
    reply_files,
    timeline,
)
from intake.cases import reply as replies
from intake.cases.attachments import FileView
from intake.cases.correct import ReplacedView
from intake.cases.erasing import Erased
from intake.cases.errors import NotFound
from intake.cases.keys import case_key
from intake.cases.timeline import Entry
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.thread import Rating
from models.vocabulary import (
    Action,
    CaseKind,
    CaseStatus,
    Certainty,
    Department,
    EventType,
    Finding,
    Outcome,
    Role,
)
from routing import lifecycle
from routing.case_code import read_code, read_key
from routing.dates import local_day, say_day


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """By when, why, and how sure we are of the rule. ``due`` is an instant in UTC."""

    due: datetime
    explanation: str
    rule: str
    basis: str
    certainty: Certainty
    provisional: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The issued answer, the citizen's rating of it, and the earlier ones it replaces."""

    text: str
    issued_at: datetime
    score: int | None
    comment: str | None
    replaced: list[ReplacedView] = field(default_factory=list)
    files: list[FileView] = field(default_factory=list)
    being_corrected: bool = False


@dataclass(frozen=True, slots=True)
class PartView:
    """A case split from this one, with the key that opens it: its sender is the same."""

    code: str
    key: str


@dataclass(frozen=True, slots=True)
class ExaminedView:
    """What the examination of a proposal found; who examined it is not the citizen's to know."""

    finding: Finding
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Tracking:
    """One case as its sender sees it."""

    code: str
    version: int
    status: CaseStatus
    kind: CaseKind | None
    classification: str
    content: str
    received_at: datetime
    unit: str | None
    department: Department | None
    deadline: DeadlineView | None
    timeline: list[Entry]
    question: str | None
    answer: AnswerView | None
    ended_with: str | None
    files: list[FileView]
    told_files: list[FileView]
    actions: tuple[Action, ...]
    missing: tuple[str, ...]
    public: bool
    parts: list[PartView] = field(default_factory=list)
    evaluation: ExaminedView | None = None
    external_code: str | None = None
    erased: Erased | None = None

    @property
    def is_open(self) -> bool:
        return self.status in lifecycle.OPEN_STATUSES


def find(work: Work, typed_code: str, typed_key: str) -> Case:
    """The case a code and key open. Raises the same NotFound whether the code or the key is wrong."""
    code = read_code(typed_code)
    query = select(Case).where(Case.code == code).options(joinedload(Case.citizen), joinedload(Case.unit))
    case = work.session.scalar(query) if code else None
    if case is None or not _same(case_key(work, case), read_key(typed_key)):
        raise NotFound("code_or_key_wrong", _("Mã hồ sơ hoặc mã bí mật chưa đúng. Xin xem lại biên nhận."))
    return case


def tracking(work: Work, case: Case) -> Tracking:
    """Everything the citizen's page shows of a case that the actor may see."""
    entries = timeline.for_citizen(work, case)
    waiting = case.status is CaseStatus.AWAITING_CITIZEN
    question = next((e.quote for e in entries if e.event == "asked"), None) if waiting else None
    merged = case.status is CaseStatus.MERGED
    return Tracking(
        code=case.code,
        version=case.version,
        status=case.status,
        kind=None if case.restricted else case.kind,
        classification=_classification(case),
        content=case.content,
        received_at=case.received_at,
        unit=case.unit.name if case.unit else None,
        department=case.unit.department if case.unit else None,
        deadline=_told_deadline(work, case),
        timeline=entries,
        question=question,
        answer=_shared_answer(work, case) if merged else answer(work, case),
        ended_with=_shared_end(work, case) if merged else _end(entries),
        files=attachments.files(work, case),
        told_files=attachments.told(work, case) if access.sees_identity(work.actor) else [],
        actions=_actions(case),
        missing=identity.given(case.citizen).missing,
        public=access.is_public(case),
        parts=_parts(work, case, entries),
        evaluation=_examined(work, case, entries),
        external_code=case.external_code,
        erased=erasing.of_case(work, case),
    )


def current_deadline(work: Work, case: Case) -> DeadlineView | None:
    """The deadline that runs; while its clock stands still, as it would be if the citizen answered now."""
    row = limits.current(work, case)
    if row is None:
        return None
    if paused := limits.if_answered_now(work, case, row):
        words = paused.sentence
        return DeadlineView(paused.due, words, paused.rule, paused.basis, paused.certainty, row.provisional)
    return DeadlineView(row.due_at, row.sentence, row.rule, row.basis, row.certainty, row.provisional)


def _told_deadline(work: Work, case: Case) -> DeadlineView | None:
    """The deadline for the citizen; its legal basis would tell the machine's suspicion before a person decided."""
    view = current_deadline(work, case)
    if view is None or not case.restricted or case.kind is not None:
        return view
    plain = _("Cơ quan xem xét và báo lại trước hết ngày {day}").format(day=say_day(local_day(view.due)))
    return replace(view, explanation=plain, rule="", basis="")


def answer(work: Work, case: Case) -> AnswerView | None:
    issued = replies.last_issued(work, case)
    if issued is None or issued.issued_at is None:
        return None
    rating = work.session.scalar(select(Rating).where(Rating.reply_id == issued.id))
    return AnswerView(
        text=access.shown_text(work.actor, issued.text or ""),
        issued_at=issued.issued_at,
        score=rating.score if rating else None,
        comment=access.shown_text(work.actor, rating.comment) if rating else None,
        replaced=correct.replaced(work, case) if issued.corrects_id else [],
        files=reply_files.of_reply(work, issued) if access.sees_identity(work.actor) else [],
        being_corrected=case.status not in lifecycle.ANSWERED_STATUSES and correct.is_under_way(work, case),
    )


def _shared_answer(work: Work, case: Case) -> AnswerView | None:
    """The answer of the case this one was merged into, without anything that tells who its sender is."""
    main = followers.main_case(work, case)
    issued = replies.last_issued(work, main)
    if issued is None or issued.issued_at is None:
        return None
    return AnswerView(followers.for_others(main, issued.text or ""), issued.issued_at, score=None, comment=None)


def _shared_end(work: Work, case: Case) -> str | None:
    main = followers.main_case(work, case)
    words = _end(timeline.for_citizen(work, main))
    return followers.for_others(main, words) if words else None


def _end(entries: list[Entry]) -> str | None:
    """The words with which a case ended without an answer."""
    return next((entry.quote for entry in entries if entry.event in _ENDINGS), None)


_ENDINGS = (EventType.REFUSED, EventType.GUIDED, EventType.HANDED_OVER)


def _parts(work: Work, case: Case, entries: list[Entry]) -> list[PartView]:
    if not any(entry.event is EventType.SPLIT for entry in entries):
        return []
    return [PartView(part.code, case_key(work, part)) for part in work.session.scalars(access.parts_of(case))]


def _examined(work: Work, case: Case, entries: list[Entry]) -> ExaminedView | None:
    if case.restricted or not any(entry.event is EventType.EVALUATED for entry in entries):
        return None
    latest = evaluate.latest(work, case)
    return ExaminedView(latest.finding, latest.outcome) if latest else None


def _classification(case: Case) -> str:
    if case.status is CaseStatus.RECEIVED:
        return "pending"
    return "triage" if case.status is CaseStatus.TRIAGE else "done"


def _actions(case: Case) -> tuple[Action, ...]:
    if case.erased_at is not None:
        return ()
    path = lifecycle.path_of(restricted=case.restricted)
    possible = lifecycle.actions(path, case.status, frozenset({Role.CITIZEN}), case.kind)
    spent = {Action.REOPEN: case.reopened > 0, Action.COMPLETE: not identity.given(case.citizen).missing}
    return tuple(action for action in possible if not spent.get(action))


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())
