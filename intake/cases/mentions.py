"""Naming colleagues in an internal note with ``@`` and their sign-in name, so that they are told of it.

Only somebody who may see the case can be named; who may is asked of ``access``. Whoever was named is told until they
open the case.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select, update
from sqlalchemy.orm import joinedload

from intake.cases import access, accounts
from intake.cases.errors import FieldError, Invalid
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.mention import Mention
from models.organisation import Officer
from models.vocabulary import OFFICER_ROLES, Role
from routing.text import fold

NAMED = re.compile(r"(?<![\w@.+-])@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)", re.IGNORECASE)
"""A sign-in name after ``@``, not inside an e-mail address; a full stop after it ends the sentence."""

NAMED_MOST = 10
_OFFERED = 8
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be named: what is typed, and who that is."""

    username: str
    name: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a note; ``name`` is the officer it names."""

    text: str
    name: str | None = None


def named_in(work: Work, case: Case, text: str) -> list[UUID]:
    """The officers a note names, in order. Raises Invalid for a name nobody has, or of one who may not see the case."""
    wanted = list(dict.fromkeys(name.lower() for name in NAMED.findall(text)))
    if len(wanted) > NAMED_MOST:
        sentence = _("Mỗi ghi chú nhắc được nhiều nhất {most} người.").format(most=NAMED_MOST)
        raise Invalid(FieldError("note", "too_many_mentions", sentence))
    found = {one.username: one for one in _officers(work, Officer.username.in_(wanted), len(wanted))} if wanted else {}
    seeing = _who_sees(work, case, list(found.values()))
    errors = [error for name in wanted if (error := _refused(name, found.get(name), seeing)) is not None]
    if errors:
        raise Invalid(*errors)
    return [found[name].id for name in wanted]


def tell(work: Work, case: Case, officer_ids: Iterable[UUID]) -> None:
    """Keep who was named in the note that has just been recorded; nobody is told of what they wrote themselves."""
    for officer_id in officer_ids:
        if officer_id != work.officer_id:
            work.session.add(Mention(case_id=case.id, seq=case.version, officer_id=officer_id, at=work.now))


def offered(work: Work, case: Case, begun: str) -> list[Colleague]:
    """Whom a name that has been begun may mean: officers who may see this case, those of one's own unit first."""
    typed = begun.lower().replace("%", "").replace("_", "\\_")
    like = or_(Officer.username.like(f"{typed}%", escape="\\"), Officer.username.like(f"%.{typed}%", escape="\\"))
    some = _officers(work, Officer.id != work.officer_id, None) if not typed else _officers(work, like, _LOOKED_AT)
    if not some:
        folded = fold(begun)
        some = [one for one in _officers(work, Officer.id != work.officer_id, None) if folded in fold(one.name)]
    some.sort(key=lambda one: (one.unit_id != work.actor.unit_id, one.name, one.username))
    seeing = _who_sees(work, case, [one for one in some if one.id != work.officer_id][:_LOOKED_AT])
    return [Colleague(one.username, one.name, one.unit.name if one.unit else None) for one in some if one.id in seeing][
        :_OFFERED
    ]


def open_for(officer_id: UUID | None) -> Select[UUID]:
    """The cases in which this officer has been named and has not looked since."""
    return select(Mention.case_id).where(Mention.officer_id == officer_id, Mention.seen_at.is_(None))


def any_for(officer_id: UUID | None) -> ColumnElement[bool]:
    return exists(open_for(officer_id))


def seen(work: Work, case: Case) -> None:
    """This officer has opened the case."""
    mine = update(Mention).where(Mention.case_id == case.id, Mention.officer_id == work.officer_id)
    work.session.execute(mine.where(Mention.seen_at.is_(None)).values(seen_at=work.now))


def waits(work: Work, case: Case) -> bool:
    """Whether this officer has been named here and has not looked since."""
    query = select(Mention.id).where(Mention.case_id == case.id, Mention.officer_id == work.officer_id)
    return work.session.scalar(query.where(Mention.seen_at.is_(None)).limit(1)) is not None


def names(work: Work, case: Case) -> dict[int, dict[str, str]]:
    """For each note the sign-in names it holds, and whose they are."""
    query = select(Mention.seq, Officer.username, Officer.name).join(Officer, Officer.id == Mention.officer_id)
    found: dict[int, dict[str, str]] = {}
    for seq, username, name in work.session.execute(query.where(Mention.case_id == case.id)):
        found.setdefault(seq, {})[username] = name
    return found


def pieces(text: str, known: dict[str, str]) -> list[Piece]:
    """A note cut at the officers it names; whatever else looks like a name stays text."""
    cut: list[Piece] = []
    at = 0
    for match in NAMED.finditer(text):
        name = known.get(match.group(1).lower())
        if name is not None:
            cut += [Piece(text[at : match.start()]), Piece(match.group(), name)]
            at = match.end()
    return [piece for piece in (*cut, Piece(text[at:])) if piece.text]


def _refused(name: str, officer: Officer | None, seeing: frozenset[UUID]) -> FieldError | None:
    if officer is None:
        sentence = _("Không có cán bộ nào có tên đăng nhập “{name}”. Xin sửa hoặc bỏ dấu @.").format(name=name)
        return FieldError("note", "mention_unknown", sentence)
    if officer.id not in seeing:
        sentence = _("{name} không được xem hồ sơ này nên không nhắc được. Xin bỏ @{username}; ghi chú vẫn còn đây.")
        return FieldError("note", "mention_unseeing", sentence.format(name=officer.name, username=name))
    return None


def _officers(work: Work, which: ColumnElement[bool], most: int | None) -> list[Officer]:
    query = (
        select(Officer).where(Officer.active, which).options(joinedload(Officer.role_rows), joinedload(Officer.unit))
    )
    found = work.session.scalars(query.order_by(Officer.name, Officer.id)).unique().all()
    return [one for one in found if one.roles & _NAMEABLE][:most]


_NAMEABLE = frozenset(OFFICER_ROLES) - {Role.ADMINISTRATOR, Role.OVERSEER}
"""Whoever works on cases; an overseer reads no notes with names in them."""


def _who_sees(work: Work, case: Case, officers: Sequence[Officer]) -> frozenset[UUID]:
    """Those of these officers who may see the case as it stands now."""
    if not officers:
        return frozenset()
    actors = [accounts.acting(work, one) for one in officers]
    row = work.session.execute(access.who_sees(actors).where(Case.id == case.id)).one()
    return frozenset(one.id for one, may in zip(officers, row[2:], strict=True) if may)
