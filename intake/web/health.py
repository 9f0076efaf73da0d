"""What a machine asks the product about itself: is it alive, may it get visitors, what are its figures.

``/healthz`` touches nothing, so a slow database never gets a living process killed. ``/readyz`` answers 503 with
the parts that are missing. ``/metrics`` is for a collector on the same machine only: a request must come over
loopback and not through a proxy (which says so in a header); everybody else finds no such page. It needs no
password, and its figures name nobody. A collector in another container runs beside this one, on its network.
"""

from ipaddress import ip_address
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from intake.cases.work import Desk
from intake.web.reach import DeskHere, OptionsHere
from models import migrate

router = APIRouter()

_THROUGH_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


@router.get("/healthz")
def alive() -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(desk: DeskHere, options: OptionsHere) -> Response:
    """Whether everything a visitor needs is there; else which parts are not."""
    missing = [*_missing_in_the_database(desk), *options.missing()]
    if missing:
        return JSONResponse({"status": "not_ready", "missing": missing}, status_code=503)
    return JSONResponse({"status": "ok", "missing": []})


@router.get("/metrics")
def metrics(request: Request, options: OptionsHere) -> Response:
    """Figures in the text format of Prometheus."""
    if options.meter is None or not _from_this_machine(request):
        raise HTTPException(404)
    content, media_type = options.meter.page()
    return Response(content, headers={"content-type": media_type})


def _missing_in_the_database(desk: Desk) -> list[str]:
    try:
        return [] if migrate.is_current(desk.database) else ["migrations"]
    except SQLAlchemyError:
        return ["database"]


def _from_this_machine(request: Request) -> bool:
    if any(name in request.headers for name in _THROUGH_A_PROXY):
        return False
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
