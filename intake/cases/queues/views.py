"""Views: a queue with its filters under a name, an officer's own or shared with their unit.

It knows whose view is whose. What the filters mean is the business of the page that spelled them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed, NotFound
from intake.cases.queues.which import Queue
from intake.cases.work import Work
from models.languages import _
from models.office import SavedView
from models.organisation import Officer

NAME_MAX = 80
_KEPT_MOST = 30


@dataclass(frozen=True, slots=True)
class View:
    """``by`` is the colleague who shared it; None for one's own."""

    id: UUID
    name: str
    queue: Queue
    filters: Mapping[str, str]
    shared: bool
    by: str | None


def views_of(work: Work, queues: tuple[Queue, ...]) -> list[View]:
    """The views of these queues that this officer has or that their unit shares, one's own first, then by name."""
    if not queues:
        return []
    mine = SavedView.officer_id == work.actor.officer_id
    shared = SavedView.unit_id == work.actor.unit_id if work.actor.unit_id else mine
    query = select(SavedView, Officer.name).join(Officer, Officer.id == SavedView.officer_id).where(or_(mine, shared))
    rows = work.session.execute(query.where(SavedView.queue.in_(queues))).all()
    views = [_view(work, saved, by) for saved, by in rows]
    return sorted(views, key=lambda view: (view.by is not None, view.name))


def keep(work: Work, queue: Queue, name: str, filters: Mapping[str, str], *, shared: bool) -> SavedView:
    """Keep filters under a name. Raises Invalid for a name that will not do, Impossible when there are too many."""
    if shared and work.actor.unit_id is None:
        raise NotAllowed("no_unit", _("Ông/bà không thuộc đơn vị nào để dùng chung bộ lọc."))
    if not 0 < len(name) <= NAME_MAX:
        raise Invalid(
            FieldError("ten", "no_name", _("Xin đặt tên cho bộ lọc, nhiều nhất {most} chữ cái.").format(most=NAME_MAX))
        )
    kept = select(func.count()).select_from(SavedView).where(SavedView.officer_id == work.officer_id)
    if (work.session.scalar(kept) or 0) >= _KEPT_MOST:
        raise Impossible(
            "too_many_views",
            _("Mỗi người giữ nhiều nhất {most} bộ lọc. Xin xoá bớt rồi lưu lại.").format(most=_KEPT_MOST),
        )

    view = SavedView(
        officer_id=work.officer_id,
        unit_id=work.actor.unit_id if shared else None,
        name=name,
        queue=queue,
        filters=dict(filters),
        made_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(view)
    except IntegrityError:
        raise Invalid(
            FieldError("ten", "name_taken", _("Ông/bà đã có bộ lọc tên “{name}”. Xin đặt tên khác.").format(name=name))
        ) from None
    return view


def drop(work: Work, view_id: UUID) -> SavedView:
    """Drop one's own view. Raises NotFound for anybody else's."""
    query = select(SavedView).where(SavedView.id == view_id, SavedView.officer_id == work.officer_id)
    view = work.session.scalar(query)
    if view is None:
        raise NotFound("no_view", _("Không có bộ lọc này trong các bộ lọc của ông/bà."))
    work.session.delete(view)
    return view


def _view(work: Work, saved: SavedView, by: str) -> View:
    own = saved.officer_id == work.actor.officer_id
    return View(
        saved.id,
        saved.name,
        Queue(saved.queue),
        {name: str(value) for name, value in saved.filters.items()},
        saved.unit_id is not None,
        None if own else by,
    )
