"""A proof of work, asked for where many filings come from one place: a machine must work for each, a person waits a
moment once.

It is ALTCHA's challenge (MIT, made and checked here; nobody else is asked). The library accepts a solution again and
again, so each is remembered until it would have expired and counts once.
"""

import base64
import binascii
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import altcha
from sqlalchemy.exc import IntegrityError

from intake.cases.work import Desk
from models.filing import SolvedChallenge

LASTS = timedelta(minutes=20)
_ALGORITHM, _ITERATIONS = "PBKDF2/SHA-256", 5_000
_FEWEST_TRIES, _MORE_TRIES = 40, 80
"""Together about 400,000 rounds: two or three seconds on a cheap phone, and as much for every message of a flood."""

_PAYLOAD_MAX = 4_000


def challenge(desk: Desk) -> dict[str, Any]:
    """A fresh challenge, as the widget reads it."""
    made = altcha.create_challenge(
        _ALGORITHM,
        _ITERATIONS,
        counter=_FEWEST_TRIES + secrets.randbelow(_MORE_TRIES),
        data={"until": (desk.clock() + LASTS).isoformat()},
        hmac_secret=_secret(desk, "challenge"),
        hmac_key_secret=_secret(desk, "solution"),
    )
    told: dict[str, Any] = made.to_dict()
    return told


def accept(desk: Desk, payload: str) -> bool:
    """Whether this solves a challenge of ours that has not expired and was not handed in before; it is used up."""
    read = _read(payload)
    if read is None:
        return False
    signature, until = read
    secret, of_keys = _secret(desk, "challenge"), _secret(desk, "solution")
    if not altcha.verify_solution(payload, secret, hmac_key_secret=of_keys).verified:
        return False
    try:
        with desk.work() as work:
            if until <= work.now:
                return False
            work.session.add(SolvedChallenge(digest=work.digest("challenge", signature), expires_at=until))
            work.session.flush()
    except IntegrityError:
        return False
    return True


def _read(payload: str) -> tuple[str, datetime] | None:
    """The signature on the challenge and until when it is good; None for what is no payload at all."""
    if not 0 < len(payload) <= _PAYLOAD_MAX:
        return None
    try:
        read = json.loads(base64.b64decode(payload, validate=True))
        made = read["challenge"]
        return str(made["signature"]), datetime.fromisoformat(made["parameters"]["data"]["until"])
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        return None


def _secret(desk: Desk, of: str) -> bytes:
    return desk.keyring.secret("proof", of)
