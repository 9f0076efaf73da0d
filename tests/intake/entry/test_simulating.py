"""The simulated citizen: one event a line, through the real inbox and outbox of an installation."""

import json
from pathlib import Path

import pytest

from bot.told import NotALine, read_line
from intake.cases.work import Desk
from intake.entry.simulating import Simulation
from tests.bot.talking import STORY, cases, with_bot
from tests.world import Said, World


@pytest.fixture
def simulation(world: World) -> Simulation:
    return Simulation(with_bot(world.desk), Said(), "webchat")


def play(simulation: Simulation, *events: dict[str, object]) -> list[dict[str, object]]:
    lines = [read_line(json.dumps(event), number) for number, event in enumerate(events, 1)]
    return list(simulation.answers(lines))


def test_a_case_is_filed_line_by_line(simulation: Simulation, desk: Desk, tmp_path: Path) -> None:
    said = play(
        simulation,
        {"from": "u1", "text": STORY},
        {"from": "u1", "choose": 1},
        {"from": "u1", "contact": {"name": "Trần Thị Bé", "phone": "0912345678"}},
        {"from": "u1", "photo": "duong.jpg"},
        {"from": "u1", "choose": "Xong"},
        {"from": "u1", "choose": "Đồng ý"},
        {"from": "u1", "choose": "send", "duplicate": True},
    )

    (case,) = cases(desk)
    assert case.content == STORY
    assert all(set(line) == {"to", "text", "choices"} for line in said)
    assert sum(str(case.code) in str(line["text"]) and "Mã bí mật" in str(line["text"]) for line in said) == 1


def test_two_citizens_do_not_mix(simulation: Simulation) -> None:
    said = play(simulation, {"from": "u1", "text": STORY}, {"from": "u2", "text": "xin chào"})

    assert [line["to"] for line in said] == ["u1", "u2"]


def test_an_earlier_line_can_be_edited_by_its_number(simulation: Simulation, desk: Desk) -> None:
    new = "Đường trước nhà tôi ở xã Long Hữu ngập nước cả tuần."
    said = play(simulation, {"from": "u1", "text": STORY}, {"from": "u1", "edit_of": 1, "text": new})

    assert "Tôi đã sửa" in str(said[1]["text"])


@pytest.mark.parametrize("line", ["", "[]", '{"location": "đây"}', "{"])
def test_what_is_no_event_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(NotALine, match="Dòng 3"):
        read_line(line, 3)
