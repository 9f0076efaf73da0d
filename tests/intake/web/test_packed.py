"""What goes out compressed, and to whom: assets, the citizens' pages, nothing of the officers."""

import gzip

import pytest
from starlette.testclient import TestClient

from intake.web.app import create_app
from intake.web.options import WebOptions
from intake.web.page import STATIC, asset
from tests.world import World

READS, CANNOT = {"accept-encoding": "br, gzip;q=0.8"}, {"accept-encoding": "br, gzip;q=0"}


@pytest.fixture
def client(sqlite_world: World) -> TestClient:
    return TestClient(create_app(sqlite_world.desk, WebOptions(public_url="http://testserver")))


def on_the_line(client: TestClient, address: str) -> bytes:
    with client.stream("GET", address, headers=READS) as answer:
        assert answer.headers.get("content-encoding") == "gzip"
        sent = b"".join(answer.iter_raw())
        assert int(answer.headers["content-length"]) == len(sent)
    return sent


@pytest.mark.parametrize("name", ["citizen.css", "filing.js", "icons.svg"])
def test_an_asset_is_what_was_built_and_smaller_on_the_line(client: TestClient, name: str) -> None:
    built = (STATIC / asset(name).removeprefix("/static/")).read_bytes()
    packed, plain = on_the_line(client, asset(name)), client.get(asset(name), headers=CANNOT)

    assert gzip.decompress(packed) == built == plain.content
    assert len(packed) < len(built) / 2
    assert plain.headers["vary"] == "Accept-Encoding"
    assert plain.headers["content-type"] == client.get(asset(name), headers=READS).headers["content-type"]


def test_fonts_are_packed_by_their_maker(client: TestClient) -> None:
    font = client.get(asset("be-vietnam-pro-latin-400.woff2"), headers=READS)
    assert "content-encoding" not in font.headers


def test_a_citizens_page_is_packed_and_its_length_does_not_tell_what_stands_on_it(client: TestClient) -> None:
    lengths = {len(on_the_line(client, "/tro-giup")) for _time in range(40)}

    assert len(lengths) > 5
    assert "Trợ giúp" in gzip.decompress(on_the_line(client, "/tro-giup")).decode()
    assert "content-encoding" not in client.get("/tro-giup", headers=CANNOT).headers


def test_a_page_of_officers_is_not(client: TestClient) -> None:
    assert "content-encoding" not in client.get("/can-bo/dang-nhap", headers=READS).headers
