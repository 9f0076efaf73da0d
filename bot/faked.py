"""What the fakes of channels' servers share: faults on order, answers that break off, a limit of requests a minute."""

import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import anyio
from starlette.responses import Response, StreamingResponse

_A_MINUTE = timedelta(minutes=1)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Fault:
    """What happens to the next ``times`` requests whose path or method begins so: an HTTP ``status``, an error
    ``code``, or ``breaks_off``: it is done, and the answer is lost. ``seconds`` is how long it takes, or until the loss
    is noticed.
    """

    where: str
    times: int = 1
    status: int = 0
    code: int = 0
    breaks_off: bool = False
    seconds: float = 0.0

    def broken_off(self) -> Response:
        """An answer whose rest never comes."""

        async def begun() -> AsyncIterator[bytes]:
            yield b"{"
            await anyio.sleep(self.seconds)

        return StreamingResponse(begun(), headers={"content-length": "100", "content-type": "application/json"})


class Faults(list[Fault]):
    """What shall go wrong, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    async def met(self, where: str) -> Fault | None:
        """What goes wrong with this request; None if it only takes its time, or nothing does."""
        with self._lock:
            fault = next((one for one in self if one.times and where.startswith(one.where)), None)
            if fault is None:
                return None
            fault.times -= 1
        if not fault.breaks_off:
            await anyio.sleep(fault.seconds)
        return fault if fault.status or fault.code or fault.breaks_off else None


class Minute:
    """How much was asked within this minute."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock, self._began, self._asked = clock, clock(), 0

    def is_over(self, most: int) -> bool:
        """Count one more: whether that is more than may be."""
        now = self._clock()
        if now - self._began >= _A_MINUTE:
            self._began, self._asked = now, 0
        self._asked += 1
        return self._asked > most
