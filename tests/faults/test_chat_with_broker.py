"""Chatting with a province: workers die in the middle of turns, and fifty people write at once to two of everything."""

import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from intake.cases import conversations
from models.conversation import ChatLine, Conversation
from models.inbound import InboundMessage
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobState, Speaker
from tests.faults.brokers import redis_server
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.dying import ACTING, DONE, THINKING, mark
from tests.faults.engine import Engine
from tests.faults.test_chat_killed import DYING, STORY, TURNS
from tests.faults.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

PEOPLE = 50
DEATHS = {0: THINKING, 1: ACTING, 3: DONE, 6: ACTING}
"""Over which of the turns the worker dies, and where in it; the last one files the case."""
BUSY = (sys.executable, "-m", "tests.faults.busy")


def send(browser: httpx.Client, sent: dict[str, str]) -> None:
    assert browser.post("/tro-chuyen", data=sent, headers={"X-Chat": "1"}).status_code == 204


def test_a_worker_killed_at_any_point_of_a_turn_goes_on_exactly_there(province: Province) -> None:
    engine = province.engine
    engine.start_web(command=BUSY)
    engine.start("relay")
    engine.start("worker", "--processes", "1", command=DYING)
    talks_on_whoever_dies(engine, lambda: None)


def test_a_web_killed_at_any_point_of_a_turn_it_takes_itself_goes_on_exactly_there(province: Province) -> None:
    engine = province.engine
    engine.start_hearing_web(command=DYING)
    engine.start("relay")
    engine.start("worker", "--processes", "1")
    talks_on_whoever_dies(engine, lambda: engine.start_hearing_web(command=DYING))


def talks_on_whoever_dies(engine: Engine, revive: Callable[[], object]) -> None:
    """A whole conversation, over some turns of which somebody dies."""
    with engine.client() as browser:
        for number, (told, asked) in enumerate(TURNS):
            sent = {**told, "sending": f"s{number}"}
            dies = mark(engine.settings.home, DEATHS.get(number, "never"))
            if number in DEATHS:
                dies.touch()
            send_to_the_dying(browser, sent)
            if number in DEATHS:
                until(f"somebody died over turn {number}", partial(_is_gone, dies), seconds=120)
                revive()
            send(browser, sent)  # a browser that never heard the answer
            until(f"turn {number}", partial(answered, engine, browser, asked), seconds=120)
        page = browser.get("/tro-chuyen").text

    codes = sorted(set(re.findall(r"PA-\d{6}-\d{6}-\d", page)))
    assert len(codes) == 1
    assert page.count(STORY) == 2  # what was written, and the summary
    settled(engine)
    check_everything(engine.desk, codes)
    assert len(citizen_lines(engine, next(iter(people(engine))))) == len(TURNS)


def test_fifty_people_at_once_are_each_heard_once_and_in_order_by_two_of_everything(province: Province) -> None:
    engine = province.engine
    with redis_server() as redis:
        engine.settings = engine.settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{redis}/0"})
        engine.start_web("--processes", "2")
        for _ in range(2):
            engine.start("relay")
            engine.start("worker", "--processes", "1")
        names = [f"nguoi-so-{number:02}" for number in range(PEOPLE)]
        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(lambda name: write_all(engine, name), names))
        until("every job is finished", lambda: engine.unfinished() == 0, seconds=180)

        told = {name: citizen_lines(engine, name) for name in names}
        assert told == {name: messages(name) for name in names}
        for name in names:
            with engine.desk.look() as work:
                talk = conversations.find(work, ChannelKind.WEBCHAT, "web", name)
                assert talk is not None
                assert f"chỗ của {name}" in (talk.state or "")
                assert "số điện thoại" in (conversations.lines_after(work, talk.id, 0)[-1].text or "")
        with engine.desk.look() as work:
            assert None not in work.session.scalars(select(InboundMessage.handled_at)).all()
            undelivered = select(OutboxJob.kind, OutboxJob.fault).where(OutboxJob.state != JobState.DELIVERED)
            assert work.session.execute(undelivered).all() == []


def send_to_the_dying(browser: httpx.Client, sent: dict[str, str]) -> None:
    """The message is kept before anybody dies over it; whether the browser hears so is another matter."""
    with suppress(httpx.TransportError):
        send(browser, sent)


def messages(name: str) -> list[str]:
    """What each writes without waiting for an answer; the first writes so much that two workers race for them."""
    story = [f"Đường trước nhà tôi ở ấp 3 xã Long Hữu, chỗ của {name}, có nhiều ổ gà."]
    more = [f"Chỗ hư thứ {number} nằm gần trường học của xã." for number in range(10)] if name.endswith("00") else []
    return [*story, *more, "đúng", "Trần Thị Bé"]


def write_all(engine: Engine, name: str) -> None:
    """Each message in its turn, and each told three times, as a channel does that hears no answer."""
    with engine.client() as browser:
        browser.cookies.set("langnghe_tro_chuyen", name)
        for number, text in enumerate(messages(name)):
            for _time in range(3):
                send(browser, {"text": text, "sending": f"s{number}"})


def answered(engine: Engine, browser: httpx.Client, asked: str) -> bool:
    """Whether our last line asks this; what a dead worker held is free again, as if its minutes had passed."""
    engine.outlive_leases()
    said = re.findall(r'<div class="chat-(\w+)">.*?<p>(.*?)</p></div>', browser.get("/tro-chuyen").text, re.DOTALL)
    return bool(said) and said[-1][0] == "bot" and re.search(asked, said[-1][1], re.MULTILINE) is not None


def _is_gone(mark_of_death: Path) -> bool:
    return not mark_of_death.exists()


def settled(engine: Engine) -> None:
    """Every job done, whoever died over it."""

    def is_done() -> bool:
        engine.outlive_leases()
        return engine.unfinished() == 0

    until("every job is finished", is_done, seconds=180)


def people(engine: Engine) -> list[str]:
    with engine.desk.look() as work:
        return [talk.address or "" for talk in work.session.scalars(select(Conversation))]


def citizen_lines(engine: Engine, name: str) -> list[str]:
    """What was heard of this person, in the order of the record."""
    with engine.desk.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", name)
        assert talk is not None
        query = select(ChatLine).where(ChatLine.conversation_id == talk.id, ChatLine.speaker == Speaker.CITIZEN)
        return [line.text or "" for line in work.session.scalars(query.order_by(ChatLine.seq))]
