"""The contacts of all units, as Điều 13 has them published, short enough for a phone.

The offices of the province stand open; the communes, of which there are more than anybody scrolls through, are found
by a name or by its first letter, some at a time. It knows pages; what is published of a unit is not decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from intake.cases import contacts
from intake.cases.contacts import Contact
from intake.web.page import render
from intake.web.public.typed import shown
from intake.web.reach import DeskHere
from models.languages import _

router = APIRouter()

AT_ONCE = 25
"""So many communes on one page."""
_PAGES_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of contacts: titled groups of cards, the first letters to choose from, and whether more follow."""

    groups: Sequence[tuple[str, Sequence[Contact]]]
    letters: Sequence[str]
    found: int
    page: int
    more: bool


@router.get("/lien-he")
def contacts_page(
    request: Request,
    desk: DeskHere,
    typed: Annotated[str, Query(alias="ten")] = "",
    letter: Annotated[str, Query(alias="chu", max_length=1)] = "",
    page: Annotated[int, Query(alias="trang", ge=1, le=_PAGES_MAX)] = 1,
) -> Response:
    """Where each unit is and how to reach it, the receiving desk first; found by a name of today or of before."""
    name = shown(" ".join(typed.split()))[: contacts.SEARCH_MAX]
    letter = "" if name else letter.upper()
    with desk.look() as work:
        found = contacts.contacts(work, name)
    return render(request, "public/contacts.html", name=name, letter=letter, shown=_shown(found, name, letter, page))


def _shown(found: Sequence[Contact], name: str, letter: str, page: int) -> Shown:
    """The offices first and on the first page only; communes as a page of those wanted, or as letters to choose."""
    communes = [one for one in found if one.commune]
    folded = not name and not letter and len(communes) > AT_ONCE
    letters = contacts.letters(communes) if folded or letter else []
    wanted = [] if folded else [one for one in communes if not letter or one.letter == letter]
    first = (page - 1) * AT_ONCE
    here = wanted[first : first + AT_ONCE]
    offices = _offices(found) if page == 1 and not letter else []
    groups = [*offices, (_("Xã, phường"), here)]
    return Shown(
        groups=[(title, those) for title, those in groups if those],
        letters=letters,
        found=len(wanted) if letter else len(found),
        page=page,
        more=first + AT_ONCE < len(wanted),
    )


def _offices(found: Sequence[Contact]) -> list[tuple[str, list[Contact]]]:
    desk = [one for one in found if one.desk]
    province = [one for one in found if not one.commune and not one.desk]
    return [(_("Nơi tiếp nhận của tỉnh"), desk), (_("Sở, ban, ngành"), province)]
