"""A small clamd for tests: INSTREAM and VERSION over TCP, as clamd(8) describes them, and the ways it fails."""

import socket
import socketserver
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.files import EICAR

VERSION = "ClamAV 1.4.3/27800/Sat Nov 21 09:25:31 2026"


@dataclass
class Clamd:
    """Finds the EICAR test file. ``mood`` is ``well``, ``error`` (cannot judge), ``silent`` (takes all, says nothing),
    ``cut`` (ends the line instead of answering) or ``limit`` (refuses after ``limit`` bytes, as StreamMaxLength does).
    """

    mood: str = "well"
    limit: int = 100
    scanned: list[bytes] = field(default_factory=list)
    pieces: int = 0
    address: str = ""
    _server: Any = None

    def open(self) -> "Clamd":
        clamd = self

        class Line(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                clamd._talk(self.request)

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self._server = server
        self.address = f"tcp://127.0.0.1:{server.server_address[1]}?timeout=2"
        return self

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _talk(self, line: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += line.recv(1)
        if command == b"zVERSION\0":
            line.sendall(VERSION.encode() + b"\0")
        elif command == b"zINSTREAM\0":
            self._scan(line)
        else:
            line.sendall(b"UNKNOWN COMMAND\0")

    def _scan(self, line: socket.socket) -> None:
        content = b""
        while length := int.from_bytes(_exactly(line, 4), "big"):
            content += _exactly(line, length)
            self.pieces += 1
            if self.mood == "limit" and len(content) > self.limit:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.scanned.append(content)
        if self.mood == "silent":
            line.recv(1)  # until the other side gives up
        elif self.mood != "cut":
            line.sendall(self._verdict(content))

    def _verdict(self, content: bytes) -> bytes:
        if self.mood == "error":
            return b"stream: Can't allocate memory ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def _exactly(line: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        piece = line.recv(length - len(got))
        if not piece:
            raise ConnectionError
        got += piece
    return got
