"""Setting up accounts on chat channels: entered, refused, never shown again, tried, switched, and told what came in."""

import json
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from bot.channels._template import Template
from intake.cases import channel_accounts, conversations
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.channel_account import ChannelAccount
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind
from tests.intake.web.console.conftest import signing_in
from tests.intake.web.console.desktop import Desktop, SignIn, parsed
from tests.pages import words
from tests.world import World

TOKEN = "812:tuyet-mat-khong-hien"


def rows(desk: Desk) -> list[ChannelAccount]:
    with desk.look() as work:
        return list(work.session.query(ChannelAccount))


@pytest.fixture
def administrator(sign_in: SignIn) -> Desktop:
    return sign_in("administrator")


def added(administrator: Desktop, token: str = TOKEN) -> UUID:
    answer = administrator.post("/kenh/them/telegram", token=token, note="Xã Long Hữu")
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rsplit("/", 1)[-1])


def test_an_account_is_kept_under_the_name_the_channel_gives_and_its_token_is_never_shown(
    administrator: Desktop, world: World
) -> None:
    account_id = added(administrator)

    (row,) = rows(world.desk)
    assert (row.account, row.name, row.enabled) == ("812", "Xã Long Hữu", True)
    assert TOKEN.encode() not in (row.settings_sealed or b"")
    page = administrator.get(f"/kenh/{account_id}").text
    assert row.hook in page
    assert "tuyet-mat" not in page


@pytest.mark.parametrize(("token", "said"), [("", "Xin điền mục này."), ("khong-dung", "Mã truy cập không đúng dạng")])
def test_what_cannot_work_is_told_at_its_field_and_a_secret_is_not_sent_back(
    administrator: Desktop, world: World, token: str, said: str
) -> None:
    answer = administrator.post("/kenh/them/telegram", token=token, note="Ghi chú dài")

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Ghi chú dài"' in answer.text
    assert "khong-dung" not in answer.text
    assert rows(world.desk) == []


def test_a_secret_left_empty_stays_and_another_account_is_refused(administrator: Desktop, world: World) -> None:
    account_id = added(administrator)

    assert administrator.post(f"/kenh/{account_id}", token="", note="Tên mới").status_code == 303
    refused = administrator.post(f"/kenh/{account_id}", token="813:khac", note="Tên mới")

    assert refused.status_code == 409
    assert "tài khoản khác" in refused.text
    with world.desk.look() as work:
        account = channel_accounts.find(work, ChannelKind.TELEGRAM, "812")
    assert account is not None
    assert (account.values["token"], account.name) == (TOKEN, "Tên mới")


def test_the_same_account_is_not_added_twice(administrator: Desktop) -> None:
    added(administrator)

    again = administrator.post("/kenh/them/telegram", token=TOKEN)

    assert again.status_code == 409
    assert "đã có trong danh sách" in again.text


def test_a_channel_is_asked_how_it_is(administrator: Desktop) -> None:
    answer = administrator.post(f"/kenh/{added(administrator)}/kiem-tra")

    assert "Mã truy cập dùng được." in answer.text


def test_what_a_webhook_brings_is_kept_once_and_a_forged_or_switched_off_one_is_not(
    administrator: Desktop, world: World
) -> None:
    account_id = added(administrator)
    (row,) = rows(world.desk)
    channel = TestClient(create_app(world.desk, WebOptions(public_url="https://langnghe.test")))
    told, secret = json.dumps({"id": 5, "from": "u1", "text": "Đường hư"}), {"x-secret": "tuyet-mat-khong-hien"}

    address = f"/kenh/telegram/{row.hook}"
    statuses = [channel.post(address, content=told, headers=secret).status_code for _time in range(3)]
    assert statuses == [200, 200, 200]
    assert channel.post(address, content=told, headers={"x-secret": "doan"}).status_code == 403
    assert channel.post("/kenh/telegram/doan-mo", content=told, headers=secret).status_code == 404
    assert channel.post(f"/kenh/zalo/{row.hook}", content=told, headers=secret).status_code == 404
    assert channel.post(address, content=b"x" * 1_100_000, headers=secret).status_code == 413
    administrator.post(f"/kenh/{account_id}/bat-tat", bat="0")
    assert channel.post(address, content=told, headers=secret).status_code == 404

    with world.desk.look() as work:
        assert work.session.query(InboundMessage).count() == 1
    assert rows(world.desk)[0].heard_at is not None


def test_a_test_message_goes_to_whoever_sent_the_word_and_to_nobody_else(world: World) -> None:
    sent = Template()
    desk = world.desk
    object.__setattr__(desk, "channels", {ChannelKind.TELEGRAM: sent})
    administrator = signing_in(world)("administrator")
    account_id = added(administrator)
    page = parsed(administrator.get(f"/kenh/{account_id}"))
    word = next(words(one) for one in page.iter("strong") if words(one).startswith("kiểm tra "))
    with desk.work() as work:
        talk = conversations.begin(work, ChannelKind.TELEGRAM, "812", "nguoi-la")
        conversations.note_said(work, talk, "kiểm tra giùm tôi hồ sơ")

    nobody = administrator.post(f"/kenh/{account_id}/tin-thu")
    with desk.work() as work:
        talk = conversations.begin(work, ChannelKind.TELEGRAM, "812", "quan-tri")
        conversations.note_said(work, talk, word)
    tried = administrator.post(f"/kenh/{account_id}/tin-thu")

    assert (nobody.status_code, tried.status_code) == (409, 303)
    assert word in nobody.text
    assert [message.to for message in sent.sent] == ["quan-tri"]
