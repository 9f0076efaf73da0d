"""``langnghe lessons export FILE``: what people taught, for measuring and for the classifier's examples.

JSON lines are what ``langnghe evaluate`` reads; a file that ends in ``.yaml`` is written as the examples of the
classifier are. Texts are without personal data; restricted and sealed cases are left out.
"""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from intake.cases import lessons
from intake.cases.lessons import Taught
from intake.entry.existing import open_existing
from intake.entry.faults import CannotStart
from intake.entry.settings import Settings


def export(settings: Settings, file: Path) -> int:
    """Write the file; returns how many lessons it holds. Raises CannotStart."""
    desk = open_existing(settings)
    with desk.look() as work:
        taught = list(lessons.exported(work))
    desk.database.dispose()
    text = as_examples(taught) if file.suffix in (".yaml", ".yml") else as_lines(taught)
    try:
        file.write_text(text, "utf-8")
    except OSError:
        raise CannotStart(f"Không ghi được tệp {file}.") from None
    return len(taught)


def as_lines(taught: Iterable[Taught]) -> str:
    """One JSON object in a line for each."""
    return "".join(f"{json.dumps(_line(one), ensure_ascii=False)}\n" for one in taught)


def as_examples(taught: Iterable[Taught]) -> str:
    """Sections of texts by department, field and kind, as in ``routing/classifier/examples``."""
    ordered = sorted(taught, key=_section)
    sections = [
        dict(zip(("department", "field", "kind"), section, strict=True)) | {"texts": [one.text for one in members]}
        for section, members in groupby(ordered, key=_section)
    ]
    return yaml.safe_dump(sections, allow_unicode=True, sort_keys=False, width=10_000)


def _line(one: Taught) -> dict[str, Any]:
    lesson = one.lesson
    department, field, kind = _section(one)
    return {
        "text": one.text,
        "acceptable_departments": [lesson.department.label] if lesson.department else [],
        "department": department,
        "kind": kind,
        "field": field,
        "verdict": lesson.verdict.value,
        "said": {"department": lesson.said_department, "kind": lesson.said_kind, "field": lesson.said_field},
        "model": lesson.model,
        "group": lesson.verdict.value,
    }


def _section(one: Taught) -> tuple[str, str, str]:
    lesson = one.lesson
    department, field, kind = (str(word or "") for word in (lesson.department, lesson.field, lesson.kind))
    return department, field, kind
