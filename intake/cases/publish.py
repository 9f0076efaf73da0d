"""Making an answered case public: the machine marks personal data, a person confirms, then it is published.

Nothing is published without the citizen's consent, without an issued answer, with a marked word that the person did
not decide on, or while a phrase they want hidden is nowhere to be found.
"""

from dataclasses import dataclass

from intake.cases import reply as replies
from intake.cases.errors import FieldError, Impossible, Invalid, NotFound
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.thread import Publication
from models.vocabulary import Action, CaseStatus
from routing import lifecycle
from routing.phrases import find_phrase
from routing.redaction import Span, find_personal, redact

_NOWHERE = N_(
    "Không thấy “{phrases}” trong câu hỏi và câu trả lời. Xin viết nguyên từ như trong văn bản, hoặc bỏ dòng này."
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and what the machine thinks is personal in it."""

    text: str
    spans: tuple[Span, ...]

    def hide(self, kept: frozenset[int], more: tuple[str, ...]) -> str:
        """The public text: every span hidden but those a person chose to keep, and further words hidden too."""
        marked = [span for number, span in enumerate(self.spans) if number not in kept]
        return redact(self.text, [*marked, *(span for phrase in more for span in find_phrase(self.text, phrase))])


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be published, with the machine's marks."""

    question: Marked
    answer: Marked

    def places(self, phrase: str) -> int:
        """How often a further phrase stands in what would be published."""
        return len(find_phrase(self.question.text, phrase)) + len(find_phrase(self.answer.text, phrase))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person decided: marks to keep visible (by number), further words to hide, and that they looked."""

    keep_in_question: frozenset[int] = frozenset()
    keep_in_answer: frozenset[int] = frozenset()
    hide_more: tuple[str, ...] = ()
    confirmed: bool = False


def hide(work: Work, case: Case, *, reason: str) -> Case:
    """Take a published case down, with the reason; it may be published again with a better redaction."""
    step = work.allow(case, Action.HIDE)

    work.record(case, step, read_text("reason", reason))
    return case


def without_consent(work: Work, case: Case, *, reason: str) -> None:
    """The consent is gone: what is published is taken down, and nothing is published again."""
    if case.status is CaseStatus.PUBLISHED:
        step = lifecycle.step(lifecycle.path_of(restricted=case.restricted), case.status, Action.HIDE)
        work.record(case, step, reason)
    case.publish_consent = False


def propose(work: Work, case: Case) -> Proposal:
    """The question and the answer with everything marked that the machine thinks is personal."""
    answered = replies.last_issued(work, case)
    if answered is None:
        raise NotFound("no_answer", _("Hồ sơ chưa có văn bản trả lời để công khai."))
    answer = answered.text or ""
    return Proposal(Marked(case.content, find_personal(case.content)), Marked(answer, find_personal(answer)))


def publish(work: Work, case: Case, confirmation: Confirmation) -> Publication:
    """Publish with the redaction a person confirmed. Raises Impossible without consent, Invalid unconfirmed."""
    step = work.allow(case, Action.PUBLISH)
    if not case.publish_consent:
        raise Impossible("no_consent", _("Người gửi chưa đồng ý công khai hồ sơ này."))
    if not confirmation.confirmed:
        raise Invalid(FieldError("confirmed", "not_confirmed", _("Xin xác nhận đã đọc và che hết thông tin cá nhân.")))
    answered = replies.last_issued(work, case)
    if answered is None:
        raise NotFound("no_answer", _("Hồ sơ chưa có văn bản trả lời để công khai."))

    proposal = propose(work, case)
    more = tuple(words for words in confirmation.hide_more if words.strip())
    if missed := [phrase for phrase in more if not proposal.places(phrase)]:
        raise Invalid(FieldError("more", "phrase_not_found", _(_NOWHERE).format(phrases="”, “".join(missed))))
    publication = Publication(
        case_id=case.id,
        reply_id=answered.id,
        question=read_text("question", proposal.question.hide(confirmation.keep_in_question, more)),
        answer=read_text("answer", proposal.answer.hide(confirmation.keep_in_answer, more)),
        confirmed_by=work.officer_id,
        published_at=work.now,
    )
    work.session.add(publication)

    shown = work.digest("publication", f"{publication.question}\0{publication.answer}")
    work.record(case, step, publication=str(publication.id), shown_digest=shown)
    return publication
