"""One open stream as text: messages as they come, a beat when none do, until the session or the server ends.

It is the only asynchronous code of the web. What asks the database is handed to a thread.
"""

import time
from collections.abc import AsyncIterator

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from intake.cases import accounts
from intake.cases.work import Desk
from intake.web.live.broadcaster import Broadcaster
from intake.web.live.watcher import Watcher

_BEAT_SECONDS = 15.0
_ASK_AGAIN_SECONDS = 30.0
"""How long a stream may outlive its session."""


async def events(live: Broadcaster, watcher: Watcher, desk: Desk, token: str) -> AsyncIterator[str]:
    """The stream of one browser (WHATWG HTML 9.2). A beat carries until when, in seconds since 1970, all was told."""
    ask_again_at = time.monotonic() + _ASK_AGAIN_SECONDS
    live.join(watcher)
    try:
        yield _event("beat", f"{watcher.since:.0f}")
        while not watcher.ended:
            for message in await watcher.take(_BEAT_SECONDS):
                yield _event(message.event, message.code)
            yield _event("beat", f"{time.time() if watcher.welcomed else watcher.since:.0f}")
            if time.monotonic() >= ask_again_at:
                ask_again_at = time.monotonic() + _ASK_AGAIN_SECONDS
                if not await run_in_threadpool(_still_signed_in, watcher, desk, token):
                    yield _event("ended", "")
                    return
    finally:
        live.leave(watcher)


def _still_signed_in(watcher: Watcher, desk: Desk, token: str) -> bool:
    """Whether the session goes on, with the roles of now; while the database is away nothing is told anyway."""
    try:
        with desk.look() as work:
            officer = accounts.actor_of(work, token)
    except SQLAlchemyError:
        return True
    if officer is not None:
        watcher.actor = officer
    return officer is not None


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
