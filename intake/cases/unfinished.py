"""What an officer was writing when their session ended: kept sealed on the server until they sign in again.

Only a session that once was real can leave something here, and only its own officer gets it back.
"""

from uuid import UUID

from sqlalchemy import select

from intake.cases import drafts
from intake.cases.work import Work
from models.organisation import OfficerSession

Fields = dict[str, list[str]]

SIZE_MAX = 100_000
"""Characters kept of one form: five times the longest text a case may hold."""


def keep(work: Work, token: str, path: str, fields: Fields) -> UUID | None:
    """Keep a form sent with an ended session. None if that session never existed or the form is too long."""
    officer_id = work.session.scalar(
        select(OfficerSession.officer_id).where(OfficerSession.token_digest == work.digest("officer-session", token))
    )
    if officer_id is None or sum(len(value) for values in fields.values() for value in values) > SIZE_MAX:
        return None
    return drafts.keep(work, {"officer": str(officer_id), "path": path, "fields": fields})


def recall(work: Work, draft_id: UUID) -> tuple[str, Fields] | None:
    """The path the form was sent to and what was typed, if it was this officer's."""
    state = drafts.recall(work, draft_id)
    if state is None or state.get("officer") != str(work.actor.officer_id):
        return None
    return state["path"], state["fields"]
