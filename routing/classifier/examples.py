"""What the classifier learns from: messages by department, field and kind, and the subjects of each department.

It reads and checks ``examples/*.yaml`` and ``subjects/*.yaml``, all written for it. None of the texts comes from a
citizen or from the evaluation data.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from models.vocabulary import CaseKind, Department, Field

EXAMPLES_FOLDER = Path(__file__).resolve().parent / "examples"
SUBJECTS_FOLDER = EXAMPLES_FOLDER.with_name("subjects")

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Example:
    """One written message and what is right for it. Rubbish has no department."""

    text: str
    department: Department | None
    kind: CaseKind
    field: Field


@dataclass(frozen=True, slots=True)
class Subject:
    """A few words for something a department deals with. They say nothing of the kind of a message."""

    text: str
    department: Department
    field: Field


def load_examples(folder: Path = EXAMPLES_FOLDER) -> tuple[Example, ...]:
    """All examples, in the order of file names. A wrong value names the file and the section."""

    def read(section: dict[str, Any]) -> list[Example]:
        department = Department(section["department"]) if section["department"] else None
        kind, field = CaseKind(section["kind"]), Field(section["field"])
        return [Example(str(text), department, kind, field) for text in section["texts"]]

    return tuple(_each(folder, read))


def load_subjects(folder: Path = SUBJECTS_FOLDER) -> tuple[Subject, ...]:
    """All subjects, in the order of file names. A wrong value names the file and the section."""

    def read(section: dict[str, Any]) -> list[Subject]:
        department, field = Department(section["department"]), Field(section["field"])
        return [Subject(str(text), department, field) for text in section["subjects"]]

    return tuple(_each(folder, read))


def _each(folder: Path, read: Callable[[dict[str, Any]], list[One]]) -> Iterator[One]:
    for path in sorted(folder.glob("*.yaml")):
        for number, section in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
            try:
                yield from read(section)
            except (KeyError, ValueError, TypeError) as error:
                raise ValueError(f"{path.name}, mục {number}: {error}") from error
