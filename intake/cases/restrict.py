"""Restricted cases: a possible complaint or denunciation is kept for one desk that is not itself accused.

The content is sealed and leaves every index the moment a case is restricted. Only a person of that desk says
what it is, or that it is not restricted after all.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from intake.cases import desks, followers, lessons, limits, organisation
from intake.cases.errors import FieldError, Impossible, Invalid
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Accused, Case
from models.languages import N_, _
from models.organisation import Unit
from models.vocabulary import Action, CaseKind, DeadlineCause
from routing.lifecycle import RESTRICTED_KINDS
from routing.named import named_units
from routing.text import fold


def restrict(
    work: Work,
    case: Case,
    *,
    suspected: CaseKind | None = None,
    accused_units: Collection[UUID] = (),
    note: str | None = None,
) -> Case:
    """Take a case out of everybody's sight but one desk's. Raises Impossible if every desk is accused."""
    step = work.allow(case, Action.RESTRICT)
    accused, desk_id = _kept_from(work, case, _existing(work, accused_units))

    work.session.add_all(Accused(case=case, unit_id=unit_id) for unit_id in accused - _known(work, case))
    case.keep_sealed(case.content, desk_id)
    case.kind = case.unit_id = case.officer_id = None
    said, case.proposal = case.proposal, None
    case.triage_reason = N_("Có thể là khiếu nại hoặc tố cáo, cần người có thẩm quyền xem xét.")

    work.record(case, step, note, restricted=True, suspected=suspected.value if suspected else None)
    if said is not None and work.actor.officer_id is not None:
        lessons.kept_apart(work, case, said, suspected)
    followers.let_go(work, case)
    limits.set_deadline(work, case, kind=suspected, cause=DeadlineCause.CLASSIFIED)
    return case


def release(work: Work, case: Case, *, note: str) -> Case:
    """A person of the desk has read it: an ordinary message after all, back to triage."""
    step = work.allow(case, Action.RELEASE)
    words = read_text("note", note)

    case.keep_open(case.content, fold(case.content))
    case.kind = None
    case.triage_reason = N_("Bàn hạn chế đã xem: là phản ánh, kiến nghị thông thường.")

    work.record(case, step, words, restricted=False)
    limits.set_deadline(work, case, cause=DeadlineCause.CLASSIFIED)
    return case


def accept(work: Work, case: Case, *, kind: CaseKind) -> Case:
    """A person of the desk says what it is and takes it on. Raises Invalid for an ordinary kind."""
    step = work.allow(case, Action.ACCEPT)
    if kind not in RESTRICTED_KINDS:
        raise Invalid(FieldError("kind", "kind_not_restricted", _("Xin chọn khiếu nại hoặc tố cáo.")))

    case.kind = kind
    case.unit_id, case.officer_id = case.desk_id, work.actor.officer_id

    work.record(case, step, kind=kind.value)
    limits.set_deadline(work, case, cause=DeadlineCause.CLASSIFIED)
    return case


def _kept_from(work: Work, case: Case, chosen: frozenset[UUID]) -> tuple[frozenset[UUID], UUID]:
    """Who must never see the case, by choice or because the text names them, and which desk keeps it.

    A text that names every desk leaves none; only then may a person's choice outweigh what the text says of desks.
    """
    named = _named(work, case)
    chosen |= _known(work, case)
    by_a_person = chosen | (named - frozenset(desks.ranked_today(work))) if work.actor.officer_id else chosen | named
    for accused in (chosen | named, by_a_person):
        desk_id = desks.choose(work, accused)
        if desk_id is not None:
            return accused, desk_id
    raise Impossible("no_restricted_desk", _("Chưa có cơ quan nào được giao giữ hồ sơ hạn chế."))


def _existing(work: Work, chosen: Collection[UUID]) -> frozenset[UUID]:
    found = frozenset(work.session.scalars(select(Unit.id).where(Unit.id.in_(chosen))))
    if found != frozenset(chosen):
        raise Invalid(FieldError("accused", "unit_unknown", _("Xin chọn cơ quan trong danh sách.")))
    return found


def _known(work: Work, case: Case) -> frozenset[UUID]:
    """The units it is kept from already, because another case about the same matter was."""
    query = select(Accused.unit_id).where(Accused.case_id == case.id, Accused.unit_id.is_not(None))
    return frozenset(unit_id for unit_id in work.session.scalars(query) if unit_id)


def _named(work: Work, case: Case) -> frozenset[UUID]:
    return named_units(case.content, organisation.views_ever(work), work.today)
