"""A long list asked for as a file: asking, cancelling, and who may have it.

A file belongs to whoever asked, for a day, and only while they may see what they might see when they asked: an officer
who has changed office takes no list along. How it is made is the business of ``taking_out``.
"""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from structlog.contextvars import get_contextvars

from intake.cases.actor import Actor
from intake.cases.errors import Impossible, NotFound
from intake.cases.queues.export import EXPORTED_MOST
from intake.cases.queues.filters import Due, Filters
from intake.cases.queues.listing import listed
from intake.cases.queues.order import Order
from intake.cases.queues.which import Queue, queues_of
from intake.cases.work import Work
from models.case import Case
from models.export import Export
from models.languages import _, current
from models.outbox import OutboxJob
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, ExportState, Field, JobKind

AT_ONCE = 1000
"""A list of so many cases needs no worker."""

KEPT = timedelta(days=1)
OPEN = frozenset({ExportState.WAITING, ExportState.RUNNING})
_LISTED = 20

_READ: dict[str, Any] = {
    "kind": CaseKind,
    "field": Field,
    "unit_id": UUID,
    "channel": ChannelKind,
    "status": CaseStatus,
    "due": Due,
    "due_from": date.fromisoformat,
    "due_until": date.fromisoformat,
    "officer_id": UUID,
    "unowned": bool,
}


def how_many(work: Work, queue: Queue, filters: Filters, order: Order) -> int:
    """How many cases a file of this list would hold."""
    some = listed(work, queue, filters, order, None).with_only_columns(Case.id).order_by(None).limit(EXPORTED_MOST)
    return work.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def ask(work: Work, queue: Queue, filters: Filters, order: Order, kind: str, *, total: int) -> UUID:
    """Ask for a list as a file; the one that is being made already, if it was asked for a moment ago."""
    narrowing = json.dumps([_written(filters), order.value])
    key = work.digest("export", json.dumps([str(work.officer_id), queue.value, kind, narrowing]))
    known = select(Export.id).where(Export.open_key == key)
    if (found := work.session.scalar(known)) is not None:
        return found
    try:
        with work.session.begin_nested():
            return _begun(work, queue, narrowing, kind, key, total)
    except IntegrityError:  # the other of two clicks was quicker
        return work.session.scalars(known).one()


def own(work: Work, export_id: UUID) -> Export:
    """An export of this officer. Raises NotFound."""
    mine = select(Export).where(Export.id == export_id, Export.officer_id == work.officer_id)
    found = work.session.scalar(mine.where(Export.expires_at > work.now))
    if found is None:
        raise NotFound("no_such_file", _("Tệp này không có hoặc đã hết hạn. Xin lập lại từ danh sách."))
    return found


def all_own(work: Work) -> Sequence[Export]:
    """This officer's exports, the newest first."""
    mine = select(Export).where(Export.officer_id == work.officer_id, Export.expires_at > work.now)
    return work.session.scalars(mine.order_by(Export.asked_at.desc(), Export.id).limit(_LISTED)).all()


def file_of(work: Work, export_id: UUID) -> tuple[Export, Path]:
    """The finished file. Raises NotFound, Impossible while it isn't ready or once the officer's rights are others."""
    export = own(work, export_id)
    if export.state is not ExportState.DONE:
        raise Impossible("not_ready", _("Tệp này chưa lập xong."))
    if not still_holds(work, export, work.actor):
        raise Impossible(
            "rights_changed", _("Quyền xem của ông/bà đã thay đổi từ khi lập tệp này. Xin lập lại từ danh sách.")
        )
    path = work.desk.storage.path(export.id)
    if not path.exists():  # a backup brings rows back, not what was made for a day
        raise NotFound("no_such_file", _("Tệp này không có hoặc đã hết hạn. Xin lập lại từ danh sách."))
    return export, path


def cancel(work: Work, export_id: UUID) -> None:
    """Stop making a file; the worker sees it before its next piece. Raises NotFound."""
    export = own(work, export_id)
    work.session.refresh(export, with_for_update=True)
    if export.state in OPEN:
        end(export, ExportState.CANCELLED)


def give_up(work: Work, export_id: UUID) -> None:
    """It could not be made, however often it was tried."""
    export = work.session.get(Export, export_id, with_for_update=True)
    if export is not None and export.state in OPEN:
        end(export, ExportState.FAILED)


def sweep(work: Work) -> None:
    """What has expired goes, the file with it; a worker that is still at it finds no row and stops."""
    for export in work.session.scalars(select(Export).where(Export.expires_at <= work.now)).all():
        work.desk.storage.delete(export.id)
        work.session.execute(delete(OutboxJob).where(OutboxJob.export_id == export.id))
        work.session.delete(export)


def end(export: Export, state: ExportState) -> None:
    export.state, export.open_key = state, None


def still_holds(work: Work, export: Export, actor: Actor) -> bool:
    """Whether this actor may see now what they might see when they asked."""
    mine = Work(work.desk, work.session, actor, work.now)
    return export.rights == _rights(work, actor) and Queue(export.queue) in queues_of(mine)


def read(export: Export) -> tuple[Filters, Order]:
    """What the list was narrowed to, and how it was ordered."""
    written, order = json.loads(export.narrowing or "")
    return Filters(**{name: _READ.get(name, str)(value) for name, value in written.items()}), Order(order)


def _begun(work: Work, queue: Queue, narrowing: str, kind: str, key: str, total: int) -> UUID:
    export = Export(
        officer_id=work.officer_id,
        queue=queue.value,
        kind=kind,
        language=current(),
        rights=_rights(work, work.actor),
        open_key=key,
        total=total,
        asked_at=work.now,
        expires_at=work.now + KEPT,
    )
    export.narrowing = narrowing
    job = OutboxJob(
        kind=JobKind.EXPORT,
        export=export,
        ordering_key=f"{JobKind.EXPORT.value}:{work.officer_id}",
        created_at=work.now,
        ready_at=work.now,
        request_id=get_contextvars().get("request_id"),
    )
    work.session.add_all([export, job])
    work.session.flush()
    return export.id


def _rights(work: Work, actor: Actor) -> str:
    units = sorted(str(unit_id) for unit_id in actor.takes_over)
    return work.digest("rights", json.dumps([sorted(actor.roles), str(actor.unit_id), units]))


def _written(filters: Filters) -> dict[str, str | bool]:
    given = {one.name: getattr(filters, one.name) for one in fields(Filters)}
    return {name: value if value is True else str(value) for name, value in given.items() if value}
