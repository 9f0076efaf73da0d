"""Whom a text complains of: officers named in it never see the case, whatever their role.

Names are compared without diacritics and in full. Naming too many is safe (a colleague handles the case), naming
too few is not.
"""

import re
from functools import lru_cache

from sqlalchemy import select

from intake.cases.work import Work
from models.case import Accused, Case
from models.organisation import Officer
from routing.text import fold

_SHORTEST_NAME = 3
"""Words in a full name; two words ("Văn Tèo") would meet too many citizens."""


def keep_from_the_named(work: Work, case: Case) -> int:
    """Note every officer whose full name stands in the content; returns how many."""
    text = " ".join(re.findall(r"\w+", fold(case.content)))
    named = [officer_id for officer_id, name in _officers(work) if f" {name} " in f" {text} "]
    work.session.add_all(Accused(case=case, officer_id=officer_id) for officer_id in named)
    return len(named)


def _officers(work: Work) -> list[tuple[object, str]]:
    rows = work.session.execute(select(Officer.id, Officer.name).where(Officer.active))
    return [(officer_id, _folded(name)) for officer_id, name in rows if len(name.split()) >= _SHORTEST_NAME]


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    """Names change rarely and every message is compared with all of them."""
    return fold(name)
