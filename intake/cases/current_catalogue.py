"""The catalogue of procedures a process knows: indexed again when an import has changed it, or a day has passed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.edition import catalogue_edition_of
from models.procedure import Procedure
from routing.procedures import Catalogue, Listed, empty


@dataclass(frozen=True, slots=True)
class _Known:
    edition: str
    day: date
    catalogue: Catalogue


class CurrentCatalogue:
    """One process's knowledge. Threads may race: each uses what it has read itself."""

    def __init__(self) -> None:
        self._held: _Known | None = None

    def known(self, session: Session, day: date) -> Catalogue:
        """As of this transaction; empty where nothing was imported."""
        edition, held = catalogue_edition_of(session), self._held
        if not edition:
            return empty()
        if held is None or (held.edition, held.day) != (edition, day):
            held = self._held = _Known(edition, day, Catalogue.of(_in_force(session, day)))
        return held.catalogue


def _in_force(session: Session, day: date) -> list[Listed]:
    query = select(Procedure.code, Procedure.name, Procedure.field, Procedure.agency).order_by(Procedure.code)
    rows = session.execute(query.where(or_(Procedure.valid_to.is_(None), Procedure.valid_to > day)))
    return [Listed(*row) for row in rows]
