"""How satisfied the citizen is with an answer: one rating for each issued reply, and it may be changed."""

from sqlalchemy import select

from intake.cases import reply as replies
from intake.cases.errors import FieldError, Invalid, NotFound
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.thread import Rating
from models.vocabulary import Action

COMMENT_MAX = 2_000


def rate(work: Work, case: Case, *, score: int, comment: str | None = None) -> Rating:
    """Rate the last answer, 1 to 5; rating again replaces the score. Raises Invalid."""
    step = work.allow(case, Action.RATE)
    answered = replies.last_issued(work, case)
    if answered is None:
        raise NotFound("no_answer", _("Hồ sơ chưa có văn bản trả lời để đánh giá."))
    if not 1 <= score <= 5:
        raise Invalid(FieldError("score", "score_out_of_range", _("Xin chọn mức hài lòng từ 1 đến 5.")))
    words = read_text("comment", comment, longest=COMMENT_MAX) if comment and comment.strip() else None

    earlier = work.session.scalar(select(Rating).where(Rating.reply_id == answered.id))
    rating = earlier or Rating(case_id=case.id, reply_id=answered.id)
    rating.score, rating.comment, rating.at = score, words, work.now
    work.session.add(rating)

    work.record(case, step, score=score, comment_digest=work.digest("rating", words) if words else None)
    return rating
