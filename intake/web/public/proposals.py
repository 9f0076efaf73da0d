"""The proposal as the form shows it: what the machine found, and what the citizen has chosen instead."""

from typing import Any

from intake.cases import proposing
from intake.cases.chosen import KINDS, read_choices
from intake.cases.work import Desk
from intake.web.options import WebOptions
from intake.web.public.typed import Typed
from models.vocabulary import Field


def proposed(desk: Desk, options: WebOptions, typed: Typed) -> dict[str, Any]:
    """What the part of the page needs; without a machine or enough words there is no proposal."""
    found = None
    if options.decider is not None:
        found = proposing.propose(desk, options.decider, typed["content"], typed["place"])
    with desk.look() as work:
        place = proposing.place_today(work, typed["place"])
        near = proposing.communes_asked(
            work, typed["content"], typed["place"], read_choices([], at=typed["at"]).position
        )
    return {"proposal": found, "place_today": place, "near": near, "kinds": KINDS, "fields": list(Field)}
