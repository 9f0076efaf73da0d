"""Examining a proposal about a regulation: enough to go by or not yet, the six criteria, and what follows.

The steps are those of ND 20/2008 Điều 14.2 and 15; their words, articles and certainty are in the rule book. Each
examination is a row of its own and the newest counts, because what is not enough today may be next year.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from intake.cases.errors import FieldError, Impossible, Invalid
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.evaluation import Evaluation
from models.languages import _
from models.vocabulary import Action, CaseKind, Criterion, Finding, Outcome
from routing.text import fold

NOTE_MAX, PROPOSAL_MAX = 2_000, 10_000
NOT_ENOUGH_YET = "chưa đủ cơ sở"
"""What an answer must say while the proposal is only kept with others of its kind."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for one criterion. ``note`` is needed where the rule does not meet it."""

    met: bool
    note: str = ""


def evaluate(
    work: Work,
    case: Case,
    *,
    finding: Finding,
    criteria: Mapping[Criterion, Verdict],
    outcome: Outcome | None = None,
    proposal: str = "",
) -> Evaluation:
    """Write down an examination. Raises Invalid naming each criterion, outcome or text that is missing."""
    step = work.allow(case, Action.EVALUATE)
    enough = finding is Finding.ENOUGH
    if errors := _missing(criteria, outcome, proposal) if enough else []:
        raise Invalid(*errors)

    made = Evaluation(case_id=case.id, officer_id=work.officer_id, at=work.now, finding=finding)
    made.criteria = {word.value: _verdict(word, one) for word, one in criteria.items()} if enough else {}
    made.outcome = outcome if enough else None
    made.proposal = read_text("proposal", proposal, longest=PROPOSAL_MAX) if enough and proposal.strip() else None
    work.session.add(made)

    found = {"finding": finding.value, "outcome": made.outcome.value if made.outcome else None}
    work.record(case, step, evaluation=str(made.id), **found)
    return made


def latest(work: Work, case: Case) -> Evaluation | None:
    """The examination that counts."""
    query = select(Evaluation).where(Evaluation.case_id == case.id)
    return work.session.scalar(query.order_by(Evaluation.at.desc(), Evaluation.id.desc()).limit(1))


def check_answer(work: Work, case: Case, words: str) -> None:
    """A proposal about a regulation is answered after it has been examined, and as it was found. Raises Impossible."""
    if case.kind is not CaseKind.REGULATION:
        return
    examined = latest(work, case)
    if examined is None:
        raise Impossible(
            "not_evaluated",
            _(
                "Kiến nghị về quy định phải được xem xét (điểm b, điểm c khoản 2 Điều 14 Nghị định 20/2008/NĐ-CP) "
                "trước khi trả lời. Xin ghi kết quả ở mục “Xem xét kiến nghị”."
            ),
        )
    if examined.finding is Finding.COLLECTING and fold(NOT_ENOUGH_YET) not in fold(words):
        raise Impossible(
            "answer_hides_finding",
            _(
                "Kết quả xem xét là “{finding}”: văn bản trả lời phải nói rõ là {words} (điểm b "
                "khoản 2 Điều 14 Nghị định 20/2008/NĐ-CP)."
            ).format(finding=_(examined.finding.label).lower(), words=NOT_ENOUGH_YET),
        )


def _missing(criteria: Mapping[Criterion, Verdict], outcome: Outcome | None, proposal: str) -> list[FieldError]:
    errors = [
        FieldError(
            f"met_{word.value}",
            "met_not_chosen",
            _("Xin chọn đạt hay chưa đạt cho “{criterion}”.").format(criterion=_(word.label).lower()),
        )
        for word in Criterion
        if word not in criteria
    ]
    errors += [
        FieldError(
            f"note_{word.value}",
            "note_missing",
            _("Xin ghi vì sao chưa đạt “{criterion}”.").format(criterion=_(word.label).lower()),
        )
        for word, verdict in criteria.items()
        if not verdict.met and not verdict.note.strip()
    ]
    if outcome is None:
        errors.append(FieldError("outcome", "outcome_not_chosen", _("Xin chọn kết quả xem xét.")))
    elif outcome is not Outcome.KEEP and not proposal.strip():
        errors.append(FieldError("proposal", "proposal_empty", _("Xin ghi nội dung đề xuất sửa đổi hoặc ban hành.")))
    return errors


def _verdict(word: Criterion, verdict: Verdict) -> dict[str, object]:
    note = verdict.note.strip()
    words = read_text(f"note_{word.value}", note, longest=NOTE_MAX) if note else ""
    return {"met": verdict.met, "note": words}
