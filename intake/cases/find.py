"""One box over all cases an officer may see: a code or a part of one, who wrote, or words of the text.

Who wrote is found by the keyed hash of exactly what was typed, and only by whoever may know it; each case found that
way is written into the access log. What was typed never leaves this module in clear.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, func, literal_column, or_, select
from sqlalchemy.orm import joinedload

from intake.cases import access
from intake.cases.queues.filters import Filters, is_readable
from intake.cases.submission import read_phone
from intake.cases.work import Work
from models import search
from models.case import Case
from models.citizen import Citizen
from models.history import AccessLog
from models.languages import N_
from models.vocabulary import CaseStatus, Labelled
from routing.case_code import check_digit, read_code
from routing.text import first_line, fold

MOST = 50
LOOKED_UP = "identity"
_SUMMARY = 110
_SAME_VISIT = timedelta(minutes=1)
_FRAGMENT = range(4, 14)
_CODE_LIKE = re.compile(r"(?i)^(?:pa)?[\d\s.\-]+$")
_TAIL = func.substr(Case.code, literal_column("11"))
"""The six digits of a code that are its own, and the last one (``ix_case_code_tail``)."""


class Why(Labelled):
    """Why a case was found, the surest first."""

    CODE = "code", N_("Đúng mã hồ sơ")
    FRAGMENT = "fragment", N_("Có những số này trong mã")
    PHONE = "phone", N_("Cùng số điện thoại người gửi")
    EMAIL = "email", N_("Cùng thư điện tử người gửi")
    NAME = "name", N_("Cùng họ tên người gửi")
    WORDS = "words", N_("Có những chữ này trong nội dung")


_IDENTITY = frozenset({Why.PHONE, Why.EMAIL, Why.NAME})


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found, and why."""

    code: str
    summary: str
    status: CaseStatus
    unit: str | None
    received_at: datetime
    why: tuple[Why, ...]

    @property
    def by_identity(self) -> bool:
        return bool(_IDENTITY & set(self.why))


def is_personal(typed: str) -> bool:
    """Whether this can only be meant as a person's phone or e-mail: it must not stand in an address."""
    return not read_code(typed) and (read_phone(typed) is not None or "@" in typed)


def find(work: Work, typed: str) -> list[Hit]:
    """The cases that were meant, the surest and newest first, at most ``MOST``."""
    found: dict[str, tuple[Case, list[Why]]] = {}
    for why, condition in _conditions(work, typed):
        for case in _cases(work, condition):
            if why in _IDENTITY or why is not Why.WORDS or _is_readable(work, typed, case):
                found.setdefault(case.code, (case, []))[1].append(why)
    return [_hit(work, case, why) for case, why in list(found.values())[:MOST]]


def by_sender(work: Work, *, phone: str = "", email: str = "") -> list[Hit]:
    """What whoever has this phone or this e-mail has sent before; nothing for whoever may not know who wrote."""
    if not access.sees_identity(work.actor):
        return []
    given = [("phone", read_phone(phone)), ("email", email.strip().lower())]
    hashes = [_HASHED[part] == work.digest(part, value) for part, value in given if value]
    theirs = Case.citizen_id.in_(select(Citizen.id).where(or_(*hashes))) if hashes else false()
    cases = _cases(work, theirs & access.sender_known(work.actor))
    why = Why.PHONE if given[0][1] else Why.EMAIL
    return [_hit(work, case, [why]) for case in cases]


def log(work: Work, hits: Iterable[Hit]) -> None:
    """Write down that people were looked up; the same look within a minute is one."""
    codes = [hit.code for hit in hits if hit.by_identity]
    if not codes:
        return
    just_now = select(AccessLog.case_id).where(
        AccessLog.officer_id == work.officer_id, AccessLog.what == LOOKED_UP, AccessLog.at > work.now - _SAME_VISIT
    )
    new = access.visible_cases(work.actor).where(Case.code.in_(codes), Case.id.not_in(just_now))
    for case_id in work.session.scalars(new.with_only_columns(Case.id)).all():
        work.session.add(AccessLog(at=work.now, case_id=case_id, officer_id=work.officer_id, what=LOOKED_UP))


_HASHED = {"phone": Citizen.phone_hash, "email": Citizen.email_hash, "name": Citizen.name_hash}


def _conditions(work: Work, typed: str) -> Iterator[tuple[Why, ColumnElement[bool]]]:
    if code := read_code(typed):
        yield Why.CODE, Case.code == code
        return
    if (fragment := _fragment(typed)) is not None:
        yield Why.FRAGMENT, fragment
    if access.sees_identity(work.actor):
        for why, part, value in _people(typed):
            mine = select(Citizen.id).where(_HASHED[part] == work.digest(part, value))
            yield why, Case.citizen_id.in_(mine) & access.sender_known(work.actor)
    if not is_personal(typed):
        words = fold(typed)
        if any(letter.isalnum() for letter in words):
            sqlite = work.desk.database.is_sqlite
            yield Why.WORDS, Case.search_text.is_not(None) & search.holding(work.session, words, sqlite=sqlite)


def _people(typed: str) -> Iterator[tuple[Why, str, str]]:
    """What was typed as a phone, an e-mail, a full name: as they are hashed when somebody files (``identity``)."""
    if phone := read_phone(typed):
        yield Why.PHONE, "phone", phone
    elif "@" in typed:
        yield Why.EMAIL, "email", typed.strip().lower()
    elif len(typed.split()) > 1:
        yield Why.NAME, "name", fold(" ".join(typed.split()))


def _fragment(typed: str) -> ColumnElement[bool] | None:
    """Some digits of a code: its own number as it is read out, with or without the date, the last digit or dashes."""
    digits = re.sub(r"\D", "", typed)
    if not _CODE_LIKE.match(typed.strip()) or len(digits) not in _FRAGMENT:
        return None
    if len(digits) == 12:
        return Case.code == f"PA-{digits[:6]}-{digits[6:]}-{check_digit(digits)}"
    own = f"{digits[:6]}-{digits[6:]}" if len(digits) > 6 else digits
    ended = _TAIL.like(f"{own}%")
    return ended if len(digits) < 8 else or_(ended, Case.code.like(f"PA-{digits[:6]}-{digits[6:]}%"))


def _cases(work: Work, condition: ColumnElement[bool]) -> list[Case]:
    query = access.visible_cases(work.actor).where(condition).options(joinedload(Case.unit))
    return list(work.session.scalars(query.order_by(Case.received_at.desc(), Case.id.desc()).limit(MOST)))


def _is_readable(work: Work, typed: str, case: Case) -> bool:
    return is_readable(work, Filters(text=typed), case.content, None)


def _hit(work: Work, case: Case, why: list[Why]) -> Hit:
    summary = first_line(access.shown_text(work.actor, case.content, of=case), _SUMMARY)
    unit = case.unit.name if case.unit and not case.restricted else None
    return Hit(case.code, summary, case.status, unit, case.received_at, tuple(why))
