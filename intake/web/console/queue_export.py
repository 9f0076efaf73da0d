"""A list as a file: what stands in the queue, narrowed as it was on the page, through the same access.

The download begins at once and goes on while the list is read. Who took how much of which queue is logged, without
the words that were searched for, which may be a name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from intake.cases.actor import Actor
from intake.cases.errors import NotFound
from intake.cases.queues import Queue
from intake.cases.queues.export import EXPORTED_MOST, PIECE, Line, piece
from intake.cases.work import Desk
from intake.web.console.queue_filters import Narrowing, read, typed_of
from intake.web.console.queue_names import own_queue
from intake.web.console.session import OfficerHere
from intake.web.console.sheets import csv_of, xlsx_of
from intake.web.reach import DeskHere
from models.languages import _, thousands
from routing.dates import local_day

log = structlog.get_logger(__name__)

router = APIRouter()

Writer = Callable[[Iterable[Line], Iterable[str]], Iterator[bytes]]

_KINDS: dict[str, tuple[Writer, str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@router.get("/hang-doi/{name}/xuat.{kind}", response_model=None)
def export(request: Request, desk: DeskHere, officer: OfficerHere, name: str, kind: str) -> Response:
    """The whole list as ``csv`` or ``xlsx``; the query is the one of the page."""
    if kind not in _KINDS:
        raise NotFound("no_such_file", _("Danh sách chỉ có ở dạng CSV và Excel."))
    with desk.look(officer) as work:
        queue = own_queue(work, name)
        narrowing = read(work, queue, typed_of(request))
        day = local_day(work.now)
    writer, media_type = _KINDS[kind]
    taken = _Taken(desk, officer, queue, narrowing, kind)
    headers = {
        "Content-Disposition": f'attachment; filename="ho-so-{queue.value}-{day:%Y%m%d}.{kind}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(writer(taken.lines(), taken.note()), media_type=media_type, headers=headers)


@dataclass
class _Taken:
    """A list while it is taken out, and how much of it has been."""

    desk: Desk
    officer: Actor
    queue: Queue
    narrowing: Narrowing
    kind: str
    count: int = 0
    cut: bool = False

    def lines(self) -> Iterator[Line]:
        """Every case of the list, up to the most; a piece at a time, each with a connection of its own."""
        after: str | None = ""
        try:
            while after is not None and not self.cut:
                with self.desk.look(self.officer) as work:
                    lines, after = piece(
                        work, self.queue, self.narrowing.filters, self.narrowing.order, after, size=PIECE
                    )
                self.count += len(lines)
                yield from lines
                self.cut = after is not None and self.count >= EXPORTED_MOST
        finally:
            log.info(
                "queue.exported",
                officer=str(self.officer.officer_id),
                queue=self.queue.value,
                filters=sorted(self.narrowing.given),
                kind=self.kind,
                cases=self.count,
            )

    def note(self) -> Iterator[str]:
        """What whoever reads the file must know."""
        if self.cut:
            most = thousands(self.count)
            yield _(
                "Danh sách còn dài hơn: tệp này chỉ có {most} hồ sơ đầu. Xin thu hẹp bộ lọc để lấy phần còn lại."
            ).format(most=most)
