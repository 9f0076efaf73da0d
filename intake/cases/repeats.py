"""Recognising the second half of a double click: the same officer, the same step, the same words, just now.

Such a request did what it wanted the first time, so it is neither done again nor answered with an error. It looks
only at what the officer did themselves, which they know anyway, even when the case has left their sight.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from intake.cases.errors import Invalid
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.vocabulary import Action
from routing import lifecycle

_DOUBLE_CLICK = timedelta(seconds=30)


def just_done(
    work: Work, code: str, action: Action, *, since: int, text: str | None = "", unit_id: UUID | None = None
) -> bool:
    """Whether this officer took this step, with this text and unit, from the version the form was made of.

    ``text`` None: whatever its words were.
    """
    types = {step.event for table in lifecycle.PATHS.values() for (_, what), step in table.items() if what is action}
    if action is Action.TRANSFER:
        types.add(lifecycle.ESCALATION.event)
    query = (
        select(CaseEvent)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(
            Case.code == code,
            CaseEvent.seq > since,
            CaseEvent.officer_id == work.officer_id,
            CaseEvent.type.in_(types),
            CaseEvent.at > work.now - _DOUBLE_CLICK,
        )
    )
    digests = None if text is None else _digests(work, text)
    return any(_same(event, digests, unit_id) for event in work.session.scalars(query))


def _same(event: CaseEvent, digests: frozenset[str] | None, unit_id: UUID | None) -> bool:
    same_text = digests is None or event.data.get("text_digest", "") in digests
    unit = event.data.get("suggested", event.data.get("unit"))
    return same_text and (unit_id is None or unit == str(unit_id))


def _digests(work: Work, text: str) -> frozenset[str]:
    if not text.strip():
        return frozenset({""})
    try:
        words = read_text("text", text)
    except Invalid:
        return frozenset()
    return frozenset({work.digest("message", words), work.digest("reply", words)})
