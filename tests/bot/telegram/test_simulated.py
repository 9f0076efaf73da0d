"""A citizen in the terminal, on a Telegram inside the command."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.telegram import ACCOUNT, simulated
from bot.told import read_line
from intake.cases import conversations, enclosures
from intake.cases.work import Desk
from intake.entry.simulating import Simulation
from models.channel_account import ChannelAccount
from models.vocabulary import ChannelKind, Speaker
from tests.bot.talking import STORY, cases, with_bot
from tests.files import PDF, received
from tests.world import Said


@pytest.fixture
def simulation(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulation]:
    monkeypatch.setattr("bot.channels.telegram.receiving.ALBUM_SETTLES", timedelta())
    desk = with_bot(sqlite_desk)
    with simulated.outside(desk):
        yield Simulation(desk, Said(), "telegram")


def play(simulation: Simulation, *events: dict[str, object]) -> list[dict[str, object]]:
    lines = [read_line(json.dumps(event), number) for number, event in enumerate(events, 1)]
    return list(simulation.answers(lines))


def test_a_case_is_filed_line_by_line(simulation: Simulation, sqlite_desk: Desk) -> None:
    said = play(
        simulation,
        {"from": "u1", "text": STORY, "duplicate": 3},
        {"from": "u1", "choose": 1},
        {"from": "u1", "contact": {"name": "Trần Thị Bé", "phone": "0912345678"}},
        {"from": "u1", "photo": ["duong.jpg", "nha.jpg"]},
        {"from": "u1", "voice": True},
        {"from": "u1", "location": [9.81, 106.34]},
        {"from": "u1", "sticker": True},
        {"from": "u1", "edit_of": 1, "text": "Đường trước nhà tôi ở xã Long Hữu ngập nước cả tuần."},
        {"from": "u1", "choose": "Xong"},
        {"from": "u1", "choose": "Đồng ý"},
        {"from": "u1", "choose": "send", "duplicate": True},
        {"from": "u2", "text": "xin chào", "forwarded": True},
    )

    (case,) = cases(sqlite_desk)
    assert case.content == "Đường trước nhà tôi ở xã Long Hữu ngập nước cả tuần."
    assert case.channel is ChannelKind.TELEGRAM
    assert sum(str(case.code) in str(line["text"]) and "Mã bí mật" in str(line["text"]) for line in said) == 1
    assert {line["to"] for line in said} == {"u1", "u2"}


def test_the_keys_to_share_a_number_are_shown_and_can_be_tapped(simulation: Simulation) -> None:
    said = play(
        simulation,
        {"from": "u1", "text": STORY},
        {"from": "u1", "choose": 1},
        {"from": "u1", "text": "Trần Thị Bé"},
        {"from": "u1", "choose": "Chia sẻ số điện thoại"},
    )

    shown = [line.get("keyboard") for line in said]
    assert shown[-3:] == [["Chia sẻ số điện thoại", "Bỏ qua"], None, None]
    assert "đã ghi số điện thoại" in str(said[-2]["text"])


def test_a_forwarded_contact_is_asked_about(simulation: Simulation) -> None:
    card = {"from": "u1", "contact": {"name": "Bé", "phone": "0987654321"}, "forwarded": True}

    assert "0987654321" in str(play(simulation, {"from": "u1", "text": STORY}, card)[-1]["text"])


def test_afterwards_its_account_is_off(sqlite_desk: Desk) -> None:
    with simulated.outside(with_bot(sqlite_desk)):
        pass

    with sqlite_desk.look() as work:
        row = work.session.scalars(select(ChannelAccount)).one()
    assert (row.account, row.enabled) == (ACCOUNT, False)


def test_what_was_told_in_an_earlier_simulation_does_not_count_as_told_again(sqlite_desk: Desk) -> None:
    desk = with_bot(sqlite_desk)
    for name in ("u1", "u2"):
        with simulated.outside(desk):
            assert play(Simulation(desk, Said(), "telegram"), {"from": name, "text": STORY})


def test_a_file_that_an_officer_sends_is_shown_as_it_arrives(simulation: Simulation, sqlite_desk: Desk) -> None:
    play(simulation, {"from": "u1", "text": STORY})
    with sqlite_desk.work() as work:
        file_id = received(work, "mẫu đơn.pdf", PDF).id
    with sqlite_desk.work() as work:
        talk = conversations.begin(work, ChannelKind.TELEGRAM, ACCOUNT, simulated.called("u1"))
        files, _digests = enclosures.attach(work, None, [file_id])
        conversations.say(work, talk, "Xin xem mẫu.", by=Speaker.OFFICER, files=files)

    said = play(simulation, {"from": "u1", "text": "cảm ơn"})

    assert {"to": "u1", "file": "mẫu đơn.pdf", "as": "document", "bytes": len(PDF)} in said
    assert not any("file" in line for line in play(simulation, {"from": "u1", "text": STORY}))
