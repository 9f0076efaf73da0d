"""The proposal as the form shows it: what the machine found, and what the citizen has chosen instead."""

from typing import Any

from intake.cases import proposing
from intake.cases.chosen import KINDS
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
    return {"proposal": found, "place_today": place, "kinds": KINDS, "fields": list(Field)}
