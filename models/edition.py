"""Which edition of the organisation the record holds: a new one is drawn whenever a unit or an officer changes.

An edition is drawn at random and never comes back, so that one that was rolled back is never taken for another. It is
written by whatever session flushes a unit, a name, a succession or an officer, so nobody has to remember it; a
statement that changes many rows at once would pass it by, and a test of the codebase allows none.
"""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import String, event, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.organisation import FormerName, Officer, Unit, UnitFunction, UnitSuccession

_WATCHED = (Unit, UnitFunction, FormerName, UnitSuccession, Officer)
_ONLY = UUID(int=1)


class OrganisationEdition(Base):
    """The one row; there is none until something was written."""

    __tablename__ = "organisation_edition"

    edition: Mapped[str] = mapped_column(String(16))


def edition_of(session: Session) -> str:
    return session.scalar(select(OrganisationEdition.edition)) or ""


def _draw(session: Session) -> None:
    fresh, connection = {"edition": secrets.token_hex(8)}, session.connection()
    if not connection.execute(update(OrganisationEdition).values(fresh)).rowcount:
        connection.execute(insert(OrganisationEdition).values(id=_ONLY, **fresh))


@event.listens_for(Session, "before_flush")
def _flushing(session: Session, *_: Any) -> None:
    changed = (*session.new, *session.deleted, *(one for one in session.dirty if session.is_modified(one)))
    if any(isinstance(one, _WATCHED) for one in changed):
        _draw(session)
