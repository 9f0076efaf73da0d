"""Precision against share for each department, from examples the weights had not seen: what a threshold would do.

Written beside the model at training, read where somebody sets a threshold. It decides nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import Department

CURVES_FILE = "curves.json"
STEPS = 40


@dataclass(frozen=True, slots=True)
class Point:
    """From this confidence on: the share sent of what is taken for the department, the share right of those, and how
    many examples that rests on."""

    confidence: float
    share: float
    right: float
    count: int


Curves = dict[Department, tuple[Point, ...]]


def of(
    labels: Sequence[str], confidence: NDArray[np.float64], said: NDArray[np.int64], truth: NDArray[np.int64]
) -> Curves:
    """A curve for each label, from the surest example down; at most 40 points."""
    return {Department(label): _curve(confidence, said, truth, row) for row, label in enumerate(labels)}


def at(points: Sequence[Point], confidence: float) -> Point | None:
    """What a threshold would do: the point of the least confidence not below it; None when nothing is so sure."""
    above = [point for point in points if point.confidence >= confidence]
    return above[-1] if above else None


def write(folder: Path, curves: Curves) -> None:
    content = {department.value: [astuple(point) for point in points] for department, points in curves.items()}
    (folder / CURVES_FILE).write_text(json.dumps(content), encoding="utf-8")


def read(folder: Path) -> Curves:
    """The curves beside a model; none when they were not written or cannot be read."""
    try:
        content = json.loads((folder / CURVES_FILE).read_text(encoding="utf-8"))
        return {Department(name): tuple(Point(*point) for point in points) for name, points in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _curve(
    confidence: NDArray[np.float64], said: NDArray[np.int64], truth: NDArray[np.int64], row: int
) -> tuple[Point, ...]:
    rows = np.flatnonzero(said == row)
    if not len(rows):
        return ()
    order = rows[np.argsort(-confidence[rows], kind="stable")]
    right = np.cumsum(truth[order] == row)
    steps = sorted({int(step) for step in np.linspace(0, len(order) - 1, min(STEPS, len(order))).round()})
    return tuple(
        Point(
            confidence=round(float(confidence[order[step]]), 4),
            share=round((step + 1) / len(order), 4),
            right=round(float(right[step]) / (step + 1), 4),
            count=step + 1,
        )
        for step in steps
    )
