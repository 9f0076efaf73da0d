"""The catalogue of procedures: brought in whole from a file, and known to a process until its edition changes."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from intake.cases.errors import NotAllowed
from intake.cases.work import Work
from models.languages import _
from models.procedure import Procedure
from models.vocabulary import Role
from routing.procedures import Catalogue
from routing.procedures_file import Row

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import did, in numbers of procedures."""

    added: int
    changed: int
    ended: int
    same: int


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What the page shows: how many are in force, when and from what last read, and the best for what was typed."""

    in_force: int
    source: str
    source_day: date | None
    found: tuple[Procedure, ...]


def bring_in(work: Work, rows: Sequence[Row], *, source: str, unread: Collection[str] = ()) -> Brought:
    """Make the catalogue what the file says: new ones begin today, changed ones change, missing ones end today.

    The codes ``unread`` stand in the file too, but not what it says of them: they stay as they are.
    """
    if not work.actor.roles & {Role.ADMINISTRATOR, Role.SYSTEM}:
        raise NotAllowed("not_allowed", _("Chỉ người quản trị được nhập danh mục thủ tục."))
    held = {one.code: one for one in work.session.scalars(select(Procedure))}

    fresh = [row for row in rows if row.code not in held]
    changed = [row for row in rows if row.code in held and _renew(held[row.code], row)]
    listed = {row.code for row in rows} | set(unread)
    ended = [one for code, one in held.items() if code not in listed and one.valid_to is None]

    today, named = work.today, source[:200]
    work.session.add_all(Procedure(**asdict(row), valid_from=today, source=named, source_day=today) for row in fresh)
    for one in ended:
        one.valid_to = today
    for row in changed:
        held[row.code].source, held[row.code].source_day = named, today
    work.session.flush()
    return Brought(len(fresh), len(changed), len(ended), len(rows) - len(fresh) - len(changed))


def catalogue_page(work: Work, text: str) -> CataloguePage:
    """The page for what was typed; ended procedures are not shown."""
    count, newest = work.session.execute(
        select(func.count(), func.max(Procedure.source_day)).where(_in_force(work.today))
    ).one()
    source = work.session.scalar(select(Procedure.source).order_by(Procedure.source_day.desc()).limit(1))
    found = known(work).search(text, MOST_SHOWN) if text else []
    codes = [one.procedure.code for one in found]
    rows = {one.code: one for one in work.session.scalars(select(Procedure).where(Procedure.code.in_(codes)))}
    return CataloguePage(count, source or "", newest, tuple(rows[code] for code in codes if code in rows))


def known(work: Work) -> Catalogue:
    """The catalogue as this process knows it, as of this transaction."""
    return work.desk.procedures.known(work.session, work.today)


def name_of(work: Work, code: str) -> str | None:
    """The name of a procedure in force."""
    return work.session.scalar(select(Procedure.name).where(Procedure.code == code, _in_force(work.today)))


def _renew(held: Procedure, row: Row) -> bool:
    """Bring one row up to date; whether anything differed. One that had ended is in force again."""
    differs = {name: value for name, value in asdict(row).items() if getattr(held, name) != value}
    for name, value in differs.items():
        setattr(held, name, value)
    again = held.valid_to is not None
    held.valid_to = None
    return bool(differs) or again


def _in_force(day: date) -> ColumnElement[bool]:
    return or_(Procedure.valid_to.is_(None), Procedure.valid_to > day)
