"""A running product for journeys: the real server, relay and classifier on either engine, and a real browser."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from intake.cases.ports import Decider, system_clock
from intake.cases.work import Desk
from intake.entry.deciding import LoadedAtFirstUse
from intake.entry.relay import Relay
from intake.entry.stopping import end_streams
from intake.web.app import create_app
from intake.web.options import WebOptions
from routing.classifier import Classifier
from tests.conftest import leave_out
from tests.everywhere import CITIZEN, STRANGER, Furnished
from tests.world import PASSWORD, World, make_world

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000  # how long a page may take to show what is expected; beside other tests five seconds are too few


class Server:
    """The web of a desk on one port, which can be stopped and started again."""

    def __init__(self, desk: Desk, decider: Decider | None = None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._desk, self._decider = desk, decider

    def start(self) -> None:
        self._app = create_app(self._desk, WebOptions(public_url=self.address, decider=self._decider))
        self._server = uvicorn.Server(
            uvicorn.Config(self._app, port=self._port, log_config=None, access_log=False, lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        for _ in range(200):
            if self._server.started:
                return
            time.sleep(0.05)
        raise TimeoutError("the server did not start")

    def stop(self) -> None:
        end_streams(self._app)
        self._server.should_exit = True
        self._thread.join(timeout=20)
        self._app.state.live.stop()


@dataclass(frozen=True)
class Site:
    """The running product: its address, the province in it, and its web server."""

    address: str
    world: World
    server: Server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium of this machine; left out (or failed, with CI=true) where there is none."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        leave_out("Chromium", "chưa cài trình duyệt (apt install chromium)")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def site(desk: Desk, loaded: Classifier) -> Iterator[Site]:
    """The product on a free port, on both engines, with the real clock, relay and classifier."""
    with running(desk, loaded) as site:
        yield site


@pytest.fixture
def sqlite_site(sqlite_desk: Desk, loaded: Classifier) -> Iterator[Site]:
    """The same on SQLite only."""
    with running(sqlite_desk, loaded) as site:
        yield site


@contextmanager
def running(desk: Desk, loaded: Classifier) -> Iterator[Site]:
    live = replace(desk, clock=system_clock)
    world = make_world(live)
    decider = LoadedAtFirstUse(lambda: loaded)
    server, relay = Server(live, decider), Relay(live, decider)
    server.start()
    relay.start()
    yield Site(server.address, world, server)
    server.stop()
    relay.stop()


def let_in(context: BrowserContext, who: str, furnished: Furnished) -> Page:
    """A window in which this person of the table has come in."""
    page = context.new_page()
    if who == CITIZEN:
        page.goto("/theo-doi")
        page.fill("#code", furnished.followed.case.code)
        page.fill("#key", furnished.followed.key)
        page.get_by_role("button", name="Mở hồ sơ").click()
    elif who != STRANGER:
        page.goto("/can-bo/dang-nhap")
        page.fill("#username", who)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_load_state()
    return page
