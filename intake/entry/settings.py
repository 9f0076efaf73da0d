"""Settings of an installation, from ``LANGNGHE_…`` variables; without any, everything runs embedded."""

from ipaddress import ip_network
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from intake.entry.faults import CannotStart
from intake.web.options import Proof
from models.db import sqlite_url
from routing.rulebook import NATIONAL_NAME

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """One installation.

    ``HOME`` holds data, keys, files and trained models; ``TRUSTED_PROXIES`` are addresses or networks separated
    by commas, whose ``X-Forwarded-For`` is believed. ``BROKER_URL`` hands the outbox to Celery workers instead of
    the thread in the web process; ``SMTP_URL`` turns on notices by e-mail, ``CLAMAV_URL`` the scanning of
    files, ``SOFFICE`` names the program that makes PDFs of letters. ``PROFILE`` names the province whose own limits
    hold, a shipped one or a file of the office's own. ``RASA_URL`` has Rasa understand messages in chats, with the
    token itself or a file that holds it; without it, or while it does not answer, the embedded engine does. ``PROOF``
    says when a form must come with a proof of work.
    """

    model_config = SettingsConfigDict(env_prefix="LANGNGHE_", env_ignore_empty=True)

    home: Path = ROOT / "var" / "home"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""
    trusted_proxies: str = ""
    secret_file: Path | None = None
    database_url: str = ""
    broker_url: str = ""
    redis_url: str = ""
    smtp_url: str = ""
    clamav_url: str = ""
    soffice: str = "soffice"
    rasa_url: str = ""
    rasa_token: str = Field(default="", repr=False)
    rasa_token_file: Path | None = None
    profile: str = NATIONAL_NAME
    proof: Proof = Proof.SUSPICIOUS
    demo: bool = False

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, typed: str) -> str:
        for proxy in typed.split(","):
            if proxy.strip():
                ip_network(proxy.strip(), strict=False)
        return typed

    @property
    def database(self) -> str:
        return self.database_url or sqlite_url(self.home / "langnghe.db")

    @property
    def keys(self) -> Path:
        return self.secret_file or self.home / "secret.json"

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def profiles(self) -> Path:
        return self.home / "profiles"

    @property
    def catalogues(self) -> Path:
        return self.home / "locale"

    @property
    def classifier(self) -> Path:
        return self.home / "classifier"

    @property
    def understanding(self) -> Path:
        return self.home / "understanding"

    @property
    def address(self) -> str:
        """Where people reach the site, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def proxies(self) -> tuple[str, ...]:
        return tuple(proxy.strip() for proxy in self.trusted_proxies.split(",") if proxy.strip())


def read_settings() -> Settings:
    """The settings of this process. Raises CannotStart naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as wrong:
        names = ", ".join(f"LANGNGHE_{error['loc'][0]!s}".upper() for error in wrong.errors())
        raise CannotStart(f"Giá trị của biến {names} không hợp lệ.") from None
