"""Filing several matters of one story at once, a case each: the sender tells who they are and agrees once.

What each case is and whose, is decided for it alone. The files go with the first one, or with each.
"""

from collections.abc import Sequence

from intake.cases import limits, parts
from intake.cases.keys import case_key
from intake.cases.submission import Submission, read_text
from intake.cases.submit import Filed, submit
from intake.cases.work import Work
from models.vocabulary import EventType, NoticeKind


def submit_apart(
    work: Work, submission: Submission, others: Sequence[str], *, files_with_each: bool = False
) -> list[Filed]:
    """File the submission, and each further text as a case linked to it. Raises Invalid."""
    texts = [read_text("content", text) for text in others]

    first = submit(work, submission)
    shared = frozenset(submission.upload_ids if files_with_each else ())
    cut = [parts.Part(text, shared_ids=shared) for text in texts]
    made = [parts.file_part(work, first.case, part, part.text, told=NoticeKind.RECEIVED) for part in cut]
    work.session.flush()

    if made:
        work.record(first.case, EventType.SPLIT, parts=[str(one.id) for one in made])
    deadlines = [limits.current(work, one) or first.deadline for one in made]
    filed = zip(made, deadlines, strict=True)
    return [first, *(Filed(one, case_key(work, one), first.missing, deadline) for one, deadline in filed)]
