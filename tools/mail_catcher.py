"""``make mail``: a mail server for development that takes every letter and shows it instead of delivering it.

Knows SMTP through aiosmtpd and how to print. Keeps nothing and sends nothing on.
"""

import sys
import threading
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.saying import say, speak_plainly

HOST, PORT = "127.0.0.1", 1025


class Catcher:
    """Prints what it is handed."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        letter = message_from_bytes(content, policy=default)
        body = letter.get_body()
        print(f"\n── {letter['To']}\n   {letter['Subject']}\n\n{body.get_content() if body else ''}", flush=True)
        return "250 OK"


def catch(port: int) -> None:
    """Catch letters until Ctrl+C."""
    controller = Controller(Catcher(), hostname=HOST, port=port)
    controller.start()
    address = f"smtp://{HOST}:{port}/?from=phananh@localhost&tls=none"
    say(
        f"Đang bắt thư. Chạy hệ thống với LANGNGHE_SMTP_URL='{address}'. Dừng bằng Ctrl+C.",
        "Catching letters; Ctrl+C ends it.",
    )
    threading.Event().wait()


if __name__ == "__main__":
    sys.exit(speak_plainly(lambda: catch(int(sys.argv[1]) if len(sys.argv) > 1 else PORT)))
