"""The texts the classifier learns from: written for it, one readable file per department, by field and kind.

It reads and checks ``examples/*.yaml``. None of the texts comes from a citizen or from the evaluation data.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models.vocabulary import CaseKind, Department, Field

EXAMPLES_FOLDER = Path(__file__).resolve().parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """One written message and what is right for it. Rubbish has no department."""

    text: str
    department: Department | None
    kind: CaseKind
    field: Field


def load_examples(folder: Path = EXAMPLES_FOLDER) -> tuple[Example, ...]:
    """All examples, in the order of file names. A wrong value names the file and the section."""
    return tuple(example for path in sorted(folder.glob("*.yaml")) for example in _read(path))


def _read(path: Path) -> list[Example]:
    sections: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    examples = []
    for number, section in enumerate(sections, 1):
        try:
            department = Department(section["department"]) if section["department"] else None
            kind, field = CaseKind(section["kind"]), Field(section["field"])
            examples += [Example(str(text), department, kind, field) for text in section["texts"]]
        except (KeyError, ValueError, TypeError) as error:
            raise ValueError(f"{path.name}, mục {number}: {error}") from error
    return examples
