"""Setting a bot up: who it is, where it tells us, and what an administrator is told about it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.telegram import SETUP
from bot.channels.telegram.accounts import account
from bot.channels.telegram.fake import Mishap
from bot.channels.telegram.setup import secret
from intake.cases import channel_accounts, channel_setup
from intake.cases.ports import Account, Finding, Grade, SetupFault
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY
from tests.bot.telegram.office import OTHER_TOKEN, TOKEN, Office
from tests.bot.telegram.test_sending import change
from tests.world import make_world

HERE = "https://phananh.example/kenh/telegram/hook7000000001"


def values(office: Office, **more: str) -> Mapping[str, str]:
    return {"token": TOKEN, "mode": "webhook", "base_url": office.api.address, **more}


def checked(office: Office) -> list[Finding]:
    return list(SETUP.check(office.desk, office.account, HERE))


def test_a_token_says_who_we_are(office: Office) -> None:
    identity = SETUP.identify(values(office))

    assert (identity.account, identity.name) == ("7000000001", "@phananh_1_bot")


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"token": "tào lao"}, "token", "không đúng dạng"),
        ({"token": OTHER_TOKEN}, "token", "không nhận mã"),
        ({"base_url": "http://127.0.0.1:9"}, "proxy", "bị chặn"),
        ({"base_url": "ftp://x"}, "base_url", "Bot API"),
        ({"base_url": "https://x.example/bot?y"}, "base_url", "Bot API"),
        ({"proxy": "socks5://127.0.0.1:9"}, "proxy", "http://"),
        ({"proxy": "http://127.0.0.1:9"}, "proxy", "bị chặn"),
    ],
)
def test_what_cannot_work_is_told_at_its_field(office: Office, wrong: dict[str, str], field: str, said: str) -> None:
    with pytest.raises(SetupFault) as fault:
        SETUP.identify(values(office, **wrong))

    assert (fault.value.field, said in fault.value.sentence) == (field, True)
    assert "AAtoken" not in fault.value.sentence


def test_a_webhook_is_set_with_a_secret_that_nobody_entered(office: Office) -> None:
    assert SETUP.connect(office.desk, office.account, HERE) == ""

    assert office.bot.webhook == {"url": HERE, "secret_token": secret(office.desk, office.account)}
    assert [one.grade for one in checked(office)] == [Grade.GOOD, Grade.GOOD]


@pytest.mark.parametrize("address", ["http://phananh.example/x", "https://phananh.example:8000/x", "http://localhost"])
def test_an_address_telegram_would_not_take_is_told_before_it_is_asked(office: Office, address: str) -> None:
    with pytest.raises(SetupFault, match="hỏi định kỳ"):
        SETUP.connect(office.desk, office.account, address)
    assert "setWebhook" not in office.api.asked


def test_disconnecting_ends_it_even_after_the_token_was_revoked(office: Office) -> None:
    SETUP.connect(office.desk, office.account, HERE)
    SETUP.disconnect(office.desk, office.account)
    assert office.bot.webhook == {}

    del office.api.bots[TOKEN]
    SETUP.disconnect(office.desk, office.account)


def test_who_is_asked_for_news_has_no_webhook(office: Office) -> None:
    SETUP.connect(office.desk, office.account, HERE)
    change(office, mode="polling")
    SETUP.connect(office.desk, _again(office), "http://localhost:8000/x")

    assert office.bot.webhook == {}


def test_what_is_wrong_is_told_with_what_to_do(office: Office) -> None:
    first = checked(office)[0]
    assert (first.grade, "nối tài khoản" in first.advice) == (Grade.BAD, True)

    SETUP.connect(office.desk, office.account, HERE)
    failed = int((office.clock.now - timedelta(minutes=5)).timestamp())
    office.bot.webhook |= {"last_error_date": failed, "last_error_message": "SSL error"}
    office.person().says("x")
    doubts = [one for one in checked(office) if one.grade is Grade.DOUBTFUL]
    assert "SSL error" in doubts[0].seen
    assert "1 tin đang chờ" in doubts[1].seen

    office.api.goes_wrong(Mishap("getMe", 401))
    (only,) = checked(office)
    assert (only.grade, "không nhận mã" in only.seen) == (Grade.BAD, True)


def test_a_bot_nobody_asks_for_is_found_out(office: Office) -> None:
    change(office, mode="polling")
    found = SETUP.check(office.desk, _again(office), HERE)

    assert found[0].grade is Grade.BAD
    assert "hỏi Telegram" in found[0].seen


def _again(office: Office) -> Account:
    return account(office.desk, "7000000001")


def test_an_administrator_enters_a_bot_and_its_citizens_are_heard(office: Office) -> None:
    bot = office.api.add(OTHER_TOKEN, "xa_long_huu_bot")
    desk = replace(office.desk, setups={ChannelKind.TELEGRAM: SETUP})
    administrator = make_world(desk).administrator
    typed = channel_setup.completed(desk, ChannelKind.TELEGRAM, values(office, token=OTHER_TOKEN))
    with desk.work(administrator) as work:
        row = channel_setup.add(work, ChannelKind.TELEGRAM, typed, SETUP.identify(typed), unit_id=None)
        assert row.name == "@xa_long_huu_bot"
        assert OTHER_TOKEN.encode() not in (row.settings_sealed or b"")
        office.bots[OTHER_TOKEN] = channel_accounts.opened(row), bot
    citizen = office.person(501, bot)
    citizen.says(STORY)
    office.hears()

    assert len(citizen.heard) == 1
