"""Waiting for something to become true, never longer than a deadline and never blindly."""

import time
from collections.abc import Callable
from typing import TypeVar

_STEP_SECONDS = 0.05

Found = TypeVar("Found")


def until(what: str, look: Callable[[], Found], *, seconds: float = 30) -> Found:
    """What ``look`` gives once it is true. Raises TimeoutError naming what was waited for."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(_STEP_SECONDS)
    return found
