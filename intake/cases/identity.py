"""Who wrote: filled in with the submission, or completed later as Điều 7 of Decree 20/2008/NĐ-CP invites.

What was given is never overwritten here; correcting it is a request of its own.
"""

from intake.cases.errors import FieldError, Invalid
from intake.cases.submission import Identity
from intake.cases.work import Work
from models.case import Case
from models.citizen import Citizen
from models.languages import _
from models.vocabulary import Action
from routing.text import fold

_PARTS = ("name", "phone", "email", "address")


def given(citizen: Citizen) -> Identity:
    """What the citizen has told so far."""
    return Identity(citizen.name, citizen.phone, citizen.email, citizen.address)


def fill_in(work: Work, citizen: Citizen, told: Identity) -> list[str]:
    """Add what is not there yet, with its hash for look-up; returns the names of the parts that were added."""
    added = [part for part in _PARTS if getattr(told, part) and not getattr(citizen, part)]
    for part in added:
        setattr(citizen, part, getattr(told, part))
    if "name" in added and told.name:
        citizen.name_hash = work.digest("name", fold(told.name))
    if "phone" in added and told.phone:
        citizen.phone_hash = work.digest("phone", told.phone)
    if "email" in added and told.email:
        citizen.email_hash = work.digest("email", told.email.lower())
    return added


def put_right(work: Work, citizen: Citizen, told: Identity) -> dict[str, str]:
    """Write over what was told with what is right, as the law lets a person ask; gives the digests of the new parts."""
    changed = [part for part in _PARTS if getattr(told, part)]
    for part in changed:
        setattr(citizen, part, None)
    fill_in(work, citizen, told)
    return {part: work.digest(part, getattr(told, part)) for part in changed}


def complete(work: Work, case: Case, told: Identity) -> Case:
    """The citizen adds what was missing. Raises Invalid when nothing new was told."""
    step = work.allow(case, Action.COMPLETE)

    added = fill_in(work, case.citizen, told)
    if not added:
        raise Invalid(FieldError("name", "nothing_new", _("Xin điền ít nhất một ô còn thiếu.")))

    digests = {part: work.digest(part, getattr(told, part)) for part in added}
    work.record(case, step, completed=added, told=digests)
    return case
