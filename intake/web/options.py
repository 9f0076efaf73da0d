"""What the web needs to know of the installation; filled by the entry point."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in that the demo prints and shows; there are none outside the demo."""

    username: str
    password: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class WebOptions:
    """``public_url`` has no trailing slash; ``trusted_proxies`` are addresses or networks (RFC 4632)."""

    public_url: str
    trusted_proxies: tuple[str, ...] = ()
    demo_accounts: tuple[DemoAccount, ...] = ()
    limits_storage: str = "memory://"

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def demo(self) -> bool:
        return bool(self.demo_accounts)
