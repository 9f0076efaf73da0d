"""What today's rule book says beside the forms of a case: grounds of refusal, how a proposal is examined, where to
hand a legal document over."""

from dataclasses import dataclass

from intake.cases.work import Work
from models.vocabulary import Criterion, Finding, Outcome, RefusalReason
from routing.rulebook import Destination, Explained, RuleUnknown


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


def handing_over(work: Work) -> str:
    """Words to begin with, when a case is handed over."""
    send_to = work.desk.rulebook.on(work.today).elsewhere(Destination.LEGAL_DOCUMENT).send_to
    return (
        f"Nội dung ông/bà gửi là góp ý về văn bản quy phạm pháp luật. Chúng tôi đã chuyển đến {send_to}. "
        "Ông/bà theo dõi và nhận trả lời tại đó bằng mã hồ sơ dưới đây."
    )
