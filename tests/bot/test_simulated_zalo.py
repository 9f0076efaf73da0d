"""Simulated citizens on both kinds of Zalo file a case through the fakes, and leave no account behind."""

import importlib
import json

import pytest

from bot.told import read_line
from intake.entry.simulating import Simulation
from models.channel_account import ChannelAccount
from models.thread import Upload
from tests.bot.talking import STORY, cases
from tests.bot.zalo.line import with_zalo
from tests.world import Said, World

LINES: tuple[dict[str, object], ...] = (
    {"from": "u1", "text": STORY},
    {"from": "u1", "sticker": True},
    {"from": "u1", "choose": 1},
    {"from": "u1", "text": "Trần Thị Bé"},
    {"from": "u1", "contact": "0912345678"},
    {"from": "u1", "photo": "duong.jpg"},
    {"from": "u1", "choose": "Xong"},
    {"from": "u1", "choose": "Đồng ý"},
    {"from": "u1", "choose": "send", "duplicate": True},
)


@pytest.mark.parametrize("folder", ["zalo", "zalo_bot"])
def test_a_case_is_filed_line_by_line(sqlite_world: World, folder: str) -> None:
    desk = with_zalo(sqlite_world.desk)
    simulated = importlib.import_module(f"bot.channels.{folder}.simulated")
    told = [read_line(json.dumps(line), number) for number, line in enumerate(LINES, 1)]
    with simulated.outside(desk):
        said = list(Simulation(desk, Said(), folder).answers(told))

    (case,) = cases(desk)
    assert (case.content, case.channel.value) == (STORY, folder)
    assert sum("Mã bí mật" in str(line["text"]) for line in said) == 1
    with desk.look() as work:
        assert [upload.case_id for upload in work.session.query(Upload)] == [case.id]
        assert [row.enabled for row in work.session.query(ChannelAccount)] == [False]
