"""How a list becomes a file: at once for a short one, by a worker for a long one, in the same words.

The worker reads piece by piece, and before each asks anew who the officer is and what they may see. The file is put
into the store when it is whole: one whose worker was killed half-way is begun again and overwrites nothing.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields

import structlog
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intake.cases import accounts, jobs
from intake.cases.actor import Actor
from intake.cases.jobs import Claimed
from intake.cases.queues import exporting
from intake.cases.queues.export import EXPORTED_MOST, PIECE, Line, piece
from intake.cases.queues.filters import Filters
from intake.cases.queues.order import Order
from intake.cases.queues.sheets import csv_of, xlsx_of
from intake.cases.queues.which import Queue
from intake.cases.work import Desk, Work
from models.export import Export
from models.languages import _, speaking, thousands
from models.organisation import Officer
from models.vocabulary import ExportState

log = structlog.get_logger(__name__)

Writer = Callable[[Iterable[Line], Iterable[str]], Iterator[bytes]]

WRITERS: dict[str, tuple[Writer, str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class Stopped(Exception):
    """Nobody waits for this file any more: cancelled, expired, or in another worker's hands."""


@dataclass
class TakenOut:
    """A list while it is taken out.

    ``whose`` says before each piece who may see what, ``told`` hears how many are done.
    """

    desk: Desk
    whose: Callable[[], Actor]
    queue: Queue
    filters: Filters
    order: Order
    kind: str
    told: Callable[[int], None] = lambda count: None
    count: int = 0
    cut: bool = False

    def parts(self) -> Iterator[bytes]:
        """The file, as it grows. Who took how much is logged, without the words searched for."""
        return WRITERS[self.kind][0](self._lines(), self._note())

    def _lines(self) -> Iterator[Line]:
        after: str | None = ""
        actor = self.whose()
        while after is not None and not self.cut:
            with self.desk.look(actor) as work:
                lines, after = piece(work, self.queue, self.filters, self.order, after, size=PIECE)
            self.count += len(lines)
            yield from lines
            self.told(self.count)
            self.cut = after is not None and self.count >= EXPORTED_MOST
            actor = self.whose()
        narrowed = sorted(one.name for one in fields(Filters) if getattr(self.filters, one.name))
        facts = {"queue": self.queue.value, "filters": narrowed, "kind": self.kind, "cases": self.count}
        log.info("queue.exported", officer=str(actor.officer_id), **facts)

    def _note(self) -> Iterator[str]:
        """What whoever reads the file must know."""
        if self.cut:
            most = thousands(self.count)
            yield _(
                "Danh sách còn dài hơn: tệp này chỉ có {most} hồ sơ đầu. Xin thu hẹp bộ lọc để lấy phần còn lại."
            ).format(most=most)


def run(desk: Desk, job: Claimed) -> None:
    """Make the file that was asked for, unless nobody waits for it any more."""
    try:
        _make(desk, job)
    except Stopped:
        log.info("export.stopped", export=str(job.export_id))
    with desk.work() as work:
        jobs.finish(work, job)


def _make(desk: Desk, job: Claimed) -> None:
    with desk.work() as work:
        export = _still_wanted(work, job)
        export.state, export.done = ExportState.RUNNING, 0
        filters, order = exporting.read(export)
        queue, kind, language = Queue(export.queue), export.kind, export.language

    def told(count: int) -> None:
        with desk.work() as work:
            _still_wanted(work, job).done = count
            jobs.keep(work, job)

    taken = TakenOut(desk, lambda: _officer(desk, job), queue, filters, order, kind, told)
    with speaking(language), tempfile.TemporaryFile() as file:
        for part in taken.parts():
            file.write(part)
        file.seek(0)
        with desk.work() as work:
            export = _still_wanted(work, job)
            desk.storage.save(export.id, file)
            exporting.end(export, ExportState.DONE)


def _still_wanted(work: Work, job: Claimed) -> Export:
    """The row, locked. Raises Stopped."""
    export = work.session.get(Export, job.export_id, with_for_update=True) if job.export_id else None
    if export is None or export.state not in exporting.OPEN or jobs.held(work, job) is None:
        raise Stopped
    return export


def _officer(desk: Desk, job: Claimed) -> Actor:
    """Whoever asked, as they are now. Raises Stopped once they may no longer see what they asked for."""
    query = select(Export, Officer).join(Officer, Officer.id == Export.officer_id).where(Export.id == job.export_id)
    with desk.look() as work:
        found = work.session.execute(query.options(joinedload(Officer.role_rows))).unique().one_or_none()
        if found is None or found.Export.state not in exporting.OPEN:
            raise Stopped
        actor = accounts.acting(work, found.Officer)
        if found.Officer.active and exporting.still_holds(work, found.Export, actor):
            return actor
    with desk.work() as work:
        exporting.give_up(work, found.Export.id)
    raise Stopped
