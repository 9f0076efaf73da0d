"""Which edition of the organisation, and of the catalogue of procedures, the record holds: a new one is drawn whenever
a unit or an officer, or a procedure, changes.

An edition is drawn at random and never comes back, so that one that was rolled back is never taken for another. It is
written by whatever session flushes one of their rows, so nobody has to remember it; a
statement that changes many rows at once would pass it by, and a test of the codebase allows none.
"""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, event, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.organisation import FormerName, Officer, Unit, UnitFunction, UnitSuccession
from models.procedure import Procedure

_ONLY = UUID(int=1)


class OrganisationEdition(Base):
    """The one row; there is none until something was written."""

    __tablename__ = "organisation_edition"

    edition: Mapped[str] = mapped_column(String(16))


class CatalogueEdition(Base):
    """The one row of the catalogue of procedures; there is none until one was imported."""

    __tablename__ = "catalogue_edition"

    edition: Mapped[str] = mapped_column(String(16))


_WATCHED: tuple[tuple[type[OrganisationEdition | CatalogueEdition], tuple[type[Base], ...]], ...] = (
    (OrganisationEdition, (Unit, UnitFunction, FormerName, UnitSuccession, Officer)),
    (CatalogueEdition, (Procedure,)),
)


# Asked by every other transaction, so each is put together once.
_ORGANISATION = select(OrganisationEdition.edition)
_CATALOGUE = select(CatalogueEdition.edition)


def edition_of(session: Session) -> str:
    return _read(session, _ORGANISATION)


def catalogue_edition_of(session: Session) -> str:
    return _read(session, _CATALOGUE)


def _read(session: Session, query: Select[str]) -> str:
    """As of what this session has changed itself; asked of the connection, which costs half as much."""
    if session.autoflush:
        session.flush()
    return session.connection().scalar(query) or ""


def _draw(session: Session, edition: type[OrganisationEdition | CatalogueEdition]) -> None:
    fresh, connection = {"edition": secrets.token_hex(8)}, session.connection()
    if not connection.execute(update(edition).values(fresh)).rowcount:
        connection.execute(insert(edition).values(id=_ONLY, **fresh))


@event.listens_for(Session, "before_flush")
def _flushing(session: Session, *_: Any) -> None:
    changed = (*session.new, *session.deleted, *(one for one in session.dirty if session.is_modified(one)))
    kinds = {type(one) for one in changed}
    for edition, watched in _WATCHED:
        if kinds.intersection(watched):
            _draw(session, edition)
