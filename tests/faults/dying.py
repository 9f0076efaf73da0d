"""``langnghe`` whose worker kills its own process once at a named point of a turn of the chat.

It dies where a file named after the point lies in its home, and takes the file away first: the next attempt lives.
"""

import os
import signal
from pathlib import Path
from typing import Any

from bot import turn
from intake.cases import inbound
from intake.entry.cli import main

THINKING, ACTING, DONE = "thinking", "acting", "done"
"""Before anything is thought; with everything written and nothing committed; committed and nobody told."""


def mark(home: Path, point: str) -> Path:
    return home / f"die-{point}"


def die_at(point: str) -> None:
    place = mark(Path(os.environ["LANGNGHE_HOME"]), point)
    if place.exists():
        place.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _dying(module: Any, name: str, *, before: str = "", after: str = "") -> None:
    whole = getattr(module, name)

    def dying(*given: Any) -> Any:
        if before:
            die_at(before)
        result = whole(*given)
        if after:
            die_at(after)
        return result

    setattr(module, name, dying)


if __name__ == "__main__":
    _dying(turn, "listen", before=THINKING)
    _dying(inbound, "handled", after=ACTING)
    _dying(inbound, "run", after=DONE)
    main()
