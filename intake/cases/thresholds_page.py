"""Thresholds as an administrator sees them: what holds for each department, and what another value would do."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.cases import thresholds
from intake.cases.errors import NotAllowed
from intake.cases.thresholds import Setting
from intake.cases.work import Work
from models.languages import _
from models.vocabulary import Department, Role
from routing.classifier import ModelUnusable, curves
from routing.classifier.curves import Curves, Point
from routing.classifier.storage import read_manifest


@dataclass(frozen=True, slots=True)
class Line:
    """One department: the threshold that holds, whether somebody set it, and what it does on unseen examples."""

    department: Department
    confidence: float
    is_set: bool
    now: Point | None


@dataclass(frozen=True, slots=True)
class ThresholdsPage:
    """``fault`` says why there are no figures; thresholds can be read all the same."""

    lines: tuple[Line, ...]
    model: str
    fault: str


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """One department with its curve, surest first, and the history of its threshold."""

    line: Line
    points: Sequence[Point]
    history: Sequence[Setting]


def thresholds_page(work: Work) -> ThresholdsPage:
    """All departments. Raises NotAllowed for whoever is no administrator."""
    model, default, found, fault = _figures(work)
    held = thresholds.in_force(work)
    lines = [_line(department, held.get(department), default, found) for department in Department]
    return ThresholdsPage(tuple(lines), model, fault)


def department_page(work: Work, department: Department) -> DepartmentPage:
    """One department. Raises NotAllowed for whoever is no administrator."""
    _model, default, found, _fault = _figures(work)
    line = _line(department, thresholds.in_force(work).get(department), default, found)
    return DepartmentPage(line, found.get(department, ()), thresholds.history(work, department))


def _line(department: Department, own: float | None, default: float, found: Curves) -> Line:
    confidence = own if own is not None else default
    return Line(department, confidence, own is not None, curves.at(found.get(department, ()), confidence))


def _figures(work: Work) -> tuple[str, float, Curves, str]:
    """The model's name, its own threshold, its curves; without a model nothing goes without a person."""
    if Role.ADMINISTRATOR not in work.actor.roles:
        raise NotAllowed("not_administrator", _("Chỉ người quản trị được xem và đặt ngưỡng."))
    folder = work.desk.classifier
    if folder is None:
        return "", 1.0, {}, _("Chưa có mô hình phân loại, nên mọi hồ sơ đều qua bàn phân loại.")
    try:
        manifest = read_manifest(folder)
    except ModelUnusable as unusable:
        return "", 1.0, {}, str(unusable)
    found = curves.read(folder)
    fault = "" if found else _("Mô hình này chưa có số liệu theo cơ quan; huấn luyện lại thì có.")
    return manifest.model, manifest.thresholds["department"], found, fault
