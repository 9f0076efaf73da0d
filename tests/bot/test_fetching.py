"""Links that strangers write are followed nowhere but where they may lead."""

import socket
from collections.abc import Iterator
from threading import Thread
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import fetching
from bot.served import served

_MB = 1024 * 1024


class Site:
    """A host that was allowed; ``asked`` is what somebody wanted from it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{what:path}", self._answer)])

    async def _answer(self, request: Request) -> Response:
        what = request.path_params["what"]
        self.asked.append(what)
        match what.partition("/"):
            case ("to", _, place):
                return RedirectResponse(place)
            case ("status", _, code):
                return Response(status_code=int(code))
            case ("large", _, _):
                return StreamingResponse(self._large())
        return Response(b"bytes")

    async def _large(self) -> Any:
        for _piece in range(25):
            yield b"x" * _MB


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(site.app()) as address:
        yield address


def test_a_file_of_an_allowed_host_is_read(address: str) -> None:
    with fetching.fetched(f"{address}/a.jpg", [address]) as content:
        assert content.read() == b"bytes"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/a",
        "http://localhost/a",
        "http://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/a",
        "https://[::1]/a",
        "https://evil.example/a",
        "https://zdn.vn.evil.example/a",
        "https://evilzdn.vn/a",
        "http://f.zdn.vn/a",
        "https://f.zdn.vn:8443/a",
        "https://user@f.zdn.vn/a",
        "https://zdn.vn@evil.example/a",
        "ftp://f.zdn.vn/a",
        "file:///etc/passwd",
        "//f.zdn.vn/a",
        "https://",
        "https://[",
        "https://f.zdn.vn:x/a",
        "",
        "gopher://127.0.0.1:6379/_FLUSHALL",
    ],
)
def test_links_that_lead_elsewhere_are_forbidden(url: str) -> None:
    with pytest.raises(fetching.Forbidden):
        fetching.fetched(url, ["zdn.vn", "http://10.9.9.9:80"])


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"])
def test_an_allowed_name_that_stands_for_an_address_of_ours_is_forbidden(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    """Whoever owns a name decides what it stands for."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [(0, 0, 0, "", (inside, 443))])

    with pytest.raises(fetching.Forbidden, match="address"):
        fetching.fetched("https://f.zdn.vn/a", ["zdn.vn"])


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("203.113.131.1", True),
        ("2405:4800::1", True),
        ("::ffff:127.0.0.1", False),
        ("::ffff:203.113.131.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b:1::7f00:1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("not an address", False),
    ],
)
def test_which_addresses_are_public(written: str, public: bool) -> None:
    assert fetching.is_public(written) is public


def test_a_redirection_is_judged_like_a_link(address: str, site: Site) -> None:
    with fetching.fetched(f"{address}/to/{address}/b", [address]) as content:
        assert content.read() == b"bytes"
    with served(Site().app()) as other, pytest.raises(fetching.Forbidden):
        fetching.fetched(f"{address}/to/{other}/a", [address])
    with pytest.raises(fetching.Forbidden):
        fetching.fetched(f"{address}/to/http://169.254.169.254/", [address])


def test_redirections_end(address: str, site: Site) -> None:
    with pytest.raises(fetching.Forbidden, match="redirections"):
        fetching.fetched(f"{address}/to/" + f"{address}/to/" * 9, [address])

    assert len(site.asked) == 4


def test_what_is_too_large_is_let_go_at_the_limit(address: str) -> None:
    with pytest.raises(fetching.TooLarge):
        fetching.fetched(f"{address}/large/x", [address])


@pytest.mark.parametrize("code", [404, 410, 500, 503])
def test_what_is_not_there_may_come_back(address: str, code: int) -> None:
    with pytest.raises(OSError, match=f"http_{code}"):
        fetching.fetched(f"{address}/status/{code}", [address])


def test_a_host_that_is_away_may_come_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gone = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(fetching.Away):
        fetching.fetched(f"{gone}/a", [gone])


def test_a_fault_names_no_link(address: str) -> None:
    with pytest.raises(fetching.Away) as fault:
        fetching.fetched(f"{address}/status/500?secret=1", [address])

    assert "secret" not in str(fault.value)


class Proxy:
    """The only way out: answers ``status``, then gives back what is sent into the tunnel. ``asked`` is its request."""

    def __init__(self, status: int = 200) -> None:
        self.asked, self._status = "", status
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with self._listener, self._listener.accept()[0] as caller:
            self.asked = caller.recv(4096).decode()
            caller.sendall(f"HTTP/1.1 {self._status} x\r\n\r\n".encode())
            caller.sendall(caller.recv(4096))


def stands_for(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    found = (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 443))
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *args, **more: [found] if host == "f.zdn.vn" else real(host, *args, **more)
    )


def test_a_tunnel_through_the_proxy_leads_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy()
    stands_for(monkeypatch, "203.113.131.1")

    way = fetching._Public(httpx.Proxy(f"http://me:secret@{proxy.address}"))
    stream = way.connect_tcp("f.zdn.vn", 443, timeout=5)
    stream.write(b"bytes", 5)

    assert stream.read(5, 5) == b"bytes"
    stream.close()
    assert proxy.asked.startswith("CONNECT 203.113.131.1:443 HTTP/1.1")
    assert "Proxy-Authorization: Basic bWU6c2VjcmV0" in proxy.asked


def test_the_proxy_of_the_machine_is_the_way_out_and_its_no_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy(403)
    monkeypatch.setenv("https_proxy", f"http://{proxy.address}")
    stands_for(monkeypatch, "203.113.131.1")

    with pytest.raises(fetching.Away, match=r"^proxy_403$"):
        fetching.fetched("https://f.zdn.vn/a", ["zdn.vn"])
    assert "CONNECT 203.113.131.1:443" in proxy.asked


def test_no_proxy_is_asked_for_an_address_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy()
    monkeypatch.setenv("https_proxy", f"http://{proxy.address}")
    stands_for(monkeypatch, "10.1.2.3")

    with pytest.raises(fetching.Forbidden, match="address"):
        fetching.fetched("https://f.zdn.vn/a", ["zdn.vn"])
    assert proxy.asked == ""
