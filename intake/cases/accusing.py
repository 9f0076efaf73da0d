"""Whom a text complains of: officers named in it never see the case, whatever their role.

Names are compared without diacritics and in full. Naming too many is safe (a colleague handles the case), naming
too few is not.
"""

import re

from intake.cases.work import Work
from models.case import Accused, Case
from routing.text import fold

_SHORTEST_NAME = 3
"""Words in a full name; two words ("Văn Tèo") would meet too many citizens."""


def keep_from_the_named(work: Work, case: Case) -> int:
    """Note every officer whose full name stands in the content; returns how many."""
    text = " ".join(re.findall(r"\w+", fold(case.content)))
    officers = work.desk.organisation.known(work.session).officers
    named = [officer_id for officer_id, name in officers if f" {name} " in f" {text} " and _is_full(name)]
    work.session.add_all(Accused(case=case, officer_id=officer_id) for officer_id in named)
    return len(named)


def _is_full(name: str) -> bool:
    return len(name.split()) >= _SHORTEST_NAME
