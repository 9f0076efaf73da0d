"""What today's rule book says beside the forms of a case: grounds of refusal, how a proposal is examined, which
procedure a matter belongs to that is no feedback."""

from dataclasses import dataclass

from intake.cases.work import Work
from models.vocabulary import Criterion, Finding, Outcome, RefusalReason
from routing.rulebook import Destination, Elsewhere, Explained, RuleUnknown


@dataclass(frozen=True, slots=True)
class Ground:
    """A listed ground of refusal with what the citizen may do instead, by today's rule book."""

    reason: RefusalReason
    guidance: str


@dataclass(frozen=True, slots=True)
class ExaminationLaw:
    """What today's rule book says of examining a proposal, beside the fields that ask for it."""

    findings: list[Explained[Finding]]
    criteria: list[Explained[Criterion]]
    outcomes: list[Explained[Outcome]]


def refusal_grounds(work: Work) -> list[Ground]:
    """The listed grounds that hold today."""
    book, grounds = work.desk.rulebook.on(work.today), []
    for reason in RefusalReason:
        try:
            grounds.append(Ground(reason, book.refusal(reason).guidance))
        except RuleUnknown:
            continue
    return grounds


def examination_law(work: Work) -> ExaminationLaw:
    """Findings, criteria and outcomes as they hold today."""
    book = work.desk.rulebook.on(work.today)
    return ExaminationLaw(
        findings=[book.finding(word) for word in Finding],
        criteria=[book.criterion(word) for word in Criterion],
        outcomes=[book.outcome(word) for word in Outcome],
    )


def destinations(work: Work) -> list[Elsewhere]:
    """The procedures beside this one, with the words for a sender whose matter belongs there."""
    book, found = work.desk.rulebook.on(work.today), []
    for destination in Destination:
        try:
            found.append(book.elsewhere(destination))
        except RuleUnknown:
            continue
    return found


def guidance(work: Work, chosen: str) -> str:
    """Words to begin with, for a matter that belongs to the procedure of this name; none for any other name."""
    there = next((one for one in destinations(work) if one.destination.value == chosen), None)
    return f"{there.sentence}\n\nNơi nhận: {there.send_to}." if there else ""


def handing_over(work: Work) -> str:
    """Words to begin with, when a case is handed over."""
    there = work.desk.rulebook.on(work.today).elsewhere(Destination.LEGAL_DOCUMENT)
    return there.handed_over or there.sentence
