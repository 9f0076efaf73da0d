"""ClamAV as the scanner: clamd's INSTREAM over TCP or a local socket, with an honest answer for each way it can go.

The file goes over the line in pieces and is never whole in memory. The libraries for clamd were looked at: one has had
no release for ten years, and the protocol is four lines (clamd(8), COMMANDS).
"""

import re
import socket
from typing import BinaryIO
from urllib.parse import parse_qs, urlsplit

from intake.cases.ports import NoVerdict, ScannerAway

_PORT = 3310
_SECONDS = 30.0
_CONNECT_SECONDS = 5.0
_CHUNK = 64 * 1024
_ANSWER_MAX_BYTES = 4096
_FOUND = re.compile(r"^stream: (.+) FOUND$")


class ClamAv:
    """One clamd: ``tcp://clamav:3310`` or ``unix:///run/clamav/clamd.ctl``.

    ``?timeout=30`` is how many seconds it may be silent over one file.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._place: tuple[str, int] | str
        if parts.scheme == "tcp" and parts.hostname:
            self._place = parts.hostname, parts.port or _PORT
        elif parts.scheme == "unix" and parts.path and not parts.netloc:
            self._place = parts.path
        else:
            raise ValueError("tcp://host:port")
        self._seconds = float(parse_qs(parts.query).get("timeout", [_SECONDS])[0])

    def scan(self, content: BinaryIO) -> str | None:
        """The name of what was found, None for a clean file. Raises ScannerAway, NoVerdict."""
        answer = self._ask(b"zINSTREAM\0", content)
        if answer == "stream: OK":
            return None
        found = _FOUND.match(answer)
        if found is None:
            raise NoVerdict(answer)
        return found[1][:100]

    def version(self) -> str:
        """What clamd calls itself and its signatures: ``ClamAV 1.4.3/27800/Sat Nov 21 09:25:31 2026``."""
        return self._ask(b"zVERSION\0")

    def _ask(self, command: bytes, content: BinaryIO | None = None) -> str:
        try:
            with self._connect() as line:
                line.sendall(command)
                if content is not None:
                    _stream(line, content)
                return _answer(line)
        except OSError as fault:
            raise ScannerAway(type(fault).__name__) from None

    def _connect(self) -> socket.socket:
        seconds = min(self._seconds, _CONNECT_SECONDS)
        if isinstance(self._place, tuple):
            line = socket.create_connection(self._place, timeout=seconds)
        else:
            line = _local_line(self._place, seconds)
        line.settimeout(self._seconds)
        return line


def _local_line(path: str, seconds: float) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(seconds)
    try:
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def _stream(line: socket.socket, content: BinaryIO) -> None:
    """The file in pieces, each after its length in four bytes; a piece of no bytes is the end."""
    try:
        while chunk := content.read(_CHUNK):
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        return  # it has heard enough (a file over its limit) and says why


def _answer(line: socket.socket) -> str:
    """What is said up to the closing zero byte. Raises ScannerAway when the line ends before."""
    said = b""
    while not said.endswith(b"\0"):
        piece = line.recv(_ANSWER_MAX_BYTES)
        if not piece or len(said) > _ANSWER_MAX_BYTES:
            raise ScannerAway("no_answer")
        said += piece
    return said[:-1].decode("utf-8", "replace").strip()
