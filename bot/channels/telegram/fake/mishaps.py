"""What may go wrong with a request, on purpose."""

from dataclasses import dataclass
from typing import Any


class Refused(Exception):
    """The API says no, as the real one does: a status, a description, and perhaps when to come again."""

    def __init__(self, status: int, description: str, *, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after

    @property
    def body(self) -> dict[str, Any]:
        told: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return told | ({"parameters": {"retry_after": self.retry_after}} if self.retry_after else {})


@dataclass(frozen=True, slots=True)
class Mishap:
    """The next requests of ``method`` ("" for any) end so. ``status`` refuses instead of doing anything; ``hangs`` does
    what was asked and then says nothing for so many seconds. ``times`` is how often, 0 for ever.
    """

    method: str = ""
    status: int = 0
    description: str = "Injected"
    retry_after: int = 0
    hangs: float = 0.0
    times: int = 1

    def refuse(self) -> None:
        """Raises Refused, if that is what this is."""
        if self.status:
            raise Refused(self.status, self.description, retry_after=self.retry_after)
