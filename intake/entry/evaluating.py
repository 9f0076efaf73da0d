"""``langnghe evaluate FILE.jsonl``: how well the classifier does on labelled texts, and two pictures of it.

Each line holds ``text``, ``acceptable_departments`` (names as people use them) and ``kind`` (English or Vietnamese);
``acceptable_kinds``, ``urgent``, ``restricted``, ``group`` and ``parts`` (of a mixed text, each with its ``start``) may
be there. No server, no network.
"""

import json
import time
from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

from intake.cases.ports import Decider
from intake.entry.deciding import load_decider, prepare_decider
from intake.entry.faults import CannotStart, NotUnderstood
from intake.entry.settings import Settings
from models.vocabulary import kinds_named
from routing.classifier.evaluation import (
    Case,
    Figures,
    department_f1,
    evaluate,
    evaluate_bare,
    kind_f1,
    mixed_f1,
)
from routing.decision import Decision

CONFUSION, CALIBRATION = "confusion.svg", "calibration.svg"
_STEPS = 10


def evaluate_file(settings: Settings, file: Path, pictures: Path) -> str:
    """The table; the pictures are written into a folder. Raises CannotStart, NotUnderstood."""
    rows = _rows(file)
    prepare_decider(settings)
    decider = load_decider(settings)
    cases = [_case(row) for row in rows]
    decisions, took = _timed(decider, cases)
    try:
        pictures.mkdir(parents=True, exist_ok=True)
        (pictures / CONFUSION).write_text(confusion(cases, decisions), "utf-8")
        (pictures / CALIBRATION).write_text(calibration(cases, decisions), "utf-8")
    except OSError:
        raise CannotStart(f"Không ghi được hình vào thư mục {pictures}.") from None
    figures = [
        *_told(evaluate(decider, cases), evaluate_bare(decider, cases)),
        ("department, macro-F1", department_f1(cases, decisions)),
        ("kind, macro-F1", kind_f1(cases, decisions)),
    ]
    if any(case.parts for case in cases):
        found, split = mixed_f1(cases, decisions)
        figures += [("mixed: found, F1", found), ("mixed: split at the right place, F1", split)]
    figures += [pair for flag in ("restricted", "urgent") for pair in _alarm(flag, rows, decisions)]
    figures += [("one text: median, ms", median(took) * 1000), ("texts a second, one core", len(took) / sum(took))]
    return "\n".join(
        [f"{len(cases)} texts, model {decisions[0].model}", *(f"{name:<44} {value:.3f}" for name, value in figures)]
    )


def _timed(decider: Decider, cases: Sequence[Case]) -> tuple[list[Decision], list[float]]:
    """All decisions, and the seconds that each took."""
    decisions, took = [], []
    for case in cases:
        began = time.perf_counter()
        decisions.append(decider.decide(case.text))
        took.append(time.perf_counter() - began)
    return decisions, took


def confusion(cases: Sequence[Case], decisions: Sequence[Decision]) -> str:
    """Which department was given for which, as an SVG: the darker, the more often."""
    pairs = Counter(
        (min(case.departments) if first not in case.departments else first, first)
        for case, decision in zip(cases, decisions, strict=True)
        for first in [decision.departments[0].department.label]
    )
    names = sorted({name for pair in pairs for name in pair})
    most = max(pairs.values())
    cells = "".join(
        f'<rect x="{260 + 24 * names.index(given)}" y="{260 + 24 * names.index(right)}" width="23" height="23" '
        f'fill="#0b6b6b" fill-opacity="{0.15 + 0.85 * count / most:.2f}"><title>{escape(right)} → {escape(given)}: '
        f"{count}</title></rect>"
        for (right, given), count in sorted(pairs.items())
    )
    labels = "".join(
        f'<text x="252" y="{277 + 24 * place}" text-anchor="end">{escape(name)}</text>'
        f'<text transform="translate({277 + 24 * place},252) rotate(-60)">{escape(name)}</text>'
        for place, name in enumerate(names)
    )
    side = 280 + 24 * len(names)
    return _svg(side + 140, side, "Cơ quan đúng (hàng) và cơ quan máy chọn (cột)", cells + labels)


def calibration(cases: Sequence[Case], decisions: Sequence[Decision]) -> str:
    """How often it was right at each step of confidence, as an SVG; on the diagonal it is honest."""
    points = []
    firsts = [(d.departments[0], c.departments) for c, d in zip(cases, decisions, strict=True)]
    for step in range(_STEPS):
        within = [
            (ranked.confidence, ranked.department.label in accepted)
            for ranked, accepted in firsts
            if step == min(int(ranked.confidence * _STEPS), _STEPS - 1)
        ]
        if within:
            sure, right = (sum(column) / len(within) for column in zip(*within, strict=True))
            points.append(
                f'<circle cx="{50 + 400 * sure:.0f}" cy="{450 - 400 * right:.0f}" r="{3 + len(within) ** 0.5:.1f}" '
                f'fill="#0b6b6b" fill-opacity="0.7"><title>{sure:.0%} chắc, {right:.0%} đúng, {len(within)} nội dung'
                "</title></circle>"
            )
    frame = '<path d="M50 50V450H450" fill="none" stroke="#16232b"/><path d="M50 450L450 50" stroke="#d5dcda"/>'
    words = '<text x="250" y="485" text-anchor="middle">Độ tin cậy</text><text x="8" y="40">Tỷ lệ đúng</text>'
    return _svg(500, 500, "Độ tin cậy của máy và tỷ lệ đúng", frame + words + "".join(points))


def _svg(width: int, height: int, title: str, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>{inside}</svg>\n'
    )


def _told(written: Figures, bare: Figures) -> list[tuple[str, float]]:
    return [
        ("department, top-1", written.top1),
        ("department, top-3", written.top3),
        ("department, top-1 without diacritics", bare.top1),
        ("department, top-3 without diacritics", bare.top3),
        ("kind, share right", written.kind),
        ("calibration: expected error", written.calibration_error),
        ("routed without a person: share", written.auto),
        ("routed without a person: share right", written.auto_right),
    ]


def _alarm(flag: str, rows: Sequence[dict[str, Any]], decisions: Sequence[Decision]) -> list[tuple[str, float]]:
    """Recall and precision of an alarm, if the file says which texts should raise it."""
    if not any(row.get(flag) for row in rows):
        return []
    pairs = [
        (bool(row.get(flag)), bool(getattr(decision, flag))) for row, decision in zip(rows, decisions, strict=True)
    ]
    hits = sum(right and raised for right, raised in pairs)
    raised = sum(raised for _, raised in pairs)
    return [
        (f"{flag}: recall", hits / sum(right for right, _ in pairs)),
        (f"{flag}: precision", hits / raised if raised else 0.0),
    ]


def _case(row: dict[str, Any]) -> Case:
    kinds = [kinds_named(kind) for kind in (row.get("acceptable_kinds") or [row["kind"]])]
    return Case(
        row["text"],
        frozenset(row["acceptable_departments"]),
        frozenset().union(*kinds),
        row.get("group", ""),
        tuple(_begin(row["text"], part) for part in row.get("parts", ())[1:]),
    )


def _begin(text: str, part: dict[str, Any] | str) -> int:
    """Where a part begins: as said, or where its words are."""
    return text.index(part) if isinstance(part, str) else int(part["start"])


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CannotStart(f"Không đọc được tệp {file} (phải là văn bản UTF-8).") from None
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                _case(row)
            except (ValueError, TypeError, KeyError, AttributeError):
                raise NotUnderstood(
                    f"Dòng {number}: cần JSON có text, acceptable_departments và một kind đã biết."
                ) from None
            rows.append(row)
    if not rows:
        raise NotUnderstood(f"Tệp {file} không có nội dung nào.")
    return rows
