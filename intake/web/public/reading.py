"""What anybody may read: published answers, the units' contacts (Điều 13), and help."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from intake.cases import organisation, published
from intake.cases.work import Work
from intake.web.page import render
from intake.web.reach import DeskHere
from models.languages import _
from models.organisation import Unit
from models.vocabulary import Level

router = APIRouter()

_PAGES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach one unit; ``dial`` is the number a phone can call."""

    key: str
    name: str
    address: str
    hotline: str
    dial: str
    email: str
    opening_hours: str


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
def contacts(request: Request, desk: DeskHere) -> Response:
    """Where each unit is and how to reach it, the receiving desk first."""
    with desk.look() as work:
        groups = _groups(work)
    return render(request, "public/contacts.html", groups=groups)


@router.get("/tro-giup")
def help_page(request: Request) -> Response:
    """What this is for, and where complaints, denunciations and emergencies go."""
    return render(request, "public/help.html")


def _groups(work: Work) -> list[tuple[str, list[Contact]]]:
    units = organisation.units_today(work)
    desk = [unit for unit in units if unit.receiving_desk]
    province = [unit for unit in units if unit.level is Level.PROVINCE and not unit.receiving_desk]
    communes = [unit for unit in units if unit.level is Level.COMMUNE]
    named = ((_("Nơi tiếp nhận của tỉnh"), desk), (_("Sở, ban, ngành"), province), (_("Xã, phường"), communes))
    return [(title, [_contact(unit) for unit in those]) for title, those in named if those]


def _contact(unit: Unit) -> Contact:
    dial = "".join(letter for letter in unit.hotline if letter.isdigit() or letter == "+")
    return Contact(unit.key, unit.name, unit.address, unit.hotline, dial, unit.email, unit.opening_hours)
