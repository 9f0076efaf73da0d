"""E-mail as a channel: SMTP (RFC 5321) with an honest answer for every way it can go wrong.

Until the message's last byte is sent nothing can have been delivered; if the server falls silent after that,
nobody can know, and we say so. SMTP promises no recognition of repeated messages, so ``dedupes`` is false.
"""

import re
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from intake.cases.ports import Outgoing, Permanent, Temporary, Uncertain
from models.vocabulary import ChannelKind

_SECONDS = 20


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
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "from" not in options:
            raise ValueError("smtp://host:port/?from=address")
        self._host, self._implicit_tls = parts.hostname, parts.scheme == "smtps"
        self._port = parts.port or (465 if self._implicit_tls else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = options["from"][0]
        self._seconds = float(options.get("timeout", [_SECONDS])[0])
        self._starttls = not self._implicit_tls and options.get("tls", ["starttls"])[0] == "starttls"

    def send(self, message: Outgoing) -> None:
        """Hand over one message. Raises Temporary, Permanent or Uncertain."""
        if not message.to.isascii():
            raise Permanent("address_not_ascii")
        letter = self._letter(message)
        try:
            server = self._connect()
            try:
                self._envelope(server, message.to)
                self._data(server, letter)
            finally:
                server.close()  # no QUIT: what it answers could not change what has become of the message
        except smtplib.SMTPResponseException as refused:
            raise _refused(refused.smtp_code) from None
        except (OSError, smtplib.SMTPException) as fault:
            raise Temporary(type(fault).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        if self._implicit_tls:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=self._seconds, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=self._seconds)
        server.ehlo_or_helo_if_needed()
        if self._starttls:
            server.starttls(context=ssl.create_default_context())
        if self._user:
            server.login(self._user, self._password)
        return server

    def _envelope(self, server: smtplib.SMTP, to: str) -> None:
        for code, _ in (server.mail(self._sender), server.rcpt(to)):
            if code >= 400:
                raise _refused(code)

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
        if code >= 400:
            raise _refused(code)

    def _letter(self, message: Outgoing) -> bytes:
        letter = EmailMessage(policy=SMTP.clone(max_line_length=200))
        letter["From"], letter["To"], letter["Subject"] = self._sender, message.to, " ".join(message.subject.split())
        letter["Message-ID"] = f"<{message.id}@{self._sender.rpartition('@')[2]}>"
        letter["Date"] = format_datetime(datetime.now(UTC))
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.body, cte="quoted-printable")
        return letter.as_bytes()


def _refused(code: int) -> Temporary | Permanent:
    """4yz is transient, 5yz permanent (RFC 5321 section 4.2.1)."""
    return Permanent(f"smtp_{code}") if code >= 500 else Temporary(f"smtp_{code}")
