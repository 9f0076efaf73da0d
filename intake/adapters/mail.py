"""E-mail as a channel: SMTP (RFC 5321) with an honest answer for every way it can go wrong.

Until the message's last byte is sent nothing can have been delivered; if the server falls silent after that, or
says what no server should, nobody can know, and we say so. What it refuses before it has heard of the citizen is our
fault, so the letter waits until that is mended. SMTP recognises no repeated message: ``dedupes`` is false.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from intake.cases.ports import Outgoing, Permanent, Temporary, Uncertain
from models.vocabulary import ChannelKind

_SECONDS = 20
_TLS = ("starttls", "none")


class Mail:
    """Sends through one server: ``smtp://user:password@host:587/?from=phananh@tinh.gov.vn&tls=starttls``.

    ``smtps://`` speaks TLS from the first byte; ``tls=none`` is for a server on the same machine or network;
    ``timeout=20`` is how many seconds it may be silent.
    """

    kind = ChannelKind.EMAIL
    dedupes = False

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        tls = options.get("tls", ["starttls"])[0]
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "from" not in options or tls not in _TLS:
            raise ValueError("smtp://host:port/?from=address&tls=starttls")
        self._host, self._implicit_tls = parts.hostname, parts.scheme == "smtps"
        self._port = parts.port or (465 if self._implicit_tls else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = options["from"][0]
        self._seconds = float(options.get("timeout", [_SECONDS])[0])
        self._starttls = not self._implicit_tls and tls == "starttls"

    @property
    def place(self) -> str:
        """The server, without who signs in there."""
        return f"{self._host}:{self._port}"

    def check(self) -> None:
        """Go as far with the server as one can without a recipient. Raises Temporary naming what is in the way."""
        with self._server():
            pass

    def send(self, message: Outgoing) -> None:
        """Hand over one message. Raises Temporary, Permanent or Uncertain."""
        if not message.to.isascii():
            raise Permanent("address_not_ascii")
        letter = self._letter(message)
        with self._server() as server:
            code, _ = server.rcpt(message.to)
            if not 200 <= code < 300:
                raise _refused(code)
            self._data(server, letter)

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        """The server, ready to be told a recipient. What it refuses until then concerns us, not the letter."""
        try:
            server = self._connect()
            try:
                self._introduce(server)
                code, _ = server.mail(self._sender)
                if not 200 <= code < 300:
                    raise Temporary(f"refused_us_{code}")
                yield server
            finally:
                server.close()  # no QUIT: what it answers could not change what has become of the message
        except smtplib.SMTPResponseException as refused:
            raise Temporary(f"refused_us_{refused.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as fault:
            raise Temporary(type(fault).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        if self._implicit_tls:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=self._seconds, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=self._seconds)
        return server

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._starttls:
            server.starttls(context=ssl.create_default_context())
        if self._user:
            server.login(self._user, self._password)

    def _data(self, server: smtplib.SMTP, letter: bytes) -> None:
        """Until the server asks for the text nothing is sent; from the text's first byte on silence is uncertainty."""
        code, _ = server.docmd("DATA")
        if code != 354:
            raise _refused(code)
        try:
            server.send(re.sub(rb"(?m)^\.", b"..", letter) + b"\r\n.\r\n")
            code, _ = server.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as silence:
            raise Uncertain(type(silence).__name__) from None
        if 400 <= code < 600:
            raise _refused(code)
        if not 200 <= code < 300:  # no answer to a letter (RFC 5321 section 4.2.1), or no number at all
            raise Uncertain(f"smtp_{code}")

    def _letter(self, message: Outgoing) -> bytes:
        letter = EmailMessage(policy=SMTP.clone(max_line_length=200))
        letter["From"], letter["To"], letter["Subject"] = self._sender, message.to, " ".join(message.subject.split())
        letter["Message-ID"] = f"<{message.id}@{self._sender.rpartition('@')[2]}>"
        letter["Date"] = format_datetime(datetime.now(UTC))
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.body, cte="quoted-printable")
        return letter.as_bytes()


def _refused(code: int) -> Temporary | Permanent:
    """Of the letter, before it was sent: 5yz is permanent (RFC 5321 section 4.2.1), anything else may pass."""
    return Permanent(f"smtp_{code}") if 500 <= code < 600 else Temporary(f"smtp_{code}")
