"""The field table as knowledge: which words belong to which field and department, how agencies are named.

It reads ``routing/rules/fields.yaml`` and finds its words in a text. It knows no probabilities: the
classifier uses the finds as features, the keyword fall-back counts them, and both show them as reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.vocabulary import Department
from routing.classifier.phrases import Phrase, PhraseBook
from routing.rulebook.fields import FieldTable, Topic, read_fields

FIELDS_FILE = Path(__file__).resolve().parent.parent / "rules" / "fields.yaml"


@dataclass(frozen=True, slots=True)
class Finding:
    """A word of the field table that a text contains."""

    words: str
    topic: Topic


@dataclass(frozen=True, slots=True)
class Naming:
    """An agency that a text names, in our spelling."""

    words: str
    department: Department


@cache
def _written() -> FieldTable:
    return read_fields(FIELDS_FILE)


def table() -> Mapping[str, Topic]:
    """The topics of fields.yaml by name. Raises RulebookInvalid with file, line and key."""
    return _written().topics


@cache
def _topic_book() -> PhraseBook:
    return PhraseBook.of(Phrase(text, topic.name) for topic in table().values() for text in topic.words)


@cache
def _agency_book() -> PhraseBook:
    agencies = _written().agencies
    return PhraseBook.of(Phrase(text, department) for department, names in agencies.items() for text in names)


def topics_in(text: str) -> list[Finding]:
    """The words of the field table that the text contains, in order."""
    return [Finding(hit.phrase.text, table()[hit.phrase.label]) for hit in _topic_book().find(text)]


def agencies_in(text: str) -> list[Naming]:
    """The agencies that the text names, longest name at each place, in order."""
    hits = sorted(_agency_book().find(text), key=lambda hit: (hit.position, -hit.length))
    names: list[Naming] = []
    free = 0
    for hit in hits:
        if hit.position >= free:
            names.append(Naming(hit.phrase.text, Department(hit.phrase.label)))
            free = hit.position + hit.length
    return names
