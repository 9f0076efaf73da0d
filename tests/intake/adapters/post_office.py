"""A real SMTP server for tests, which can be told to misbehave in every way a mail server does."""

import socket
from asyncio import WriteTransport
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """Answers with ``rcpt`` and ``data``; keeps what it accepted.

    ``hang_after_data`` takes a letter and breaks the line instead of answering.
    """

    rcpt: str = "250 OK"
    data: str = "250 OK"
    hang_after_data: bool = False
    accepted: list[Message] = field(default_factory=list)
    seen: int = 0
    address: str = ""
    _controller: Any = None

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd asks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.seen += 1
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data.startswith("250"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            self.accepted.append(message_from_bytes(content, policy=default))
        if self.hang_after_data:
            cast(WriteTransport, server.transport).abort()
        return self.data

    def open(self) -> "PostOffice":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=10)
        self._controller.start()
        self.address = f"smtp://127.0.0.1:{port}/?from=phananh@vinhlong.example&tls=none"
        return self

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


def texts(office: PostOffice) -> list[str]:
    """The words of every accepted letter."""
    return [str(letter.get_body().get_content()) for letter in office.accepted]  # type: ignore[attr-defined]
