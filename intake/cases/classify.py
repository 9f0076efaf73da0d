"""Acting on the machine's decision: to a unit when it is sure, to a person when it is not, to one desk when it
may be a complaint or a denunciation.

The decision itself is made outside any transaction; here it is only written down and followed.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from intake.cases import accusing, chosen, jobs, limits, notices, organisation, procedures, restrict, thresholds
from intake.cases.errors import Impossible
from intake.cases.jobs import Claimed
from intake.cases.ports import Decider
from intake.cases.work import Desk, Work, by_id
from models.case import Case
from models.languages import N_
from models.vocabulary import Action, CaseKind, CaseStatus, DeadlineCause, EventType, NoticeKind
from routing.competence import Competence, competent_unit
from routing.decision import Decision
from routing.knowing import Knowledge, completed
from routing.lifecycle import RESTRICTED_KINDS
from routing.reorganisation.resolution import Resolution
from routing.text import fold

IN_WORDS = ("reasons", "trace", "unit_reason", "place", "places", "evidence")
"""Parts of a proposal that may echo the citizen's words: kept sealed in the thread, never in an event."""

_CHOSE_OTHERWISE = N_("Người gửi chọn loại hoặc cơ quan khác với máy: cần cán bộ xem.")


def run(desk: Desk, decider: Decider, job: Claimed) -> None:
    """Classify the case of this job."""
    with desk.look() as work:
        content = work.session.get_one(Case, job.case_id).content
        known = knowledge(work)

    decision = completed(decider.decide(content), content, known)

    with desk.work() as work:
        if job.case_id is not None:
            apply(work, by_id(work, job.case_id), decision)
        jobs.finish(work, job)


def knowledge(work: Work) -> Knowledge:
    """What this office knows beside the classifier."""
    communes = frozenset(unit.commune for unit in organisation.views_today(work) if unit.commune)
    reader = work.desk.places
    return Knowledge(communes, procedures.known(work), thresholds.in_force(work), reader.today if reader else None)


def apply(work: Work, case: Case, decision: Decision) -> Case:
    """Write the decision on a received case and take it where it leads. Does nothing if a person was faster."""
    if case.status is not CaseStatus.RECEIVED:
        return case
    step = work.allow(case, Action.CLASSIFY)
    decision = decision.kept_close() if case.may_accuse else decision

    work.read_heads([case])
    competence = competence_today(work, decision, case.place, case.content)
    other = chosen.differs(work, case, decision.kind, competence.department)

    if decision.restricted or decision.kind is not CaseKind.PRAISE:
        accusing.keep_from_the_named(work, case)
    case.proposal = _record(decision, competence)
    facts = {name: value for name, value in case.proposal.items() if name not in IN_WORDS}
    case.field = decision.field
    case.place = case.place or decision.place
    work.record(case, step, "\n".join((*case.proposal["reasons"], competence.reason)), decision=facts)
    if decision.restricted and _kept_by_a_desk(work, case, decision.kind):
        return case
    case.keep_open(case.content, fold(case.content))
    may_go_on = decision.auto and not (other or decision.restricted or decision.kind in RESTRICTED_KINDS)
    if may_go_on and competence.unit_id is not None:
        _route(work, case, decision, competence)
    else:
        case.triage_reason = _CHOSE_OTHERWISE if decision.auto and other else _why_a_person(decision, competence)
    return case


def competence_today(
    work: Work, decision: Decision, place: str | None, text: str, old_names: Sequence[Resolution] | None = None
) -> Competence:
    """Which of today's units the decision leads to. ``place`` is what the sender wrote as the scene, or agreed to."""
    units = organisation.views_today(work)
    found = competent_unit(decision, units, work.today, place=place, text=text, named=old_names)
    named = decision.places.for_competence
    if found.unit_id is None and named is not None and named.today and place in (None, "", named.name):
        renamed = competent_unit(replace(decision, place=named.today), units, work.today, text=text, named=old_names)
        return renamed if renamed.unit_id else found
    return found


def give_up(work: Work, case: Case, why: str) -> Case:
    """The decision could not be made: a person takes over, with the reason. ``why`` names the fault, no text."""
    if case.status is not CaseStatus.RECEIVED:
        return case
    accusing.keep_from_the_named(work, case)
    leave_to_a_person(work, case, why)
    if not (case.may_accuse and _kept_by_a_desk(work, case)):
        case.keep_open(case.content, fold(case.content))
    return case


def leave_to_a_person(work: Work, case: Case, why: str) -> Case:
    """To triage as it is, without a look at its words; they stay sealed as they came."""
    if case.status is not CaseStatus.RECEIVED:
        return case
    step = work.allow(case, Action.CLASSIFY)

    case.triage_reason = N_("Máy chưa phân loại được hồ sơ này, cần cán bộ phân loại.")

    work.record(case, step, fault=why)
    return case


def _kept_by_a_desk(work: Work, case: Case, suspected: CaseKind | None = None) -> bool:
    """Whether a restricted desk has it now; without one that the text does not name, a person must choose."""
    try:
        restrict.restrict(work, case, suspected=suspected)
    except Impossible:
        return False
    return True


def _route(work: Work, case: Case, decision: Decision, competence: Competence) -> None:
    case.kind = decision.kind
    work.record(case, EventType.ROUTED, unit=str(competence.unit_id), reason=competence.reason)
    limits.set_deadline(work, case, cause=DeadlineCause.CLASSIFIED)
    step = work.allow(case, Action.ASSIGN)
    case.unit_id = competence.unit_id
    work.record(case, step, unit=str(competence.unit_id))
    notices.tell(work, case, NoticeKind.ROUTED)


def _record(decision: Decision, competence: Competence) -> dict[str, Any]:
    """Decision and competence as plain JSON, for the timeline and the triage card."""
    unit = str(competence.unit_id) if competence.unit_id else None
    return decision.as_record() | {
        "reasons": [*decision.reasons, *competence.names],
        "unit": unit,
        "unit_reason": competence.reason,
        "trace": list(competence.trace),
    }


def _why_a_person(decision: Decision, competence: Competence) -> str:
    if decision.restricted:
        return N_("Có thể là khiếu nại hoặc tố cáo, nhưng cơ quan giữ hồ sơ hạn chế cũng được nhắc đến: cần chọn ngay.")
    if decision.urgent:
        return N_("Có thể là việc khẩn cấp, cần cán bộ xem ngay.")
    if decision.mixed:
        return N_("Nội dung có thể gồm nhiều việc của nhiều cơ quan: cần xem có phải tách hồ sơ không.")
    if competence.unit_id is None:
        return competence.reason
    return N_("Máy chưa đủ chắc chắn về loại hoặc cơ quan có thẩm quyền.")
