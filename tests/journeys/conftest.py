"""A running product for journeys: the real server, relay and classifier on either engine, and a real browser."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from intake.cases.ports import system_clock
from intake.cases.work import Desk
from intake.entry.relay import Relay
from intake.web.app import create_app
from intake.web.options import WebOptions
from routing import classifier
from tests.conftest import leave_out
from tests.world import World, make_world

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Site:
    """The running product: its address and the province in it."""

    address: str
    world: World


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium of this machine; left out (or failed, with CI=true) where there is none."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        leave_out("Chromium", "chưa cài trình duyệt (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def site(desk: Desk, trained: Path) -> Iterator[Site]:
    """The product on a free port, on both engines, with the real clock, relay and classifier."""
    live = replace(desk, clock=system_clock)
    world = make_world(live)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(live, WebOptions(public_url=address))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        relay = Relay(live, lambda: classifier.load(trained))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        relay.start()
        _wait_until_started(server)
        yield Site(address, world)
        server.should_exit = True
        thread.join(timeout=20)
        relay.stop()


def _wait_until_started(server: uvicorn.Server) -> None:
    for _ in range(200):
        if server.started:
            return
        time.sleep(0.05)
    raise TimeoutError("the server did not start")
