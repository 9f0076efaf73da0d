"""Thresholds per department: from which confidence on a case goes without a person, set from a chart."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from intake.cases import thresholds
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, Invalid, NotFound
from intake.cases.thresholds_page import DepartmentPage, department_page, thresholds_page
from intake.cases.work import Desk
from intake.web.console.forms import printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import Department
from routing.classifier.curves import Point

router = APIRouter()

WIDTH, HEIGHT, LEFT, TOP = 480, 260, 48, 16


class ThresholdForm(BaseModel):
    """A threshold in per cent, nothing for the model's own, and why."""

    confidence: str = ""
    reason: str = ""


@router.get("/nguong")
def thresholds_route(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """What holds for every department and what it does."""
    with desk.look(officer) as work:
        frame, page = shell(work), thresholds_page(work)
    return show(request, "thresholds.html", shell=frame, page=page)


@router.get("/nguong/{key}")
def threshold_route(request: Request, desk: DeskHere, officer: OfficerHere, key: str) -> HTMLResponse:
    """The chart of one department and the form."""
    return _show(request, desk, officer, _department(key), ThresholdForm())


@router.post("/nguong/{key}", response_model=None)
def set_threshold(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    key: str,
    form: Annotated[ThresholdForm, Form()],
) -> Response:
    """Set the threshold, or show the form again with what is wrong."""
    department = _department(key)
    try:
        with desk.work(officer) as work:
            thresholds.put(work, department, form.confidence, reason=form.reason)
    except (Invalid, Impossible) as refusal:
        return _show(request, desk, officer, department, form, refusal)
    return go("/nguong", desk, options, Flash(_("Đã đặt ngưỡng. Hồ sơ đến từ bây giờ theo ngưỡng mới.")))


def curve_path(points: Sequence[Point]) -> str:
    """The line of a curve: share to the right, precision (from 50 % on) upwards."""
    steps = " L".join(f"{_across(point.share):.1f} {_up(point.right):.1f}" for point in points)
    return f"M{steps}" if steps else ""


def _across(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - 16)


def _up(right: float) -> float:
    return TOP + (1 - max(right, 0.5)) * 2 * (HEIGHT - TOP - 40)


def _show(
    request: Request,
    desk: Desk,
    officer: Actor,
    department: Department,
    form: ThresholdForm,
    refusal: Invalid | Impossible | None = None,
) -> HTMLResponse:
    with desk.look(officer) as work:
        frame, page = shell(work), department_page(work, department)
    now = page.line.now
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    return show(
        request,
        "threshold.html",
        status=refusal.status if refusal else 200,
        shell=frame,
        page=page,
        tables=[(title, points[:: max(1, len(points) // 12)]) for title, points in _tables(page)],
        path=curve_path(page.points),
        path_here=curve_path(page.here),
        marks=[(share, _up(share)) for share in (0.5, 0.75, 0.9, 1.0)],
        spot=(_across(now.share), _up(now.right)) if now else None,
        form=ThresholdForm(confidence=printable(form.confidence), reason=printable(form.reason)),
        errors=errors,
        fault=refusal.sentence if refusal and not errors else None,
    )


def _tables(page: DepartmentPage) -> list[tuple[str, Sequence[Point]]]:
    """What the chart shows, to be read line by line."""
    return [(_("Trên ví dụ máy chưa học"), page.points), (_("Hồ sơ cán bộ đã phân loại ở đây"), page.here)]


def _department(key: str) -> Department:
    """Raises NotFound."""
    try:
        return Department(key)
    except ValueError:
        raise NotFound("no_department", _("Không có cơ quan này.")) from None
