"""Every page in a browser: no barrier that axe knows, and nothing to be scrolled sideways.

At three widths in Vietnamese; in the dark, where only colours differ; in English on a phone, where words are longer;
and what citizens see on a phone with its letters twice as large.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.cookies import Cookie
from intake.web.options import WebOptions
from tests.conftest import ROOT, leave_out
from tests.everywhere import NO_PAGES, PAGES, PEOPLE, STRANGER, Furnished, furnish, routes
from tests.journeys.conftest import Server, let_in
from tests.world import make_world
from tools.every_page import names

AXE = ROOT / "var" / "test-assets" / "axe.min.js"
WIDTHS = {360: 740, 768: 1024, 1440: 900}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.flatMap(
    broken => broken.nodes.map(node => broken.id + ': ' + node.html.slice(0, 160)))"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [
    'wide: ' + document.documentElement.scrollWidth + ' ' + [...document.querySelectorAll('main *')]
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 3)
        .map(one => one.outerHTML.slice(0, 120)).join(' | ')]"""
CLIPPED = """() => [...document.querySelectorAll('button, a.btn')].filter(
    one => one.offsetParent && one.scrollWidth > one.clientWidth + 1
    ).map(one => 'clipped: ' + one.outerHTML.slice(0, 120))"""
TWICE_AS_LARGE = "() => { document.documentElement.style.fontSize = '200%' }"
FOLD_OUT = """() => { const all = document.querySelectorAll('details:not(.office, .deciding details)')
    for (const one of all) one.open = true }"""
SETTLED = "() => Promise.allSettled(document.getAnimations().map(one => one.finished))"
"""Buttons take their new colours slowly; a list that is fetched again says so no longer."""
UNFILLED = """form => { form.noValidate = true; for (const one of form.elements)
    if (one.matches('textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox])')) one.value = '' }"""

WRONG = {
    STRANGER: [("/", "/gui"), ("/theo-doi", "/theo-doi"), ("/can-bo/dang-nhap", "/can-bo/dang-nhap")],
    "receiver": [("/can-bo/nhap-phan-anh/dien-thoai", "/can-bo/nhap-phan-anh/dien-thoai")],
    "handler": [("/can-bo/ho-so/{asked}", "/can-bo/ho-so/{asked}/soan")],
    "leader": [("/can-bo/uy-quyen", "/can-bo/uy-quyen")],
    "administrator": [
        ("/can-bo/lich", "/can-bo/lich/them"),
        ("/can-bo/co-quan/syt/ket-thuc", "/can-bo/co-quan/syt/ket-thuc"),
        ("/can-bo/mau-tra-loi/moi", "/can-bo/mau-tra-loi/moi"),
    ],
}
"""Forms sent with nothing in them, for the page that says so: where they stand and where they go."""


@pytest.fixture
def province(sqlite_desk: Desk) -> Iterator[tuple[str, Furnished]]:
    """The address of a running product, and what is in it."""
    furnished = furnish(make_world(sqlite_desk))
    server = Server(sqlite_desk)
    server.start()
    yield server.address, furnished
    server.stop()


@pytest.fixture(scope="session")
def axe() -> str:
    """The checks of axe, built beside the assets."""
    if not Path(AXE).is_file():
        leave_out("axe", "chưa dựng (make assets)")
    return AXE.read_text("utf-8")


def test_every_page_of_the_product_is_gone_to(sqlite_desk: Desk) -> None:
    app = create_app(sqlite_desk, WebOptions(public_url="http://testserver"))
    fetched = {address for method, address in routes(app) if method == "GET"}

    assert fetched == {*PAGES, *NO_PAGES}


def test_every_page_has_pictures_of_its_own() -> None:
    pictures = [name for who in PEOPLE for name in names(who)]

    assert len(pictures) == sum(len(addresses.split()) for page in PAGES.values() for addresses in page.values())
    assert len(set(pictures)) == len(pictures)


@pytest.mark.browser
@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_has_a_barrier_or_is_wider_than_the_screen(
    chromium: Browser, axe: str, province: tuple[str, Furnished], who: str
) -> None:
    address, furnished = province
    broken: dict[str, set[str]] = {}
    with chromium.new_context(locale="vi-VN", base_url=address) as context:
        page = let_in(context, who, furnished)
        for path in furnished.visits(who):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status < 500, path
            broken[path] = _broken(page, axe) | _broken_in_english(page, axe, path)
            if not path.startswith("/can-bo"):
                broken[path] |= _broken_in_large_letters(page, path)
        for path, action in WRONG.get(who, []):
            page.goto(path.format(**furnished.names))
            form = page.locator(f"form[action='{action.format(**furnished.names)}']").first
            form.evaluate(UNFILLED)
            with page.expect_navigation():
                form.evaluate("form => form.submit()")
            broken[f"{action}, empty"] = _broken(page, axe)

    said = [f"{path} {fault}" for path, faults in broken.items() for fault in sorted(faults)]
    assert not said, "\n".join(said)


def _broken(page: Page, axe: str) -> set[str]:
    """What is wrong with the open page at each width, with everything folded out but what would lie over the page."""
    page.evaluate(FOLD_OUT)
    page.evaluate(axe)
    found: set[str] = set()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        checks: list[Any] = [*page.evaluate(CHECK, RULES), *page.evaluate(TOO_WIDE), *page.evaluate(CLIPPED)]
        found |= {f"{width}: {one}" for one in checks}
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    found |= {f"dark: {one}" for one in page.evaluate(CHECK, COLOURS)}
    page.emulate_media(color_scheme="light")
    return found


def _broken_in_english(page: Page, axe: str, path: str) -> set[str]:
    """What is wrong with the same page on a phone, read in English."""
    width = min(WIDTHS)
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.context.add_cookies([{"name": Cookie.LANGUAGE, "value": "en", "url": page.url}])
    page.goto(path)
    page.evaluate(FOLD_OUT)
    page.evaluate(axe)
    checks: list[Any] = [*page.evaluate(CHECK, RULES), *page.evaluate(TOO_WIDE), *page.evaluate(CLIPPED)]
    if page.locator("html").get_attribute("lang") != "en":
        checks.append("not in English")
    page.context.clear_cookies(name=Cookie.LANGUAGE)
    return {f"en: {one}" for one in checks}


def _broken_in_large_letters(page: Page, path: str) -> set[str]:
    """What does not fit a phone whose owner reads badly; the page is on a phone already."""
    page.goto(path)
    page.evaluate(FOLD_OUT)
    page.evaluate(TWICE_AS_LARGE)
    return {f"large: {one}" for one in (*page.evaluate(TOO_WIDE), *page.evaluate(CLIPPED))}
