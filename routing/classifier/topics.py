"""The field table as knowledge: which words belong to which field and department, how agencies are named.

It reads ``routing/rules/fields.yaml`` and finds its words in a text. It knows no probabilities: the
classifier uses the finds as features, the keyword fall-back counts them, and both show them as reasons.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from models.vocabulary import Department, Field
from routing.classifier.phrases import Phrase, PhraseBook

FIELDS_FILE = Path(__file__).resolve().parent.parent / "rules" / "fields.yaml"


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the field table: a subject, who answers for it, and the words that name it."""

    name: str
    field: Field
    department: Department
    words: tuple[str, ...]


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
def table() -> dict[str, Topic]:
    """The topics of fields.yaml by name. A wrong value names the file and the key."""
    topics = {}
    for name, row in yaml.safe_load(FIELDS_FILE.read_text("utf-8"))["topics"].items():
        try:
            topics[name] = Topic(
                name, Field(row["field"]), Department(row["department"]), tuple(map(str, row["words"]))
            )
        except (KeyError, ValueError, TypeError) as error:
            raise ValueError(f"{FIELDS_FILE.name}: topics.{name}: {error}") from error
    return topics


@cache
def _topic_book() -> PhraseBook:
    return PhraseBook.of(Phrase(text, topic.name) for topic in table().values() for text in topic.words)


@cache
def _agency_book() -> PhraseBook:
    agencies = yaml.safe_load(FIELDS_FILE.read_text("utf-8"))["agencies"]
    return PhraseBook.of(Phrase(text, Department(key)) for key, names in agencies.items() for text in names)


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
