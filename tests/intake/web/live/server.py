"""The real web server in a thread, and a browser that holds its stream, for tests of what is told without asking."""

import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn

from intake.entry.stopping import end_streams
from intake.web.app import create_app
from intake.web.options import WebOptions
from tests.world import PASSWORD, World

_PATIENCE_SECONDS = 20


@dataclass
class Stream:
    """One browser's stream, read in a thread of its own."""

    events: "queue.SimpleQueue[tuple[str, str]]" = field(default_factory=queue.SimpleQueue)
    ended: threading.Event = field(default_factory=threading.Event)

    def next(self) -> tuple[str, str]:
        """The next event that is no beat: its name and data."""
        while True:
            found = self.events.get(timeout=_PATIENCE_SECONDS)
            if found[0] != "beat":
                return found

    def until(self, event: str, data: str) -> list[tuple[str, str]]:
        """Everything told before this event, beats aside."""
        before = []
        while (found := self.next()) != (event, data):
            before.append(found)
        return before

    def read(self, response: httpx.Response) -> None:
        try:
            name = ""
            for line in response.iter_lines():
                kind, _, value = line.partition(": ")
                if kind == "event":
                    name = value
                elif kind == "data" or line == "data:":
                    self.events.put((name, value))
        except httpx.HTTPError:
            pass
        response.close()
        self.ended.set()


def signed_in(address: str, username: str) -> httpx.Client:
    """The browser of an officer who has signed in."""
    once = httpx.Limits(max_keepalive_connections=0)
    client = httpx.Client(base_url=address, headers={"origin": address}, timeout=_PATIENCE_SECONDS, limits=once)
    answer = client.post("/can-bo/dang-nhap", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 303
    return client


def opened(client: httpx.Client, since: float = 0) -> Stream:
    """Open the stream and wait for its first word. It lasts until the server or the test ends it."""
    stream = Stream()
    request = client.build_request("GET", "/can-bo/truc-tiep", params={"tu": since}, timeout=httpx.Timeout(20, read=60))
    response = client.send(request, stream=True)
    assert response.status_code == 200, response.read()
    threading.Thread(target=stream.read, args=[response], daemon=True).start()
    assert stream.events.get(timeout=_PATIENCE_SECONDS)[0] == "beat"
    return stream


@dataclass
class Live:
    """The running web and its province."""

    address: str
    world: World
    streams: list[Stream] = field(default_factory=list)

    def open(self, client: httpx.Client, since: float = 0) -> Stream:
        self.streams.append(opened(client, since))
        return self.streams[-1]

    def sign_in(self, username: str) -> httpx.Client:
        return signed_in(self.address, username)

    def watching(self, username: str) -> Stream:
        """The stream of an officer whose page is right: whatever happens from now on is told."""
        stream = self.open(self.sign_in(username))
        assert stream.next() == ("changed", ""), "who comes with an old page fetches everything once"
        return stream


@contextmanager
def serving(world: World) -> Iterator[Live]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app, before = create_app(world.desk, WebOptions(public_url=address)), set(threading.enumerate())
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        live = Live(address, world)
        yield live
        end_streams(app)
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive(), "a stream kept the server from stopping"
        app.state.live.stop()
        assert not [one for one in set(threading.enumerate()) - before if one.name == "hearing"]
        assert all(stream.ended.wait(_PATIENCE_SECONDS) for stream in live.streams)
