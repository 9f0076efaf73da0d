"""How a case was taken down, for whoever may read it: by whom, through which number, from where, read back or not."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from intake.cases import access
from intake.cases.reception.sources import SOURCES
from intake.cases.work import Work
from models.case import Case
from models.organisation import Officer, Unit
from models.reception import Reception


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """``officer``, ``unit`` and ``remark`` are None for whoever may not know who wrote."""

    dialled: str | None
    source: str | None
    read_back: bool
    officer: str | None
    unit: str | None
    remark: str | None
    incoming_number: str | None
    incoming_day: date | None


def record_of(work: Work, case: Case) -> ReceptionView | None:
    """The record of a case this actor may see; None when its sender filed it without an officer."""
    if case.channel not in SOURCES:
        return None
    query = (
        select(Reception, Officer.name, Unit.name)
        .join(Officer, Officer.id == Reception.officer_id)
        .outerjoin(Unit, Unit.id == Officer.unit_id)
    )
    row = work.session.execute(query.where(Reception.case_id == case.id)).first()
    if row is None:
        return None
    record, officer, unit = row
    named = access.sees_identity(work.actor)
    return ReceptionView(
        dialled=record.dialled,
        source=access.shown_text(work.actor, record.source),
        read_back=record.read_back,
        officer=officer if named else None,
        unit=unit if named else None,
        remark=record.remark if named else None,
        incoming_number=record.incoming_number,
        incoming_day=record.incoming_day,
    )
