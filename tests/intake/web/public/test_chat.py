"""The chat page: as a plain form, over reloads, for one browser and no other."""

import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from intake.cases.perform import drain
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from intake.web.public import chat
from models.tables import metadata
from models.vocabulary import WorkQueue
from tests.bot.talking import STORY, with_bot
from tests.intake.web.public.conftest import site_of
from tests.pages import Browser, Page
from tests.world import SURE, Said, World


@pytest.fixture
def talking(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose relay is the test: the page does not wait for it."""
    monkeypatch.setattr(chat, "_WAITS_SECONDS", 0.0)
    return with_bot(world.desk)


def answered(desk: Desk, browser: Browser) -> Page:
    drain(desk, Said(SURE), "bot", queue=WorkQueue.INBOUND)
    return browser.get("/tro-chuyen")


def test_without_a_script_a_citizen_chats_by_a_plain_form(talking: Desk) -> None:
    browser = Browser(site_of(talking))
    page = browser.get("/tro-chuyen")
    assert page.h1 == "Trò chuyện với trợ lý"

    browser.post("/tro-chuyen", {"text": STORY})
    page = answered(talking, browser)
    assert STORY in page.text
    assert "gửi Sở Xây dựng tỉnh Vĩnh Long, đúng không?" in page.text
    browser.post("/tro-chuyen", {"choice": "yes"})

    assert "họ tên" in answered(talking, browser).text


def test_another_browser_sees_nothing_of_it(talking: Desk) -> None:
    one, other = Browser(site_of(talking)), Browser(site_of(talking))
    one.post("/tro-chuyen", {"text": STORY})
    answered(talking, one)

    assert STORY not in other.get("/tro-chuyen").text


def test_a_double_click_sends_once(talking: Desk) -> None:
    browser = Browser(site_of(talking))
    browser.post("/tro-chuyen", {"text": STORY, "sending": "a1"})
    browser.post("/tro-chuyen", {"text": STORY, "sending": "a1"})

    assert answered(talking, browser).text.count(STORY) == 1


def test_what_opens_a_conversation_stands_nowhere_in_the_record_in_clear(talking: Desk) -> None:
    browser = Browser(site_of(talking))
    browser.post("/tro-chuyen", {"text": STORY, "sending": "a1"})
    answered(talking, browser)
    number = next(cookie.value for cookie in browser.client.cookies.jar if cookie.value and len(cookie.value) == 32)

    with talking.look() as work:
        kept = [str(work.session.execute(select(table)).all()) for table in metadata.sorted_tables]
    assert not any(number in rows for rows in kept)


def test_an_empty_message_is_refused_in_a_sentence(talking: Desk) -> None:
    page = Browser(site_of(talking)).post("/tro-chuyen", {"text": "  "})

    assert page.status == 422
    assert "Tin trống" in page.text


def test_the_stream_tells_every_line_with_its_number(talking: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "_STREAM_SECONDS", 0.3)
    client = TestClient(site_of(talking))
    sent = client.post("/tro-chuyen", data={"text": STORY}, headers={"X-Chat": "1"})
    assert sent.status_code == 204
    drain(talking, Said(SURE), "bot", queue=WorkQueue.INBOUND)

    told = client.get("/tro-chuyen/dong").text.split("\n\n")
    lines = [json.loads(part.split("data: ")[1]) for part in told if "data: " in part]
    assert [line["speaker"] for line in lines] == ["citizen", "bot"]
    assert "id: 2\n" in client.get("/tro-chuyen/dong", headers={"Last-Event-ID": "1"}).text


def test_a_flood_from_one_browser_is_told_to_wait(talking: Desk) -> None:
    browser = Browser(site_of(talking))
    for _number in range(40):
        browser.post("/tro-chuyen", {"choice": "yes"})

    assert browser.post("/tro-chuyen", {"choice": "yes"}).status == 429


def test_only_the_frame_may_be_framed_and_its_cookie_comes_back_there(talking: Desk) -> None:
    secure = create_app(talking, WebOptions(public_url="https://testserver"))
    client = TestClient(secure, base_url="https://testserver")

    assert "frame-ancestors *" in client.get("/tro-chuyen/khung").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in client.get("/tro-chuyen").headers["content-security-policy"]
    sent = client.post("/tro-chuyen", data={"text": STORY, "khung": "1"}, headers={"X-Chat": "1"})
    cookie = sent.headers["set-cookie"]
    assert cookie.startswith("__Host-langnghe_tro_chuyen=")
    for part in ("SameSite=none", "Secure", "HttpOnly", "Partitioned"):
        assert part in cookie


def test_the_frame_is_a_page_that_works_without_a_script(talking: Desk) -> None:
    browser = Browser(site_of(talking))
    browser.get("/tro-chuyen/khung")

    page = browser.post("/tro-chuyen", {"text": STORY, "khung": "1"})

    assert page.path == "/tro-chuyen/khung"


def test_one_script_tag_brings_the_chat_to_another_site(talking: Desk) -> None:
    told = TestClient(site_of(talking)).get("/tro-chuyen/nhung.js")

    assert told.headers["cross-origin-resource-policy"] == "cross-origin"
    assert '"at": "http://testserver"' in told.text
