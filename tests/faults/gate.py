"""A gate in front of a server: a small TCP proxy that a test can shut, open again, make silent or deaf.

It stands before a broker, a database, a mail server or the web, so that one test can break its own line without
stopping a server that other tests use. It knows bytes and connections only.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

_CHUNK = 65_536


class Gate:
    """Passes everything to ``target`` until it is told otherwise; ``port`` stays the same for life."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._passing = threading.Event()
        self._losing_answers = False
        self._listener: socket.socket | None = None
        self._threads: list[threading.Thread] = []
        self.port = 0

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.shut()
        for thread in self._threads:
            thread.join(timeout=5)

    def open(self) -> None:
        """Let everything through, also what was held back while silent."""
        self._losing_answers = False
        self._passing.set()
        if self._listener is not None:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        self.port, self._listener = listener.getsockname()[1], listener
        self._run(self._accept, listener)

    def shut(self) -> None:
        """Refuse new connections and break the ones there are, as a stopped server does."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self._passing.set()
        with self._lock:
            for connection in self._sockets:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def fall_silent(self) -> None:
        """Accept connections and pass nothing in either direction, as a hanging server does."""
        self._passing.clear()

    def lose_answers(self) -> None:
        """Pass what is asked, and nothing that is answered."""
        self._losing_answers = True

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._run(self._connect, client)

    def _connect(self, client: socket.socket) -> None:
        self._passing.wait()
        try:
            server = socket.create_connection(self._target, timeout=5)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        with self._lock:
            self._sockets |= {client, server}
        if self._listener is None:  # shut in between
            self._end(client, server)
        back = self._run(self._pump, server, client, True)
        self._pump(client, server, False)
        back.join()
        with self._lock:
            self._sockets -= {client, server}
        client.close()
        server.close()

    def _pump(self, source: socket.socket, target: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                self._passing.wait()
                if not (back and self._losing_answers):
                    target.sendall(data)
        self._end(source, target)

    @staticmethod
    def _end(*connections: socket.socket) -> None:
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _run(self, target: Callable[..., None], *args: object) -> threading.Thread:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
