"""A citizen's browser that has shown the key of a case: it may follow that case until the session ends."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from intake.cases.actor import Actor, holder_of
from intake.cases.work import Work
from models.case import Case
from models.citizen import CitizenSession

SESSION_LENGTH = timedelta(hours=12)


def open_session(work: Work, case: Case, token: str | None) -> str:
    """Let a browser follow this case; the same token may hold several cases. Returns the token."""
    token = token or secrets.token_urlsafe(32)
    work.session.add(
        CitizenSession(
            case_id=case.id,
            token_digest=work.digest("citizen-session", token),
            created_at=work.now,
            expires_at=work.now + SESSION_LENGTH,
        )
    )
    return token


def actor_for(work: Work, token: str | None, code: str) -> Actor | None:
    """The holder of the case with this code, if this browser has shown its key."""
    if not token:
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
