"""What the use cases need from outside, as small protocols; wiring is in ``intake.entry``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from routing.decision import Decision


class Clock(Protocol):
    """Tells the time; always aware, always UTC."""

    def __call__(self) -> datetime: ...


def system_clock() -> datetime:
    return datetime.now(UTC)


class Decider(Protocol):
    """Decides what a message is and who is competent. Slow enough never to be called inside a transaction."""

    def decide(self, text: str) -> Decision: ...


class Storage(Protocol):
    """Keeps the bytes of files under their id."""

    def save(self, upload_id: UUID, content: BinaryIO) -> None: ...

    def path(self, upload_id: UUID) -> Path: ...

    def delete(self, upload_id: UUID) -> None: ...
