"""A citizen's browser that has shown the key of a case: it may follow that case until the session ends."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from intake.cases.actor import Actor, holder_of
from intake.cases.work import Work
from models.case import Case
from models.citizen import CitizenSession
from routing.case_code import read_code

SESSION_LENGTH = timedelta(hours=12)


def open_session(work: Work, case: Case, token: str | None) -> str:
    """Let a browser follow this case as well as those its ``token`` holds. Returns a new token, always.

    A token that somebody else planted in this browser opens no more than it did before (RFC 6265, 8.4).
    """
    holds = {case_id: until for case_id, until in _held(work, token) if case_id != case.id}
    fresh = secrets.token_urlsafe(32)
    for case_id, until in (holds | {case.id: work.now + SESSION_LENGTH}).items():
        digest = work.digest("citizen-session", fresh)
        work.session.add(CitizenSession(case_id=case_id, token_digest=digest, created_at=work.now, expires_at=until))
    return fresh


def close_session(work: Work, token: str | None) -> None:
    """This browser forgets every case, on the server as well."""
    if token:
        mine = CitizenSession.token_digest == work.digest("citizen-session", token)
        work.session.execute(delete(CitizenSession).where(mine))


def actor_for(work: Work, token: str | None, code: str) -> Actor | None:
    """The holder of the case with this code, if this browser has shown its key."""
    if not token or read_code(code) != code:
        return None
    case_id = work.session.scalar(
        select(CitizenSession.case_id)
        .join(Case, Case.id == CitizenSession.case_id)
        .where(
            CitizenSession.token_digest == work.digest("citizen-session", token),
            CitizenSession.expires_at > work.now,
            Case.code == code,
        )
        .limit(1)
    )
    return holder_of(case_id) if case_id else None


def _held(work: Work, token: str | None) -> Iterable[tuple[UUID, datetime]]:
    """The cases this token opens, and until when."""
    if not token:
        return ()
    query = select(CitizenSession.case_id, CitizenSession.expires_at).where(
        CitizenSession.token_digest == work.digest("citizen-session", token), CitizenSession.expires_at > work.now
    )
    return [(case_id, until) for case_id, until in work.session.execute(query)]
