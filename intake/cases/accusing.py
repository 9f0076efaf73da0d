"""Whom a text complains of: officers named in it never see the case, whatever their role.

Names are compared without diacritics and in full. Naming too many is safe (a colleague handles the case), naming
too few is not.
"""

import re
from uuid import UUID

from sqlalchemy import select

from intake.cases.work import Work
from models.case import Accused, Case
from models.organisation import Officer
from routing.text import fold

_SHORTEST_NAME = 3
"""Words in a full name; two words ("Văn Tèo") would meet too many citizens."""


def keep_from_the_named(work: Work, case: Case) -> int:
    """Note every officer whose full name stands in the content; returns how many."""
    named = _named(work, case.content)
    work.session.add_all(Accused(case=case, officer_id=officer_id) for officer_id in named)
    return len(named)


def units_of_the_named(work: Work, told: str) -> frozenset[UUID]:
    """The units in which officers work whose full name stands in a text."""
    query = select(Officer.unit_id).where(Officer.id.in_(_named(work, told)), Officer.unit_id.is_not(None))
    return frozenset(unit_id for unit_id in work.session.scalars(query) if unit_id)


def _named(work: Work, told: str) -> list[UUID]:
    text = " ".join(re.findall(r"\w+", fold(told)))
    officers = work.desk.organisation.known(work.session).officers
    return [officer_id for officer_id, name in officers if f" {name} " in f" {text} " and _is_full(name)]


def _is_full(name: str) -> bool:
    return len(name.split()) >= _SHORTEST_NAME
