"""How well a decider does on labelled texts: shares right, with and without diacritics, and how sure it was.

It takes texts with the departments that may rightly answer and the kinds that fit; it reads no files and
knows no format of data.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.vocabulary import CaseKind
from routing.decision import Decision
from routing.text import fold


class Decider(Protocol):
    """Anything that decides on a text: the classifier or its keyword fall-back."""

    def decide(self, text: str) -> Decision: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A text and what would be right. Departments are named as people name them."""

    text: str
    departments: frozenset[str]
    kinds: frozenset[CaseKind]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the cases, 0 to 1. ``auto_right`` is the share right among those sent without a person."""

    cases: int
    top1: float
    top3: float
    kind: float
    auto: float
    auto_right: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Outcome:
    first: bool
    among_three: bool
    kind: bool
    auto: bool
    confidence: float


def evaluate(decider: Decider, cases: Iterable[Case]) -> Figures:
    """The figures of one decider on the cases as written."""
    return _figures([_outcome(decider, case, str) for case in cases])


def evaluate_bare(decider: Decider, cases: Iterable[Case]) -> Figures:
    """The same for the texts without diacritics: what a hurried thumb would have typed."""
    return _figures([_outcome(decider, case, fold) for case in cases])


def by_group(decider: Decider, cases: Sequence[Case]) -> dict[str, Figures]:
    """The figures of each group of cases apart."""
    names = sorted({case.group for case in cases})
    return {name: evaluate(decider, [case for case in cases if case.group == name]) for name in names}


def _outcome(decider: Decider, case: Case, form: Callable[[str], str]) -> Outcome:
    decision = decider.decide(form(case.text))
    right = [ranked.department.label in case.departments for ranked in decision.departments]
    first = decision.departments[0]
    return Outcome(right[0], any(right), decision.kind in case.kinds, decision.auto, first.confidence)


def _figures(outcomes: Sequence[Outcome]) -> Figures:
    sent = [outcome for outcome in outcomes if outcome.auto]
    return Figures(
        cases=len(outcomes),
        top1=_share(outcome.first for outcome in outcomes),
        top3=_share(outcome.among_three for outcome in outcomes),
        kind=_share(outcome.kind for outcome in outcomes),
        auto=_share(outcome.auto for outcome in outcomes),
        auto_right=_share(outcome.first for outcome in sent),
        calibration_error=_calibration_error(outcomes),
    )


def _share(answers: Iterable[bool]) -> float:
    counted = list(answers)
    return round(sum(counted) / len(counted), 4) if counted else 0.0


def _calibration_error(outcomes: Sequence[Outcome], steps: int = 10) -> float:
    """Mean distance between confidence and truth over ten steps of confidence, weighted by their size."""
    error = 0.0
    for step in range(steps):
        within = [o for o in outcomes if step == min(int(o.confidence * steps), steps - 1)]
        error += abs(sum(o.confidence for o in within) - sum(o.first for o in within))
    return round(error / len(outcomes), 4) if outcomes else 0.0
