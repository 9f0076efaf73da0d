"""What anybody may read: published answers, the units' contacts (Điều 13), and help."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from intake.cases import contacts, published
from intake.cases.contacts import Contact
from intake.web.page import render
from intake.web.public.typed import shown
from intake.web.reach import DeskHere
from models.languages import _
from models.vocabulary import Level

router = APIRouter()

_PAGES_MAX = 10_000


@router.get("/cong-khai")
def published_list(
    request: Request, desk: DeskHere, page: Annotated[int, Query(alias="trang", ge=1, le=_PAGES_MAX)] = 1
) -> Response:
    """Published cases, newest first."""
    with desk.look() as work:
        rows, more = published.published(work, page=page)
    return render(request, "public/published_list.html", rows=rows, more=more, page=page)


@router.get("/cong-khai/{code}")
def published_one(request: Request, desk: DeskHere, code: str) -> Response:
    """One published case."""
    with desk.look() as work:
        one = published.one(work, code)
    return render(request, "public/published.html", one=one)


@router.get("/lien-he")
def contacts_page(request: Request, desk: DeskHere, typed: Annotated[str, Query(alias="ten")] = "") -> Response:
    """Where each unit is and how to reach it, the receiving desk first; found by a name of today or of before."""
    name = shown(" ".join(typed.split()))[: contacts.SEARCH_MAX]
    with desk.look() as work:
        found = contacts.contacts(work, name)
    return render(request, "public/contacts.html", groups=_groups(found), name=name)


@router.get("/tro-giup")
def help_page(request: Request) -> Response:
    """What this is for, and where complaints, denunciations and emergencies go."""
    return render(request, "public/help.html")


def _groups(found: list[Contact]) -> list[tuple[str, list[Contact]]]:
    desk = [one for one in found if one.desk]
    province = [one for one in found if one.level is Level.PROVINCE and not one.desk]
    communes = [one for one in found if one.level is Level.COMMUNE]
    named = ((_("Nơi tiếp nhận của tỉnh"), desk), (_("Sở, ban, ngành"), province), (_("Xã, phường"), communes))
    return [(title, those) for title, those in named if those]
