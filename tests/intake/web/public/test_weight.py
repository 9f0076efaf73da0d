"""What a cheap phone has to fetch before it can write: counted in bytes on the line, without fonts.

What that costs on a slow line is in ``tests/journeys/test_slow_line.py``.
"""

import re
from pathlib import Path

from starlette.testclient import TestClient

from intake.web.page import STATIC
from tests.pages import Browser, Page

SVG_USE = "{http://www.w3.org/2000/svg}use"
MOST_BYTES = 40_000


def fetched(page: Page) -> list[str]:
    """Everything of ours the page loads by itself, but fonts; the sprite of icons once."""
    named = [one.get("href", "") for one in page.all("link", rel="stylesheet")]
    named += [one.get("src", "") for one in page.tree.iter("script")]
    named += [one.get("href", "").split("#")[0] for one in page.tree.iter(SVG_USE)]
    return sorted({name for name in named if name.startswith("/static/")})


def weight(client: TestClient, address: str) -> int:
    return int(client.get(address).headers["content-length"])


def test_the_first_page_weighs_less_than_forty_kilobytes(visitor: Browser) -> None:
    page = visitor.get("/")
    assets = fetched(page)

    assert any("filing" in name for name in assets)
    assert any("icons" in name for name in assets)
    assert sum(weight(visitor.client, name) for name in ("/", *assets)) < MOST_BYTES


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
