"""Precision against share: counted from what was said of unseen examples, and unharmed by a file that is not one."""

from pathlib import Path

import numpy as np
import pytest

from models.vocabulary import Department
from routing.classifier import curves
from routing.classifier.curves import Point

LABELS = ("health", "tax")


def test_a_curve_counts_from_the_surest_down() -> None:
    confidence = np.array([0.9, 0.6, 0.8, 0.95])
    found = curves.of(LABELS, confidence, np.array([0, 0, 0, 1]), np.array([0, 1, 0, 1]))
    assert found[Department.HEALTH] == (
        Point(0.9, 0.3333, 1.0, 1),
        Point(0.8, 0.6667, 1.0, 2),
        Point(0.6, 1.0, 0.6667, 3),
    )
    assert curves.at(found[Department.HEALTH], 0.7) == Point(0.8, 0.6667, 1.0, 2)
    assert curves.at(found[Department.HEALTH], 0.91) is None
    assert curves.at((), 0.5) is None


@pytest.mark.parametrize("content", ["", "[]", '{"health": [[1]]}', '{"nobody": []}', "{"])
def test_a_file_that_holds_no_curves_gives_none(tmp_path: Path, content: str) -> None:
    (tmp_path / curves.CURVES_FILE).write_text(content, encoding="utf-8")
    assert curves.read(tmp_path) == {}


def test_training_leaves_a_curve_for_every_department(trained: Path) -> None:
    found = curves.read(trained)
    assert len(found) >= 19
    for points in found.values():
        assert len(points) <= curves.STEPS
        assert [point.share for point in points] == sorted(point.share for point in points)
        assert not points or points[-1].share == 1
