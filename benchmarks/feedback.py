"""Requests that file feedback, as other systems send them: each with its own words, key and sender's address.

There are no API keys with quotas yet, so the limits per address stay on and the load comes through a trusted proxy
from many addresses, each within its limit.
"""

import json
from random import Random
from typing import Any

from benchmarks.seed import words

_WITH_EMAIL = 0.3
"""The share of senders who give an e-mail address and get a letter at each step."""

_PER_ADDRESS = 100
"""Well under the limiter's 600 an hour."""


def requests(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Requests ready for the load generator."""
    rng = Random(seed)
    return [_request(number, rng, seed) for number in range(count)]


def _request(number: int, rng: Random, seed: int) -> dict[str, Any]:
    where = words.place(rng)
    body = {
        "content": words.feedback(rng, rng.choice(words.TOPICS), where),
        "name": words.person(rng),
        "phone": f"0912{rng.randrange(10**6):06d}",
        "place": where,
        "publish_consent": rng.random() < 0.4,
    }
    if rng.random() < _WITH_EMAIL:
        body["email"] = f"nguoi-gui-{number}@example.com"
    return {
        "method": "POST",
        "path": "/api/v1/feedback",
        "headers": {
            "Content-Type": "application/json",
            "Idempotency-Key": f"bench-{seed}-{number}-{rng.getrandbits(64):x}",
            "X-Forwarded-For": _address(number // _PER_ADDRESS, seed),
        },
        "body": json.dumps(body, ensure_ascii=False),
    }


def _address(number: int, seed: int) -> str:
    rng = Random(f"{seed}/{number}")
    return f"10.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"
