"""Officers' accounts: making one, signing in, sessions that can be revoked.

Passwords are argon2id (RFC 9106 by the library's defaults); a session is a random token of which only a keyed
digest is kept. How often somebody may try is the business of the web, which knows addresses.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from intake.cases import delegation, organisation
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Invalid, NotAllowed
from intake.cases.work import Work
from models.languages import _
from models.organisation import Officer, OfficerRole, OfficerSession
from models.vocabulary import OFFICER_ROLES, Role

PASSWORD_MIN = 12
SESSION_LENGTH = timedelta(hours=10)
SESSION_IDLE = timedelta(hours=2)
_SEEN_EVERY = timedelta(minutes=1)
_USERNAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")


_HOLDER = (
    select(OfficerSession, Officer)
    .join(Officer, OfficerSession.officer_id == Officer.id)
    .where(OfficerSession.token_digest == bindparam("digest"), Officer.active)
    .options(joinedload(Officer.role_rows), joinedload(Officer.unit))
)
"""Asked by every page, so it is put together once."""


class Hashed(str):
    """A password that was hashed already: many sample accounts have one, and hashing is slow on purpose."""


_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""Checked when there is no such account, so that a wrong name takes as long as a wrong password."""


def hashed(password: str) -> Hashed:
    return Hashed(_hasher.hash(password))


def create_officer(
    work: Work,
    *,
    username: str,
    name: str,
    password: str | Hashed,
    roles: Iterable[Role],
    unit_id: UUID | None = None,
    title: str = "",
) -> Officer:
    """Make an account. Raises Invalid naming each wrong field."""
    wanted = frozenset(roles)
    errors = _new_account_errors(work, username, name, password, wanted)
    if errors:
        raise Invalid(*errors)

    officer = Officer(
        username=username,
        name=" ".join(name.split()),
        title=title,
        unit_id=unit_id,
        password_hash=str(password) if isinstance(password, Hashed) else _hasher.hash(password),
        active=True,
        created_at=work.now,
    )
    officer.role_rows = [OfficerRole(officer_id=officer.id, role=role) for role in OFFICER_ROLES if role in wanted]
    work.session.add(officer)
    work.session.flush()
    return officer


def check_password(work: Work, username: str, password: str) -> UUID:
    """The officer whose password this is. Raises NotAllowed, the same for a wrong name or password.

    Slow on purpose, so it belongs to a reading work: SQLite has one write lock for everybody.
    """
    officer = work.session.scalar(select(Officer).where(Officer.username == username.strip().lower()))
    if not _matches(officer, password) or officer is None or not officer.active:
        raise NotAllowed("sign_in_failed", _("Tên đăng nhập hoặc mật khẩu chưa đúng."))
    return officer.id


def open_session(work: Work, officer_id: UUID) -> str:
    """Open a session for an officer whose password was checked; returns its token, told once."""
    token = secrets.token_urlsafe(32)
    session = OfficerSession(
        officer_id=officer_id,
        token_digest=work.digest("officer-session", token),
        created_at=work.now,
        last_seen_at=work.now,
        expires_at=work.now + SESSION_LENGTH,
    )
    work.session.add(session)
    return token


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose token it is; ``to_note``: whether it is time to write down that they were here."""

    actor: Actor
    to_note: bool


def recognised(work: Work, token: str) -> Recognised | None:
    """Who holds this token now, or None if it is unknown, revoked, expired or idle too long. Reads only."""
    digest = work.digest("officer-session", token)
    found = work.session.execute(_HOLDER, {"digest": digest}).unique().one_or_none()
    if found is None or not _holds(work, found.OfficerSession):
        return None
    return Recognised(acting(work, found.Officer), _is_due(work, found.OfficerSession))


def actor_of(work: Work, token: str) -> Actor | None:
    """The actor of ``recognised``."""
    found = recognised(work, token)
    return found.actor if found else None


def acting(work: Work, officer: Officer) -> Actor:
    """This officer as an actor; their roles must have been read with them."""
    takes_over = organisation.carried_on_by(work, officer.unit_id) if officer.unit_id else frozenset[UUID]()
    stands_for, stood_in_by = delegation.running(work, officer)
    return Actor(
        officer.roles | ({Role.LEADER} if stands_for else frozenset()),
        officer_id=officer.id,
        unit_id=officer.unit_id,
        takes_over=takes_over,
        stands_for=stands_for,
        stood_in_by=stood_in_by,
        name=officer.name,
    )


def seen(work: Work, token: str) -> None:
    """Keep a session alive; written at most once a minute."""
    session = _session(work, token)
    if session is not None and _is_due(work, session):
        session.last_seen_at = work.now


def sign_out(work: Work, token: str) -> None:
    """Revoke this session."""
    session = _session(work, token)
    if session is not None:
        session.revoked_at = work.now


def revoke_all(work: Work, officer_id: UUID) -> int:
    """Revoke every open session of an officer; returns how many."""
    query = select(OfficerSession).where(OfficerSession.officer_id == officer_id, OfficerSession.revoked_at.is_(None))
    sessions = work.session.scalars(query).all()
    for session in sessions:
        session.revoked_at = work.now
    return len(sessions)


def _is_due(work: Work, session: OfficerSession) -> bool:
    return work.now - session.last_seen_at >= _SEEN_EVERY


def _session(work: Work, token: str) -> OfficerSession | None:
    session = work.session.scalar(
        select(OfficerSession).where(OfficerSession.token_digest == work.digest("officer-session", token))
    )
    return session if session is not None and _holds(work, session) else None


def _holds(work: Work, session: OfficerSession) -> bool:
    """Whether it is neither revoked, nor expired, nor idle too long."""
    if session.revoked_at is not None or session.expires_at <= work.now:
        return False
    return work.now - session.last_seen_at < SESSION_IDLE


def _matches(officer: Officer | None, password: str) -> bool:
    try:
        return _hasher.verify(officer.password_hash if officer else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False


def account_errors(username: str, name: str, roles: frozenset[Role]) -> list[FieldError]:
    """What is wrong with an account, whoever has one already."""
    errors = []
    if not 3 <= len(username) <= 64 or set(username) - _USERNAME_LETTERS:
        sentence = _("Tên đăng nhập gồm 3–64 chữ thường không dấu, số, dấu chấm, gạch nối.")
        errors.append(FieldError("username", "username_invalid", sentence))
    if not name.strip() or len(name) > 120:
        errors.append(FieldError("name", "name_invalid", _("Xin ghi họ tên của người dùng.")))
    if not roles or not roles <= set(OFFICER_ROLES):
        errors.append(FieldError("roles", "roles_invalid", _("Xin chọn ít nhất một vai trò.")))
    elif Role.OVERSEER in roles and len(roles) > 1:
        sentence = _("Vai trò giám sát không đi cùng vai trò khác, vì không được biết ai đã gửi.")
        errors.append(FieldError("roles", "overseer_alone", sentence))
    return errors


def _new_account_errors(
    work: Work, username: str, name: str, password: str, roles: frozenset[Role]
) -> list[FieldError]:
    errors = account_errors(username, name, roles)
    if work.session.scalar(select(Officer.id).where(Officer.username == username)) is not None:
        errors.append(FieldError("username", "username_taken", _("Tên đăng nhập này đã có người dùng.")))
    if len(password) < PASSWORD_MIN:
        sentence = _("Mật khẩu phải có ít nhất {least} ký tự.").format(least=PASSWORD_MIN)
        errors.append(FieldError("password", "password_too_short", sentence))
    return errors
