"""Pages by which a platform sees that this address is ours; only codes that an administrator has entered are shown."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from intake.cases import site_codes
from intake.web.reach import DeskHere
from models.vocabulary import ChannelKind

router = APIRouter()

_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>Zalo</title>
<meta name="zalo-platform-site-verification" content="{code}">
</head>
<body><h1>Zalo</h1></body>
</html>
"""


@router.get("/zalo_verifier{proof}.html")
def zalo(desk: DeskHere, proof: str) -> Response:
    """The page Zalo looks for; a code that nobody entered is no page of ours."""
    with desk.look() as work:
        known = proof.isascii() and proof.isalnum() and site_codes.is_ours(work, ChannelKind.ZALO, proof)
    if not known:
        raise HTTPException(404)
    return HTMLResponse(_PAGE.format(code=proof))
