"""How a proposal about a regulation is examined: the criteria, the two findings, the outcomes (Điều 14 and 15).

What each word asks of an officer and where it stands. Which of them was found in a case is the record's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from models.vocabulary import Criterion, Finding, Labelled, Outcome
from routing.grounds import Grounds
from routing.rulebook.dated import History
from routing.rulebook.reading import GROUNDS, PERIOD, every, read_grounds
from routing.rulebook.source import Section, read

W = TypeVar("W", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Explained(Generic[W]):
    """A word of the vocabulary as the law uses it. ``explanation``: what to look at, or what follows."""

    word: W
    explanation: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Evaluating:
    """Every criterion, finding and outcome, each with its history."""

    criteria: Mapping[Criterion, History[Explained[Criterion]]]
    findings: Mapping[Finding, History[Explained[Finding]]]
    outcomes: Mapping[Outcome, History[Explained[Outcome]]]


def read_evaluating(path: Path) -> Evaluating:
    """Raises RulebookInvalid, also when a word of the vocabulary is missing."""
    top = read(path)
    top.only("criteria", "findings", "outcomes")
    return Evaluating(
        criteria=every(top.section("criteria"), Criterion, _explained(Criterion)),
        findings=every(top.section("findings"), Finding, _explained(Finding)),
        outcomes=every(top.section("outcomes"), Outcome, _explained(Outcome)),
    )


def _explained(words: type[W]) -> Callable[[W, Section], Explained[W]]:
    def one(word: W, row: Section) -> Explained[W]:
        row.only(*PERIOD, "explanation", *GROUNDS)
        return Explained(words(word), row.text("explanation"), read_grounds(row))

    return one
