"""A server that answers as Rasa 3.6.21 does, over real HTTP, and has every fault a server can have."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from bot.nlu.port import Entity
from bot.rasa.identity import model_name

TOKEN = "bí-mật-của-rasa"
WELL, HANGING, DRIPPING = "well", "hanging", "dripping"
WRONG: Mapping[str, tuple[int, bytes]] = {
    "failing": (503, b'{"status":"failure","code":503}'),
    "empty": (200, b""),
    "no_object": (200, b"[]"),
    "no_json": (200, b"<html>Bad gateway</html>"),
    "endless": (200, b" " * 2_000_000),
    "no_intents": (200, b'{"text":"a","intent":{"name":null,"confidence":0.0},"entities":[],"intent_ranking":[]}'),
    "strange_intent": (200, b'{"entities":[],"intent_ranking":[{"name":"restart","confidence":1.0}]}'),
    "strange_number": (200, b'{"entities":[],"intent_ranking":[{"name":"greet","confidence":NaN}]}'),
}
"""Answers to a question that are none."""

Mind = Callable[[str], Mapping[str, float]]


class FakeRasa:
    """Runs while it is entered; can be killed and started again at the same address. ``mood`` is how it answers."""

    def __init__(self, mind: Mind) -> None:
        self.mind, self.mood, self.token, self.model = mind, WELL, TOKEN, model_name()
        self.facts: list[Entity] = []
        self.asked: list[str] = []
        self._port, self._free = 0, threading.Event()
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """As if its process were gone: connections are refused."""
        self._free.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def start(self) -> None:
        """Listen, a second time where it was before."""
        self._free.clear()
        self._server = server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        server.daemon_threads = True
        self._port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, path: str, text: str | None) -> tuple[int, bytes]:
        """Status and body for a question."""
        if parse_qs(urlsplit(path).query).get("token") != [self.token]:
            return 401, b'{"version":"3.6.21","status":"failure","reason":"NotAuthenticated","code":401}'
        if text is None:
            return 200, json.dumps({"model_file": self.model, "num_active_training_jobs": 0}).encode()
        self.asked.append(text)
        if self.mood in WRONG:
            return WRONG[self.mood]
        shares = dict(sorted(self.mind(text).items(), key=lambda one: -one[1]))
        ranking = [{"name": name, "confidence": share} for name, share in shares.items()]
        facts = [{"entity": one.kind, "value": one.value, "start": one.start, "end": one.end} for one in self.facts]
        told = {"text": text, "intent": ranking[0], "entities": facts, "intent_ranking": ranking}
        return 200, json.dumps(told).encode()

    def wait(self) -> None:
        """Until it is killed."""
        self._free.wait()

    @property
    def is_killed(self) -> bool:
        return self._free.is_set()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(None)

            def do_POST(self) -> None:
                asked: Any = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._say(asked["text"])

            def _say(self, text: str | None) -> None:
                if rasa.mood == HANGING:
                    rasa.wait()
                    return
                status, body = rasa.answer(self.path, text)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if rasa.mood != DRIPPING:
                    self.wfile.write(body)
                    return
                while not rasa.is_killed:
                    self.wfile.write(b" ")
                    rasa._free.wait(0.02)

            def log_message(self, format: str, *args: Any) -> None:
                pass

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    self.close_connection = True  # whoever asked has given up

        return Handler
