"""How long a phone on a slow line waits: the citizens' pages in Chromium, with the latency and bandwidth of slow 3G.

Each time a browser that has never been here. The line is simulated above TCP, so connecting and TLS come on top.
"""

from typing import Any

from playwright.sync_api import Browser

from benchmarks.figures import Figure, milliseconds
from benchmarks.measures import empty_home
from benchmarks.server import running
from tools.camera import chromium

_PAGES = {"first page": "/", "door to a case": "/theo-doi", "chat": "/tro-chuyen"}
_TIMES = 7
_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 ms for each request; 400 kbit/s in bytes a second."""

_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
_READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000"


def slow_line() -> list[Figure]:
    """Until the page can be read and written on, and until its scripts have run."""
    with empty_home() as home, running(home) as server, chromium() as browser:
        address = f"http://127.0.0.1:{server.port}"
        _opened(browser, address)  # so that the server has made each template once
        return [figure for name, path in _PAGES.items() for figure in _page(browser, name, f"{address}{path}")]


def _page(browser: Browser, name: str, address: str) -> list[Figure]:
    seen = [_opened(browser, address) for _time in range(_TIMES)]
    painted, ready = ([one[at] for one in seen] for at in (0, 1))
    return [
        Figure(f"slow 3G, {name}: painted, median", milliseconds(painted)[0], "ms", at_most=2_000),
        Figure(f"slow 3G, {name}: painted, worst of {_TIMES}", max(painted) * 1000, "ms"),
        Figure(f"slow 3G, {name}: scripts have run, median", milliseconds(ready)[0], "ms"),
    ]


def _opened(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds until the first words are painted, and until the scripts have run."""
    with browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN") as context:
        page = context.new_page()
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", dict[str, Any](_LINE))
        page.goto(address, wait_until="load")
        painted, ready = page.evaluate(_PAINTED), page.evaluate(_READY)
        return float(painted), float(ready)
