"""Thresholds as an administrator sees them: what holds for each department, and what another value would do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intake.cases import lessons, thresholds
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
    """One department: the threshold that holds, whether somebody set it, what it does on unseen examples, and what it
    would have done with the cases that people have decided here."""

    department: Department
    confidence: float
    is_set: bool
    now: Point | None
    here: Point | None


@dataclass(frozen=True, slots=True)
class ThresholdsPage:
    """``fault`` says why there are no figures; thresholds can be read all the same."""

    lines: tuple[Line, ...]
    model: str
    fault: str


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """One department with its curves, surest first, on examples and on the cases decided here, and the history of its
    threshold."""

    line: Line
    points: Sequence[Point]
    here: Sequence[Point]
    history: Sequence[Setting]


def thresholds_page(work: Work) -> ThresholdsPage:
    """All departments. Raises NotAllowed for whoever is no administrator."""
    model, default, found, fault = _figures(work)
    held, here = thresholds.in_force(work), _decided_here(work)
    lines = [_line(department, held.get(department), default, found, here) for department in Department]
    return ThresholdsPage(tuple(lines), model, fault)


def department_page(work: Work, department: Department) -> DepartmentPage:
    """One department. Raises NotAllowed for whoever is no administrator."""
    _model, default, found, _fault = _figures(work)
    here = _decided_here(work)
    line = _line(department, thresholds.in_force(work).get(department), default, found, here)
    points = found.get(department, ()), here.get(department, ())
    return DepartmentPage(line, *points, thresholds.history(work, department))


def _line(department: Department, own: float | None, default: float, found: Curves, here: Curves) -> Line:
    confidence = own if own is not None else default
    now, lived = (curves.at(of.get(department, ()), confidence) for of in (found, here))
    return Line(department, confidence, own is not None, now, lived)


def _decided_here(work: Work) -> Curves:
    """The curves of the cases that people have decided, by what the machine had said of them."""
    proofs, names = lessons.proofs(work), [department.value for department in Department]
    said = np.array([names.index(proof.said.value) for proof in proofs], dtype=np.int64)
    right = np.array([proof.right for proof in proofs], dtype=bool)
    return curves.of(names, np.array([proof.confidence for proof in proofs]), said, np.where(right, said, -1))


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
