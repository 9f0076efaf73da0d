"""The field table: which subject belongs to which field and department, and the words that name it.

Knows the words as written; finding them in a text is the classifier's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import Department, Field
from routing.rulebook.source import Section, read


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the field table: a subject, who answers for it, and the words that name it."""

    name: str
    field: Field
    department: Department
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldTable:
    """``agencies``: the names people give to a department."""

    topics: Mapping[str, Topic]
    agencies: Mapping[Department, tuple[str, ...]]


def read_fields(path: Path) -> FieldTable:
    """Raises RulebookInvalid, also for a field or department that the vocabulary lacks."""
    top = read(path)
    top.only("version", "topics", "agencies")
    topics, agencies = top.section("topics"), top.section("agencies")
    agencies.only(*Department)
    return FieldTable(
        topics={name: _topic(name, topics.section(name)) for name in topics.nodes},
        agencies={Department(key): agencies.texts(key) for key in agencies.nodes},
    )


def _topic(name: str, at: Section) -> Topic:
    at.only("field", "department", "words")
    return Topic(name, at.member("field", Field), at.member("department", Department), at.texts("words"))
