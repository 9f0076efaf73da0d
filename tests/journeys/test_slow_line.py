"""A cheap phone on a slow 3G line: what stands between the first request and a page that can be written on.

The browser really waits, but nothing here reads a clock: each round trip costs the latency of the line, each byte its
share of the bandwidth, and both are counted. ``benchmarks.slow_line`` measures the seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from intake.cases.work import Desk
from tests.journeys.conftest import Server
from tests.journeys.test_main_path import PHONE
from tests.world import make_world

LATENCY_SECONDS = 0.4
BYTES_A_SECOND = 50_000
"""400 kbit/s: what the developer tools of browsers call slow 3G."""
USABLE_WITHIN_SECONDS = 2.0
MOST_REQUESTS = 12
MOST_BYTES = 120_000

PAGES = ("/", "/theo-doi", "/tro-chuyen", "/cong-khai", "/lien-he", "/tro-giup")


@dataclass
class Line:
    """Every request of one page: who asked for it, and how many bytes came for it, headers included."""

    asked_by: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    def rounds(self, address: str) -> int:
        """How many round trips one after the other it takes to have this; 1 for the page itself."""
        return 1 + self.rounds(self.asked_by[address]) if self.asked_by.get(address) else 1

    def seconds(self, *, rounds: int) -> float:
        """What everything costs that comes within so many round trips."""
        arrived = sum(self.bytes[address] for address in self.asked_by if self.rounds(address) <= rounds)
        return rounds * LATENCY_SECONDS + arrived / BYTES_A_SECOND


@pytest.fixture
def server(sqlite_desk: Desk) -> Iterator[Server]:
    server = Server(make_world(sqlite_desk).desk)
    server.start()
    yield server
    server.stop()


def watched(context: BrowserContext, *, slow: bool) -> tuple[Page, Line]:
    """A new page whose line is watched, and slow if told."""
    page, line, named = context.new_page(), Line(), {}
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    if slow:
        pace = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
        tools.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_SECONDS * 1000, **pace})

    def asked(told: dict[str, Any]) -> None:
        address = told["request"]["url"]
        if address.startswith("http"):
            named[told["requestId"]] = address
            line.asked_by[address] = told["initiator"].get("url", "")

    def came(told: dict[str, Any]) -> None:
        if told["requestId"] in named:
            line.bytes[named[told["requestId"]]] = int(told["encodedDataLength"])

    tools.on("Network.requestWillBeSent", asked)
    tools.on("Network.loadingFinished", came)
    return page, line


def opened(chromium: Browser, address: str, *, slow: bool = False) -> tuple[Page, Line]:
    page, line = watched(chromium.new_context(viewport=PHONE, locale="vi-VN"), slow=slow)
    page.goto(address, wait_until="networkidle")
    return page, line


@pytest.mark.browser
def test_on_a_slow_line_the_first_page_can_be_written_on_within_two_round_trips(
    chromium: Browser, server: Server
) -> None:
    page, line = opened(chromium, f"{server.address}/", slow=True)
    scripts_and_styles = [address for address in line.asked_by if address.endswith((".css", ".js"))]
    assert {line.rounds(address) for address in scripts_and_styles} == {2}
    assert line.seconds(rounds=2) < USABLE_WITHIN_SECONDS

    page.locator("#content").fill("Đường trước nhà tôi có nhiều ổ gà.")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Bước 2 trong 6")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_every_page_somebody_may_begin_with_is_as_light(chromium: Browser, server: Server, path: str) -> None:
    _page, line = opened(chromium, f"{server.address}{path}")

    assert line.seconds(rounds=2) < USABLE_WITHIN_SECONDS
    assert max(map(line.rounds, line.asked_by)) <= 3, "after the style sheet only fonts"
    assert len(line.asked_by) <= MOST_REQUESTS
    assert sum(line.bytes.values()) < MOST_BYTES
