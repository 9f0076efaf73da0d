"""The deadline watch: what is near, late or nobody's is told once, the most pressing first.

It reads everything that may be due, decides, and writes in short transactions of a few cases each. Whatever a run
did not reach (it was killed, somebody held a case) the next run finds again, because only what was told is noted.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog

from intake.cases import jobs, watch_offices, watch_scan, watch_status, watch_tell, watch_tidy
from intake.cases.jobs import Claimed
from intake.cases.watch_offices import Offices
from intake.cases.watch_scan import Found
from intake.cases.work import Desk, Work
from routing import watching

log = structlog.get_logger()

AT_ONCE = 50
"""Cases in one transaction, so that nobody who saves one of them waits long."""

Pressing = tuple[int, datetime, UUID]
"""What puts a case in order: its most pressing alert, its deadline, and which case it is."""


OfUnit = dict[UUID, list[Pressing]]
"""The cases of one unit's list, and what puts each in order."""


def _nothing() -> OfUnit:
    return defaultdict(list)


@dataclass(slots=True)
class Plan:
    """Cases to look at again under lock: for each unit the alerts planned, and whose sender must be told."""

    alerts: dict[UUID, dict[UUID, list[Pressing]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    statuses: list[UUID] = field(default_factory=list)

    def units(self) -> list[UUID]:
        """Those with the most pressing matters first."""
        return sorted(self.alerts, key=lambda unit_id: min(min(planned) for planned in self.alerts[unit_id].values()))

    def cases(self, unit_id: UUID) -> list[UUID]:
        planned = self.alerts[unit_id]
        return sorted(planned, key=lambda case_id: min(planned[case_id]))


def watch(desk: Desk, job: Claimed) -> None:
    """One run. Safe to be killed anywhere, and to run beside another."""
    with desk.look() as work:
        offices = watch_offices.offices_today(work)
    if offices.duty_desk is None:
        log.warning("watch.no_duty_desk")
    with desk.work() as work:
        watch_tidy.tidy(work, offices)
    plan = _plan(desk, offices)
    alerts = sum(_tell_unit(desk, job, plan, unit_id, offices) for unit_id in plan.units())
    statuses = 0
    for chunk in _chunks(plan.statuses):
        with desk.work() as work:
            jobs.keep(work, job)
            statuses += watch_status.tell(work, chunk, offices.today)
    log.info("watch.done", alerts=alerts, statuses=statuses)


def _plan(desk: Desk, offices: Offices) -> Plan:
    plan = Plan()
    for page in watch_scan.pages(desk, offices.today):
        with desk.look() as work:
            for case in page:
                _plan_case(work, plan, case, offices)
    return plan


def _plan_case(work: Work, plan: Plan, case: Found, offices: Offices) -> None:
    for due in watching.alerts_due(case.watched, work.now, work.desk.rulebook):
        if (unit_id := offices.told_of(case, due)) is not None:
            rank = watching.PRESSING_FIRST.index(due.kind)
            plan.alerts[unit_id][case.case_id].append((rank, case.watched.due, case.case_id))
    if watch_status.is_due(work, case):
        plan.statuses.append(case.case_id)


def _tell_unit(desk: Desk, job: Claimed, plan: Plan, unit_id: UUID, offices: Offices) -> int:
    """Tell a unit everything, with one letter, in the transaction of the first cases it is about."""
    left = sum(len(planned) for planned in plan.alerts[unit_id].values())
    count, written = 0, False
    for chunk in _chunks(plan.cases(unit_id)):
        left -= sum(len(plan.alerts[unit_id][case_id]) for case_id in chunk)
        with desk.work() as work:
            jobs.keep(work, job)
            told = watch_tell.tell(work, unit_id, chunk, offices)
            if told and not written:
                watch_tell.write(work, unit_id, told, offices, more=left)
        count, written = count + len(told), written or bool(told)
    return count


def _chunks(case_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (case_ids[start : start + AT_ONCE] for start in range(0, len(case_ids), AT_ONCE))
