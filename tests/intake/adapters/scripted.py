"""A mail server that says exactly what it is told to, so that every reply a server can give may be tried."""

import socket
import threading
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Self

ALL_IS_WELL = {
    "connect": "220 ready",
    "EHLO": "250-here\r\n250 AUTH PLAIN",
    "AUTH": "235 in",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 go on",
    ".": "250 taken",
    "RSET": "250 OK",
}


class Scripted:
    """Answers each command with ``said``; ``taken`` counts the letters whose last line it has heard."""

    def heal(self) -> None:
        """Answer as a good server does from now on."""
        self.said = dict(ALL_IS_WELL)

    def __init__(self, **said: str) -> None:
        renamed = {"after_data": "."}
        self.accepted: list[Message] = []
        self.said = ALL_IS_WELL | {renamed.get(command, command): reply for command, reply in said.items()}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.taken = 0

    def address(self, user: str = "", tls: str = "none") -> str:
        return f"smtp://{user}127.0.0.1:{self.port}/?from=a@vinhlong.example&tls={tls}&timeout=2"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                with client, suppress(OSError):
                    self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        lines = client.makefile("rb")
        client.sendall(self.said["connect"].encode() + b"\r\n")
        while line := lines.readline():
            command = line.split()[0].decode().upper()[:4]
            client.sendall(self.said.get(command, "500 what").encode() + b"\r\n")
            if command == "DATA" and self.said["DATA"].startswith("354"):
                letter = b"".join(iter(lines.readline, b".\r\n"))
                self.taken += 1
                if self.said["."].startswith("250"):
                    self.accepted.append(message_from_bytes(letter, policy=default))
                client.sendall(self.said["."].encode() + b"\r\n")
