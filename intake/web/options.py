"""What the web needs to know of the installation; filled by the entry point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from intake.cases.ports import Decider
from models.vocabulary import EngineFault


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in that the demo prints and shows; there are none outside the demo."""

    username: str
    password: str
    name: str
    role: str
    unit: str


class Meter(Protocol):
    """Counts what the web does and shows it, with everything else it measures, to whoever watches the system."""

    def answered(self, method: str, route: str, status: int, seconds: float) -> None: ...

    def page(self) -> tuple[bytes, str]:
        """The figures and their media type."""


class Proof(StrEnum):
    """When a form must come with a proof of work."""

    SUSPICIOUS = "suspicious"
    ALWAYS = "always"
    NEVER = "never"


def nothing_missing() -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class WebOptions:
    """``public_url`` has no trailing slash; ``trusted_proxies`` are addresses or networks (RFC 4632).

    ``missing`` names the parts that are still being made ready; without a ``meter`` there is no ``/metrics``, and
    without a ``decider`` nothing is proposed while somebody writes. ``engine_fault`` asks the first engine of chats
    what is wrong with it; None where the embedded one is the first.
    """

    public_url: str
    trusted_proxies: tuple[str, ...] = ()
    demo_accounts: tuple[DemoAccount, ...] = ()
    limits_storage: str = "memory://"
    missing: Callable[[], Sequence[str]] = nothing_missing
    meter: Meter | None = None
    engine_fault: Callable[[], EngineFault | None] | None = None
    decider: Decider | None = None
    proof: Proof = Proof.SUSPICIOUS

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def demo(self) -> bool:
        return bool(self.demo_accounts)
