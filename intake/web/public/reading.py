"""What anybody may read: published answers, and help."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from intake.cases import published
from intake.web.page import render
from intake.web.reach import DeskHere

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


@router.get("/tro-giup")
def help_page(request: Request) -> Response:
    """What this is for, and where complaints, denunciations and emergencies go."""
    return render(request, "public/help.html")
