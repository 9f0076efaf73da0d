"""The scene of a case as an officer may read it: a commune's name stays, however like a person's it looks."""

from typing import overload

from intake.cases import access, organisation
from intake.cases.work import Work
from routing.reorganisation.naming import COMMUNE_LEVELS, spoken, without


@overload
def shown_place(work: Work, place: str) -> str: ...
@overload
def shown_place(work: Work, place: None) -> None: ...
@overload
def shown_place(work: Work, place: str | None) -> str | None: ...
def shown_place(work: Work, place: str | None) -> str | None:
    """A commune of ours as it stands; any other words without personal data, for whoever may not know who wrote."""
    shown = access.shown_text(work.actor, place)
    return place if shown != place and place is not None and _is_commune(work, place) else shown


def _is_commune(work: Work, place: str) -> bool:
    name = without(spoken(place), COMMUNE_LEVELS)
    return any(unit.commune is not None and spoken(unit.commune) == name for unit in organisation.views_today(work))
