"""What a cheap phone on a slow line has to fetch before it can write: counted in bytes, compressed, without fonts."""

import gzip
import re
from pathlib import Path

from starlette.testclient import TestClient

from intake.web.page import STATIC
from tests.pages import Browser, Page

SVG_USE = "{http://www.w3.org/2000/svg}use"
MOST_BYTES = 100_000
MOST_SECONDS_3G = 2.0
SLOW_3G_BYTES_A_SECOND = 50_000
"""400 kbit/s, as the developer tools of browsers simulate a slow 3G line."""


def fetched(page: Page) -> list[str]:
    """Everything of ours the page loads by itself, but fonts; the sprite of icons once."""
    named = [one.get("href", "") for one in page.all("link", rel="stylesheet")]
    named += [one.get("src", "") for one in page.tree.iter("script")]
    named += [one.get("href", "").split("#")[0] for one in page.tree.iter(SVG_USE)]
    return sorted({name for name in named if name.startswith("/static/")})


def weight(client: TestClient, address: str) -> int:
    return len(gzip.compress(client.get(address).content, 6))


def test_the_first_page_weighs_less_than_a_hundred_kilobytes(visitor: Browser) -> None:
    page = visitor.get("/")
    assets = fetched(page)

    assert any("filing" in name for name in assets)
    assert any("icons" in name for name in assets)
    total = len(gzip.compress(page.response.content, 6)) + sum(weight(visitor.client, name) for name in assets)
    assert total < MOST_BYTES
    assert total / SLOW_3G_BYTES_A_SECOND < MOST_SECONDS_3G


def test_what_a_page_needs_to_be_read_comes_before_its_scripts(visitor: Browser) -> None:
    scripts = list(visitor.get("/").tree.iter("script"))
    assert scripts
    assert all("defer" in one.attrib or one.get("type") == "module" for one in scripts)


def test_the_proof_of_work_is_loaded_only_where_it_is_asked_for(visitor: Browser) -> None:
    assert not [name for name in fetched(visitor.get("/")) if "altcha" in name]


def test_nothing_is_fetched_from_anywhere_else(visitor: Browser) -> None:
    page = visitor.get("/")
    for one in page.tree.iter():
        for attribute in ("src", "href", "action"):
            value = one.get(attribute, "")
            assert not re.match(r"(?:https?:)?//", value), value
    for name in fetched(page):
        if name.endswith(".css"):
            sheet = (STATIC / Path(name).name).read_text("utf-8")
            assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", sheet)
