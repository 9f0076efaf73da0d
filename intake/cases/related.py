"""Cases that belong with this one: split from it, merged with it, or perhaps about the same matter.

Every one is found through ``access``, so that nobody learns here of a case they could not open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from intake.cases import access
from intake.cases.work import Work
from models.case import Case, CaseLink
from models.citizen import Citizen
from models.languages import N_, _
from models.vocabulary import CaseStatus, LinkKind
from routing.duplicates import alike
from routing.lifecycle import ANSWERED_STATUSES, OPEN_STATUSES
from routing.text import first_line

_LOOKED_BACK = timedelta(days=60)
_LOOKED_AT, _SHOWN = 200, 5
_SUMMARY = 90

_HOW: dict[tuple[LinkKind, bool], str] = {
    (LinkKind.SPLIT_FROM, True): N_("Hồ sơ này tách từ"),
    (LinkKind.SPLIT_FROM, False): N_("Tách ra từ hồ sơ này"),
    (LinkKind.MERGED_INTO, True): N_("Đã nhập vào"),
    (LinkKind.MERGED_INTO, False): N_("Nhập vào hồ sơ này"),
}
"""How the other case belongs here; True where this case is the one split or merged."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another case, by code, with the first words of it and how it belongs here."""

    code: str
    how: str
    status: CaseStatus
    summary: str
    received_at: datetime


def related(work: Work, case: Case) -> list[Related]:
    """The linked cases this officer may see."""
    links = work.session.scalars(select(CaseLink).where(or_(CaseLink.case_id == case.id, CaseLink.other_id == case.id)))
    how = {_other(link, case): _(_HOW[link.kind, link.case_id == case.id]) for link in links}
    if not how:
        return []
    found = work.session.scalars(access.visible_cases(work.actor).where(Case.id.in_(how)).order_by(Case.id))
    return [_shown(work, one, how[one.id]) for one in found]


def similar(work: Work, case: Case) -> list[Related]:
    """Recent cases of the same field that may be about the same matter, the likest first."""
    if case.search_text is None or case.field is None:
        return []
    recent = access.visible_cases(work.actor).where(
        Case.id != case.id,
        Case.search_text.is_not(None),
        Case.field == case.field,
        Case.status.in_((OPEN_STATUSES | ANSWERED_STATUSES) - {CaseStatus.RECEIVED}),
        Case.received_at > case.received_at - _LOOKED_BACK,
    )
    newest = recent.order_by(Case.received_at.desc()).limit(_LOOKED_AT)
    rows = work.session.execute(newest.with_only_columns(Case.id, Case.search_text)).all()
    places = alike(case.search_text, [text or "" for _, text in rows])[:_SHOWN]
    ranked = [rows[place][0] for place in places]
    found = work.session.scalars(access.visible_cases(work.actor).where(Case.id.in_(ranked))) if ranked else ()
    return [_shown(work, one, _("Có thể cùng nội dung")) for one in sorted(found, key=lambda one: ranked.index(one.id))]


def by_the_same_sender(work: Work, case: Case) -> list[Related]:
    """What the same person has sent besides, known by phone or e-mail, the newest first."""
    who = case.citizen
    known = [(Citizen.phone_hash, who.phone_hash), (Citizen.email_hash, who.email_hash)]
    same = [column == value for column, value in known if value]
    if not same or not access.knows_sender(work.actor, case):
        return []
    others = access.visible_cases(work.actor).where(Case.id != case.id)
    theirs = Case.citizen_id.in_(select(Citizen.id).where(or_(*same)))
    others = others.where(theirs, access.sender_known(work.actor))
    found = work.session.scalars(others.order_by(Case.received_at.desc(), Case.id).limit(_SHOWN))
    return [_shown(work, one, _("Cùng người gửi")) for one in found]


def _other(link: CaseLink, case: Case) -> UUID:
    return link.other_id if link.case_id == case.id else link.case_id


def _shown(work: Work, case: Case, how: str) -> Related:
    summary = first_line(access.shown_text(work.actor, case.content, of=case), _SUMMARY)
    return Related(case.code, how, case.status, summary, case.received_at)
