"""One sentence carried over a redirect: in a signed cookie that lives a few seconds and is read once.

It knows how a sentence travels. It refuses to carry personal data: what it says is about a case code at most.
"""

import base64
import binascii
import hmac
import json
from dataclasses import asdict, dataclass
from typing import Literal

from fastapi import Request
from fastapi.responses import Response

from intake.cases.work import Desk

COOKIE = "langnghe_vua_lam"
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Flash:
    """What was just done. ``code`` is the case it was done to, to link to.

    ``undo`` is the last part of the address that takes it back, from ``version`` of the case on.
    """

    sentence: str
    code: str = ""
    tone: Literal["good", "mind"] = "good"
    undo: str = ""
    version: int = 0


def carry(response: Response, desk: Desk, flash: Flash, *, path: str, secure: bool) -> None:
    """Put the sentence on a redirect."""
    packed = base64.urlsafe_b64encode(json.dumps(asdict(flash)).encode()).decode()
    value = f"{packed}.{desk.keyring.digest('flash', packed)}"
    response.set_cookie(COOKIE, value, max_age=_SECONDS, path=path, secure=secure, httponly=True, samesite="lax")


def carried(request: Request, desk: Desk) -> Flash | None:
    """The sentence the browser brings, if we wrote it."""
    packed, _, signature = request.cookies.get(COOKIE, "").partition(".")
    if not packed or not hmac.compare_digest(signature.encode(), desk.keyring.digest("flash", packed).encode()):
        return None
    try:
        return Flash(**json.loads(base64.urlsafe_b64decode(packed)))
    except (binascii.Error, ValueError, TypeError):
        return None


def drop(request: Request, response: Response, *, path: str) -> None:
    """The sentence has been said."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path=path)
