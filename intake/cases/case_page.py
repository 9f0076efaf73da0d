"""What an officer reads of one case: the text, who wrote, the machine's proposal, the deadline, everything that
happened, the draft, and which actions the lifecycle gives them now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from intake.cases import (
    access,
    attachments,
    chatting,
    chosen,
    deliveries,
    erasing,
    evaluate,
    followers,
    holding,
    limits,
    organisation,
    proposal,
    related,
    reply_files,
    succession,
    superior,
    timeline,
    tracking,
    triage,
)
from intake.cases import reply as replies
from intake.cases.attachments import FileView
from intake.cases.chosen import ChosenView
from intake.cases.deliveries import Delivery
from intake.cases.erasing import Erased
from intake.cases.holding import OfficerOption
from intake.cases.letters import issuing, reading
from intake.cases.letters.reading import LetterView
from intake.cases.proposal import ProposalView, UnitOption
from intake.cases.queues import Row, row_of
from intake.cases.reception.record import ReceptionView, record_of
from intake.cases.related import Related
from intake.cases.timeline import Entry
from intake.cases.tracking import AnswerView, DeadlineView
from intake.cases.work import Work
from models.case import Case
from models.evaluation import Evaluation
from models.history import AccessLog
from models.organisation import Officer
from models.vocabulary import ELECTRONIC, Action, CaseKind, ReplyState
from routing import lifecycle
from routing.classifier.evidence import Run
from routing.deadlines import DeadlineResult
from routing.duties import passed_on_by
from routing.watching import AT_TRIAGE


@dataclass(frozen=True, slots=True)
class SenderView:
    """Who wrote, as far as they told."""

    name: str | None
    phone: str | None
    email: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """The reply being worked on."""

    text: str
    state: ReplyState
    drafter: str
    mine: bool
    saved_at: datetime
    files: list[FileView]


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case for one officer. ``sender`` is None for whoever may not know who wrote."""

    row: Row
    version: int
    content: str
    letter: list[Run]
    sender: SenderView | None
    triage_reason: str | None
    deadline: DeadlineView | None
    transfer_by: DeadlineResult | None
    proposal: ProposalView | None
    entries: list[Entry]
    files: list[FileView]
    told_files: list[FileView]
    draft: DraftView | None
    answer: AnswerView | None
    actions: tuple[Action, ...]
    units: list[UnitOption]
    heirs: list[UnitOption]
    keepers: list[OfficerOption]
    unit_id: UUID | None
    publish_consent: bool
    public: bool
    related: list[Related]
    similar: list[Related]
    earlier: list[Related]
    parts: list[str]
    evaluation: Evaluation | None
    followers: int
    external_code: str | None
    not_ours: int
    reception: ReceptionView | None
    deliveries: list[Delivery]
    letters: list[LetterView]
    chat: bool
    chosen: ChosenView | None
    identity_kept: bool
    erased: Erased | None


def case_page(work: Work, case: Case) -> CasePage:
    """Everything on the page of a case this officer may see."""
    named = access.sees_identity(work.actor)
    able, told = actions(work, case), deliveries.of_case(work, case)
    if not any(one.again for one in told):
        able = tuple(action for action in able if action is not Action.RESEND)
    units = [UnitOption(unit.id, unit.name, unit.department) for unit in organisation.units_today(work)]
    proposed = proposal.of_case(work, case, units)
    content = access.shown_text(work.actor, case.content, of=case)
    return CasePage(
        parts=proposal.parts(case) if Action.SPLIT in able else [],
        row=row_of(work, case),
        version=case.version,
        content=content,
        letter=proposal.marked_letter(content, proposed if Action.ASSIGN in able else None),
        sender=_sender(case) if access.knows_sender(work.actor, case) else None,
        triage_reason=case.triage_reason,
        deadline=tracking.current_deadline(work, case),
        transfer_by=_transfer_by(work, case),
        proposal=proposed,
        entries=timeline.for_officer(work, case),
        files=attachments.files(work, case) if named else [],
        told_files=attachments.told(work, case) if named else [],
        draft=_draft(work, case) if named else None,
        answer=tracking.answer(work, case),
        actions=able,
        units=units,
        heirs=_heirs(work, case),
        keepers=holding.keepers(work) if Action.HAND_TO in able else [],
        unit_id=case.unit_id,
        publish_consent=case.publish_consent,
        public=access.is_public(case),
        related=related.related(work, case),
        similar=related.similar(work, case) if Action.MERGE in able else [],
        earlier=related.by_the_same_sender(work, case),
        evaluation=evaluate.latest(work, case) if case.kind is CaseKind.REGULATION else None,
        followers=followers.count(work, case),
        external_code=case.external_code,
        not_ours=case.not_ours,
        reception=record_of(work, case),
        deliveries=told,
        letters=reading.letters(work, case),
        chat=chatting.is_there(work, case),
        chosen=chosen.of_case(work, case) if named else None,
        identity_kept=case.identity_kept,
        erased=erasing.of_case(work, case),
    )


def actions(work: Work, case: Case) -> tuple[Action, ...]:
    """What this officer may do now, by the lifecycle.

    Publishing needs consent, four eyes need another drafter, only a drafter takes a draft back, only a leader gives
    away what somebody else has, and what the superior has decided is not passed on; an answer gets one letter.
    """
    if case.erased_at is not None:
        return ()
    roles = work.actor.roles_on(case.unit_id, case.desk_id)
    path = lifecycle.path_of(restricted=case.restricted)
    possible = lifecycle.actions(path, case.status, roles, case.kind)
    if succession.may_take_over(work, case):
        possible += (Action.TAKE_OVER,) if Action.TAKE_OVER not in possible else ()
    else:
        possible = tuple(action for action in possible if action is not Action.TAKE_OVER)
    return tuple(
        action
        for action in possible
        if superior.may_pass_on(case, action)
        and not (action is Action.PUBLISH and not case.publish_consent)
        and not (action is Action.APPROVE and replies.is_barred(work, case))
        and not (action is Action.RECALL and not _drafted_by_actor(work, case))
        and not (action is Action.TAKE_BACK and not triage.may_take_back(work, case))
        and not (action is Action.HAND_TO and not holding.may_hand(work, case))
        and not (action is Action.ISSUE_LETTER and not _lacks_letter(work, case))
    )


def log_view(work: Work, case: Case, what: str) -> None:
    """Note who viewed the case, apart from its history."""
    work.session.add(AccessLog(at=work.now, case_id=case.id, officer_id=work.officer_id, what=what))


def _transfer_by(work: Work, case: Case) -> DeadlineResult | None:
    """By when a case at the triage desk must be passed on, and why."""
    running = limits.current(work, case)
    if running is None or case.restricted or case.status not in AT_TRIAGE:
        return None
    electronic = case.channel in ELECTRONIC
    return passed_on_by(case.kind, running.counted_from, work.desk.rulebook, electronic=electronic)


def _heirs(work: Work, case: Case) -> list[UnitOption]:
    """Who carries on the unit that holds the case, once it has ended."""
    if case.unit_id is None or not succession.has_ended(case.unit, work.today):
        return []
    return [UnitOption(unit.id, unit.name, unit.department) for unit in organisation.successors_of(work, case.unit_id)]


def _sender(case: Case) -> SenderView:
    citizen = case.citizen
    return SenderView(citizen.name, citizen.phone, citizen.email, citizen.address)


def _draft(work: Work, case: Case) -> DraftView | None:
    reply = replies.open_reply(work, case)
    if reply is None:
        return None
    drafter = work.session.scalar(select(Officer.name).where(Officer.id == reply.drafter_id)) or ""
    mine = reply.drafter_id == work.actor.officer_id
    files = reply_files.of_reply(work, reply)
    return DraftView(reply.text or "", reply.state, drafter, mine, reply.saved_at, files)


def _lacks_letter(work: Work, case: Case) -> bool:
    """Whether the answer the citizen has is not on paper yet."""
    issued = replies.last_issued(work, case)
    return issued is not None and not issuing.is_issued(work, issued)


def _drafted_by_actor(work: Work, case: Case) -> bool:
    return work.actor.officer_id in replies.drafters(work, case)
