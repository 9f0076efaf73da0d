"""One browser that watches: what it has still to be told, gathered until it can be sent.

It knows officers and short messages; which of the news concern whom is decided by the broadcaster.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from intake.cases.actor import Actor

_MOST = 50
"""A browser that is so far behind is told to fetch everything again."""


@dataclass(frozen=True, slots=True)
class Message:
    """``changed``: this case, or with no code something else in the lists. ``looking``: who has the case open."""

    event: Literal["changed", "looking"]
    code: str = ""


ANYTHING = Message("changed")


class Watcher:
    """Made and emptied in the event loop; told from any thread.

    ``since`` is the moment (seconds since 1970) up to which its page is known to be right.
    """

    def __init__(self, actor: Actor, since: float) -> None:
        self.actor, self.since = actor, since
        self.welcomed = False
        self.ended = False
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[Message, None] = {}
        self._woken = asyncio.Event()

    def tell(self, messages: set[Message]) -> None:
        if messages:
            self._soon(lambda: self._gather(messages))

    def end(self) -> None:
        """Let the stream end; the browser connects again by itself."""
        self._soon(lambda: setattr(self, "ended", True))

    async def take(self, seconds: float) -> list[Message]:
        """What there is to tell, as soon as there is something; none after so many seconds."""
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return []
        self._woken.clear()
        messages, self._waiting = list(self._waiting), {}
        return messages

    def _gather(self, messages: set[Message]) -> None:
        self._waiting |= dict.fromkeys(messages)
        if len(self._waiting) > _MOST:
            self._waiting = {ANYTHING: None}

    def _soon(self, change: Callable[[], object]) -> None:
        def apply() -> None:
            change()
            self._woken.set()

        try:
            self._loop.call_soon_threadsafe(apply)
        except RuntimeError:  # the loop has ended, and the browser's connection with it
            return
