"""Handing a message over: the limits are kept, and whatever goes wrong has an honest word."""

import json
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from bot.channels.telegram.accounts import Lines
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.fake import Mishap
from bot.channels.telegram.pace import Pace
from intake.cases import handing
from intake.cases.ports import DeliveryFault, Outgoing, Permanent, Temporary, Uncertain
from models.channel_account import ChannelAccount
from models.conversation import ChatLine
from tests.bot.telegram.office import OTHER_TOKEN, TOKEN, Office, Seconds

NUMBER = re.compile(r"\A\(\d+/\d+\) ")
LINE = "Kính gửi ông/bà, đường đã được vá xong 🙂. "


def outgoing(text: str = "Chào ông/bà.", to: str = "501", *, choices: tuple[tuple[str, str], ...] = ()) -> Outgoing:
    return Outgoing(uuid4(), to, "", text, "7000000001", choices)


def faults(office: Office) -> str | None:
    with office.desk.look() as work:
        return work.session.scalar(select(ChannelAccount.fault))


@pytest.mark.parametrize("text", [LINE * 400, "🙂" * 5_000, "chữ" * 3_000, "a\n\n" * 4_000, "ngắn"])
def test_a_long_text_comes_in_pieces_that_fit_and_loses_nothing(office: Office, text: str) -> None:
    office.person()
    ready = handing.ready(ChatLine(parts_sent=0), office.channel, outgoing(text, choices=(("yes", "Đúng"),)))
    for message in ready.messages:
        office.channel.send(message)

    sent = office.bot.texts(501)
    assert "".join("".join(NUMBER.sub("", piece) for piece in sent).split()) == "".join(text.split())
    assert [bool(one.buttons) for one in office.bot.sent] == [False] * (len(sent) - 1) + [True]


def test_words_are_sent_as_they_are_and_a_button_carries_little(office: Office) -> None:
    office.person()
    office.channel.send(outgoing("<b>*x*_y_</b> http://a.example & 5 < 6", choices=(("k" * 300, "n" * 300),)))

    (sent,) = office.bot.sent
    assert sent.text == "<b>*x*_y_</b> http://a.example & 5 < 6"
    assert len(sent.buttons[0][1].encode()) <= 64


@pytest.mark.parametrize(
    ("mishap", "kind", "word"),
    [
        (Mishap("sendMessage", 403, "Forbidden: bot was blocked by the user"), Permanent, "blocked"),
        (Mishap("sendMessage", 403, "Forbidden: user is deactivated"), Permanent, "deactivated"),
        (Mishap("sendMessage", 400, "Bad Request: chat not found"), Permanent, "chat_not_found"),
        (Mishap("sendMessage", 400, "Bad Request: whatever"), Permanent, "refused"),
        (Mishap("sendMessage", 429, "Too Many Requests", retry_after=37), Temporary, "slow_down"),
        (Mishap("sendMessage", 500, "Internal Server Error"), Temporary, "server_fault"),
        (Mishap("sendMessage", 502, "Bad Gateway"), Temporary, "server_fault"),
        (Mishap("sendMessage", 504, "Gateway Timeout"), Uncertain, "no_answer"),
        (Mishap("sendMessage", 401, "Unauthorized"), Temporary, "token_refused"),
        (Mishap("sendMessage", 404, "Not Found"), Temporary, "token_refused"),
    ],
)
def test_what_the_server_refuses_has_a_word(
    office: Office, mishap: Mishap, kind: type[DeliveryFault], word: str
) -> None:
    office.person()
    office.api.goes_wrong(mishap)
    with pytest.raises(kind, match=f"^{word}$") as fault:
        office.channel.send(outgoing())

    assert office.bot.sent == []
    assert (fault.value.after.total_seconds() if fault.value.after else 0) == mishap.retry_after
    assert faults(office) == (word if word in ("token_refused", "server_fault") else None)


def test_a_server_that_is_told_to_be_slow_is_left_alone_for_so_long(office: Office) -> None:
    office.person()
    office.api.goes_wrong(Mishap("sendMessage", 429, retry_after=37))
    with pytest.raises(Temporary):
        office.channel.send(outgoing())
    asked = len(office.api.asked)
    with pytest.raises(Temporary) as fault:
        office.channel.send(outgoing())
    assert fault.value.after is not None
    assert 36 <= fault.value.after.total_seconds() <= 37
    assert len(office.api.asked) == asked

    office.seconds.now += 38
    office.channel.send(outgoing())
    assert office.bot.texts(501) == ["Chào ông/bà."]


def test_who_falls_silent_with_the_message_in_hand_leaves_it_uncertain(office: Office) -> None:
    office.person()
    impatient = Telegram(office.desk, Lines(lambda: Pace(office.seconds, office.seconds.sleep), seconds=0.3))
    office.api.goes_wrong(Mishap("sendMessage", hangs=1.0))
    with pytest.raises(Uncertain, match="no_answer"):
        impatient.send(outgoing())

    assert office.bot.texts(501) == ["Chào ông/bà."]


def test_a_server_that_is_not_there_was_sent_nothing(office: Office) -> None:
    office.person()
    change(office, base_url="http://127.0.0.1:9")
    with pytest.raises(Temporary, match="unreachable"):
        office.channel.send(outgoing())
    assert faults(office) == "unreachable"

    change(office, base_url=office.api.address)
    office.channel.send(outgoing())
    assert faults(office) is None


@pytest.mark.parametrize(("to", "word"), [("", "no_address"), ("999", "chat_not_found"), ("x", "chat_not_found")])
def test_who_is_not_there_is_not_tried_again(office: Office, to: str, word: str) -> None:
    with pytest.raises(Permanent, match=word):
        office.channel.send(outgoing(to=to))


def test_a_bot_that_is_off_or_unknown_sends_nothing(office: Office) -> None:
    office.person()
    with pytest.raises(Permanent, match="no_account"):
        office.channel.send(Outgoing(uuid4(), "501", "", "Chào", "123"))
    with office.desk.work() as work:
        work.session.execute(update(ChannelAccount).values(enabled=False))
    with pytest.raises(Permanent, match="account_off"):
        office.channel.send(outgoing())

    assert office.bot.sent == []


def test_a_revoked_token_is_mended_by_a_new_one(office: Office) -> None:
    office.person()
    del office.api.bots[TOKEN]
    with pytest.raises(Temporary, match="token_refused"):
        office.channel.send(outgoing())

    office.api.bots[OTHER_TOKEN] = office.bot
    change(office, token=OTHER_TOKEN)
    office.channel.send(outgoing())
    assert office.bot.texts(501) == ["Chào ông/bà."]


def test_nobody_is_written_to_faster_than_telegram_allows(office: Office) -> None:
    for id in range(200):
        office.person(1000 + id)
    for id in range(200):
        office.channel.send(outgoing(to=str(1000 + id)))
    for _time in range(12):
        office.channel.send(outgoing(to="1000"))

    moments = [one.at for one in office.bot.sent]
    assert len(moments) == 212
    assert all(later - earlier >= 1 for earlier, later in zip(moments, moments[30:], strict=False))
    own = [one.at for one in office.bot.sent if one.to == 1000][-10:]
    assert own[-1] - own[0] >= 6


def test_who_would_wait_long_lets_others_go_first() -> None:
    seconds = Seconds()
    waited: list[float] = []
    pace = Pace(seconds, waited.append)
    for _time in range(6):
        pace.wait("501")
    with pytest.raises(Temporary, match="slow_down") as fault:
        pace.wait("501")
    assert fault.value.after is not None
    pace.wait("502")
    assert max(waited) <= 3.0


def test_no_token_is_in_any_word_of_a_fault(office: Office) -> None:
    office.person()
    told: list[str] = []
    broken: tuple[Callable[[], None], ...] = (
        lambda: change(office, base_url="http://127.0.0.1:9"),
        lambda: change(office, base_url=office.api.address, proxy="http://127.0.0.1:9"),
        lambda: change(office, base_url="http://127.0.0.1:9/[", proxy=""),
    )
    for breaking in broken:
        breaking()
        with pytest.raises(DeliveryFault) as fault:
            office.channel.send(outgoing())
        told.append(f"{fault.value!r} {fault.value.__cause__!r}")

    assert "AAtoken" not in "".join(told)


def test_a_line_that_could_not_be_said_is_said_when_telegram_is_back(office: Office) -> None:
    citizen = office.person()
    office.api.goes_wrong(Mishap("sendMessage", 502, times=3))
    citizen.says("xin chào")
    for _time in range(4):
        office.hears()
        office.clock.tick(minutes=2)

    assert len(citizen.heard) == 1


def change(office: Office, **values: str) -> None:
    with office.desk.work() as work:
        row = work.session.scalars(select(ChannelAccount)).one()
        row.settings = json.dumps(json.loads(row.settings or "{}") | values)
