"""How well a decider does on labelled texts: shares right, with and without diacritics, and how sure it was.

It takes texts with the departments that may rightly answer and the kinds that fit; it reads no files and
knows no format of data.
"""

from collections import Counter
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
    parts: tuple[int, ...] = ()
    """Where the second and further matters of a mixed text begin."""


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


BESIDE = 25
"""A part found so many characters beside its true beginning is found: about five words."""


def department_f1(cases: Sequence[Case], decisions: Sequence[Decision]) -> float:
    """The mean over departments of the F1 of the first one; of several acceptable ones any will do."""
    given = [decision.departments[0].department.label for decision in decisions]
    right = [one if one in case.departments else min(case.departments) for one, case in zip(given, cases, strict=True)]
    return mean_f1(right, given)


def kind_f1(cases: Sequence[Case], decisions: Sequence[Decision]) -> float:
    """The mean of the F1 of each kind that some text is. Of several acceptable kinds the one given counts; where none
    of them was given, the one that most of the others are."""
    given = [decision.kind for decision in decisions]
    usual = Counter(one for one, case in zip(given, cases, strict=True) if one in case.kinds)
    return mean_f1(
        [
            one if one in case.kinds else max(sorted(case.kinds), key=usual.__getitem__)
            for one, case in zip(given, cases, strict=True)
        ],
        given,
    )


def mean_f1(right: Sequence[str], given: Sequence[str]) -> float:
    """The F1 of each label that is right somewhere, and their mean."""
    pairs = list(zip(right, given, strict=True))
    scores = [
        _f1(sum(a == b == label for a, b in pairs), sum(a == label for a in right), sum(b == label for b in given))
        for label in sorted(set(right))
    ]
    return sum(scores) / len(scores)


def mixed_f1(cases: Sequence[Case], decisions: Sequence[Decision]) -> tuple[float, float]:
    """How well mixed texts are found, and how well the beginnings of their further parts."""
    pairs = list(zip(cases, decisions, strict=True))
    found = _f1(
        sum(bool(case.parts and decision.mixed) for case, decision in pairs),
        sum(bool(case.parts) for case in cases),
        sum(bool(decision.mixed) for decision in decisions),
    )
    hits = sum(
        any(abs(part.start - start) <= BESIDE for part in decision.mixed[1:])
        for case, decision in pairs
        for start in case.parts
    )
    cut = sum(max(len(decision.mixed) - 1, 0) for decision in decisions)
    return found, _f1(hits, sum(len(case.parts) for case in cases), cut)


def _f1(hits: int, right: int, given: int) -> float:
    return 2 * hits / (right + given) if right + given else 0.0


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
