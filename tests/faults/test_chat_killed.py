"""The web, with its relay inside, dies again and again while somebody chats: the conversation goes on exactly there,
and nobody waits for the lease of the dead.
"""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import httpx
import pytest

from intake.cases.schedule import LEASE
from tests.faults.checks import check_everything
from tests.faults.dying import ACTING, mark
from tests.faults.engine import Engine
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

DYING = (sys.executable, "-m", "tests.faults.dying")
PEOPLE = 12
STORY = "Đường trước nhà tôi ở ấp 3 xã Long Hữu có nhiều ổ gà, trẻ em té hoài, xin sửa giúp."
TURNS = (
    ({"text": STORY}, "đúng không?|không?$"),
    ({"choice": "yes"}, "họ tên"),
    ({"text": "Trần Thị Bé"}, "số điện thoại"),
    ({"text": "0912345678"}, "ảnh hay giấy tờ"),
    ({"choice": "done"}, "đăng công khai nội dung"),
    ({"choice": "agree"}, "Gửi đi được chưa"),
    ({"choice": "send"}, "Có tin mới"),
)


@pytest.fixture(params=["embedded", "plain_postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


def test_a_web_killed_after_every_message_goes_on_exactly_there(engine: Engine) -> None:
    web = engine.start_web()
    with engine.client() as browser:
        for number, (told, asked) in enumerate(TURNS):
            sent = {**told, "sending": f"s{number}"}
            assert browser.post("/tro-chuyen", data=sent, headers={"X-Chat": "1"}).status_code == 204
            web.kill()
            web = engine.start_web()
            _again(browser, sent)
            until(f"turn {number}", partial(_asks, browser, asked), seconds=LEASE.total_seconds() / 2)
        page = browser.get("/tro-chuyen").text

    codes = set(re.findall(r"PA-\d{6}-\d{6}-\d", page))
    assert len(codes) == 1
    assert page.count(STORY) == 2  # what was written, and the summary
    engine.outlive_leases()
    engine.settle()
    check_everything(engine.desk, list(codes))


def test_a_web_killed_over_several_people_it_hears_together_goes_on_with_each(engine: Engine) -> None:
    web = engine.start_hearing_web(command=DYING)
    dies = mark(engine.settings.home, ACTING)
    dies.touch()
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(partial(_write, engine), range(PEOPLE)))
    until("it died", lambda: web.process.poll() is not None)
    assert not dies.exists()
    engine.start_hearing_web(command=DYING)
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(partial(_write, engine), range(PEOPLE)))

    until("all are heard", lambda: engine.unfinished() == 0, seconds=LEASE.total_seconds() / 2)
    for number in range(PEOPLE):
        with engine.client() as browser:
            browser.cookies.set("langnghe_tro_chuyen", f"nguoi-so-{number}")
            said = browser.get("/tro-chuyen").text
        assert said.count(f"nhà số {number} của tôi") == 1
        assert said.count("đúng không") == 1


def _write(engine: Engine, number: int) -> None:
    """Each a story of their own; whether they hear that it is kept depends on who dies."""
    told = {"text": f"Đường trước nhà số {number} của tôi ở xã Long Hữu có nhiều ổ gà.", "sending": "s1"}
    with engine.client() as browser, suppress(httpx.TransportError):
        browser.cookies.set("langnghe_tro_chuyen", f"nguoi-so-{number}")
        browser.post("/tro-chuyen", data=told, headers={"X-Chat": "1"})


def _again(browser: httpx.Client, sent: dict[str, str]) -> None:
    """A browser that never heard the answer sends the same once more."""
    browser.post("/tro-chuyen", data=sent, headers={"X-Chat": "1"})


def _asks(browser: httpx.Client, asked: str) -> bool:
    return re.search(asked, _last(browser), re.MULTILINE) is not None


def _last(browser: httpx.Client) -> str:
    """The last line, if it is ours."""
    said = re.findall(r'<div class="chat-(\w+)">.*?<p>(.*?)</p></div>', browser.get("/tro-chuyen").text, re.DOTALL)
    return said[-1][1] if said and said[-1][0] == "bot" else ""
