"""A bot on Zalo's Bot Platform: set up, talked with, forged, refused, silent."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bot.channel import EventKind
from bot.channels.zalo_bot import SETUP, events
from bot.channels.zalo_bot.channel import ZaloBot
from bot.channels.zalo_bot.fake import HEADER
from bot.channels.zalo_bot.simulated import Line, outside
from bot.faked import Fault
from bot.standin import picture
from intake.cases.perform import drain
from intake.cases.ports import Delivered, DeliveryFault, Grade, Outgoing, Permanent, SetupFault, Temporary, Uncertain
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.channel_account import ChannelAccount
from models.inbound import InboundMessage
from models.thread import Upload
from models.vocabulary import ChannelKind, WorkQueue
from tests.bot.talking import STORY, cases
from tests.bot.zalo.line import with_zalo
from tests.world import Said, World


@pytest.fixture
def desk(sqlite_world: World) -> Desk:
    return with_zalo(sqlite_world.desk)


@pytest.fixture
def line(desk: Desk) -> Iterator[Line]:
    with outside(desk) as line:
        yield line


def post(desk: Desk, line: Line, request: Delivered) -> int:
    web = TestClient(create_app(desk, WebOptions(public_url="https://langnghe.test")))
    address = f"/kenh/zalo_bot/{line.account.hook}"
    return web.post(address, content=request.body, headers=dict(request.headers)).status_code


def does(desk: Desk, line: Line, update: dict[str, Any], who: str = "u1") -> str:
    before = len(line.fake.said_to(who))
    assert post(desk, line, line.fake.delivered(update)) == 200
    drain(desk, Said(), "bot", queue=WorkQueue.INBOUND)
    return "\n".join(line.fake.said_to(who)[before:])


def says(desk: Desk, line: Line, text: str) -> str:
    return does(desk, line, line.fake.update("text", "u1", text=text))


def kept(desk: Desk) -> list[dict[str, Any]]:
    with desk.look() as work:
        return [json.loads(row.payload or "{}") for row in work.session.query(InboundMessage)]


def account(desk: Desk) -> ChannelAccount:
    with desk.look() as work:
        return work.session.query(ChannelAccount).one()


def refused(desk: Desk, message: Outgoing) -> DeliveryFault:
    with pytest.raises(DeliveryFault) as fault:
        ZaloBot(desk).send(message)
    return fault.value


def hello(line: Line) -> Outgoing:
    return Outgoing(uuid4(), "u1", "", "Chào ông/bà.", line.account.account)


def test_a_case_is_filed_with_a_photo_and_numbers_only(desk: Desk, line: Line) -> None:
    assert "1. Đúng" in says(desk, line, STORY)
    for typed in ("1", "Trần Thị Bé", "0912 345 678"):
        says(desk, line, typed)
    photo = line.address + line.fake.keep_media(picture())
    assert "Tôi đã nhận 1 tệp" in does(desk, line, line.fake.update("image", "u1", photo_url=photo))
    for typed in ("1", "1"):
        says(desk, line, typed)
    said = says(desk, line, "1")

    (case,) = cases(desk)
    assert f"Mã hồ sơ: {case.code}" in said
    assert case.channel is ChannelKind.ZALO_BOT
    with desk.look() as work:
        (upload,) = work.session.query(Upload)
    assert upload.case_id == case.id


def test_a_thousand_repetitions_are_one_message(desk: Desk, line: Line) -> None:
    request = line.fake.delivered(line.fake.update("text", "u1", text=STORY))
    answers = {SETUP.receive(desk, line.account, request).status for _time in range(1000)}

    assert answers == {200}
    assert len(kept(desk)) == 1


@pytest.mark.parametrize("secret", ["", "doan-mo", "é"])
def test_who_does_not_know_the_secret_is_refused(desk: Desk, line: Line, secret: str) -> None:
    honest = line.fake.delivered(line.fake.update("text", "u1", text=STORY))

    assert SETUP.receive(desk, line.account, Delivered({HEADER: secret}, honest.body)).status == 403
    assert SETUP.receive(desk, line.account, Delivered({}, honest.body)).status == 403
    assert kept(desk) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"{", b'{"event_name": "message.text.received"}', b"[" * 9_999])
def test_nonsense_is_answered_and_does_nothing(desk: Desk, line: Line, body: bytes) -> None:
    assert SETUP.receive(desk, line.account, Delivered({HEADER: line.fake.secret}, body)).status == 200
    assert kept(desk) == []


def test_groups_other_bots_and_the_unknown_are_nobody(desk: Desk, line: Line) -> None:
    fake = line.fake
    group = fake.update("text", "u1", text="a", chat={"id": "g1", "chat_type": "GROUP"})
    robot = fake.update("text", "u1", text="a")
    robot["result"]["message"]["from"] = {"id": "b", "is_bot": True}
    for update in (group, robot, fake.update("la", "u1", text="a")):
        assert post(desk, line, fake.delivered(update)) == 200

    assert kept(desk) == []


def test_an_update_is_read_with_and_without_its_wrapping(desk: Desk, line: Line) -> None:
    update = line.fake.update("text", "u1", text=STORY)

    for told in (update, update["result"]):
        (event,) = events.events(events.read(json.dumps(told)))
        assert (event.kind, event.text) == (EventKind.TEXT, STORY)


def test_a_sticker_and_what_may_not_be_shown_ask_for_words(desk: Desk, line: Line) -> None:
    for kind in ("sticker", "unsupported"):
        assert "Xin viết bằng chữ" in does(desk, line, line.fake.update(kind, "u1"))


def test_a_photo_from_elsewhere_is_never_asked_for(desk: Desk, line: Line) -> None:
    told = line.fake.update("image", "u1", photo="http://169.254.169.254/a.jpg", caption=STORY)

    assert "nằm ở nơi lạ" in does(desk, line, told)


@pytest.mark.parametrize(
    ("code", "kind", "noted"),
    [
        *((code, Temporary, False) for code in (429, 426, 408, 500)),
        *((code, Temporary, True) for code in (401, 403, 404)),
        (400, Permanent, False),
        (418, Permanent, True),
    ],
)
def test_an_error_decides_what_follows(
    desk: Desk, line: Line, code: int, kind: type[DeliveryFault], noted: bool
) -> None:
    line.fake.faults.append(Fault("sendMessage", code=code))

    fault = refused(desk, hello(line))

    assert type(fault) is kind
    assert line.fake.token not in str(fault)
    assert (account(desk).fault is not None) is noted


def test_a_lost_answer_is_uncertain_and_an_unknown_account_permanent(desk: Desk, line: Line) -> None:
    line.fake.faults.append(Fault("sendMessage", breaks_off=True))

    assert isinstance(refused(desk, hello(line)), Uncertain)
    assert isinstance(refused(desk, Outgoing(uuid4(), "u1", "", "a", "khong-co")), Permanent)
    assert isinstance(refused(desk, Outgoing(uuid4(), "", "", "a", line.account.account)), Permanent)


def test_a_platform_that_is_gone_is_waited_for(desk: Desk) -> None:
    with outside(desk) as line:
        away = hello(line)
    with desk.work() as work:
        work.session.query(ChannelAccount).one().enabled = True

    assert isinstance(refused(desk, away), Temporary)


def test_a_token_says_who_we_are_and_a_wrong_one_is_told_at_its_field(line: Line) -> None:
    assert SETUP.identify(line.account.values).account == line.fake.name
    for wrong in ("123:sai", "khong-dung", "1:a/../x", ""):
        with pytest.raises(SetupFault) as fault:
            SETUP.identify(dict(line.account.values) | {"token": wrong})
        assert fault.value.field == "token"


def test_the_webhook_is_set_examined_and_taken_away(desk: Desk, line: Line) -> None:
    address = "https://langnghe.test/kenh/zalo_bot/x"
    assert {one.grade for one in SETUP.check(desk, line.account, address)} == {Grade.GOOD, Grade.BAD}

    assert SETUP.connect(desk, line.account, address) == ""
    assert {one.grade for one in SETUP.check(desk, line.account, address)} == {Grade.GOOD}
    SETUP.disconnect(desk, line.account)

    assert line.fake.webhook == ""
