"""Extending a deadline on the case's page: the form where a rule allows it, the reason where none does."""

from dataclasses import replace

import pytest

from intake.cases import handling
from routing.rulebook import Rulebook
from tests.intake.web.console.conftest import signing_in
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World

REASON = "Việc phải lấy ý kiến hai sở."


def accepted(world: World) -> str:
    code = world.assigned().case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
    return code


@pytest.fixture
def bac_ninh(sqlite_world: World) -> World:
    return replace(sqlite_world, desk=replace(sqlite_world.desk, loaded=Rulebook.shipped("bac_ninh")))


def test_where_no_rule_allows_it_the_leader_reads_which_duty_stands_in_its_place(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code, leader = accepted(sqlite_world), sqlite_sign_in("leader")

    assert "gia-han" not in leader.offers(code)
    page = text_of(leader.get(f"/ho-so/{code}"))
    assert "Không gia hạn được" in page
    assert "cứ 7 ngày phải báo tình hình xử lý cho người gửi một lần (Thông tư 02/2017/TT-VPCP" in page
    assert leader.step(code, "gia-han", reason=REASON).status_code == 409
    assert "Không gia hạn được" not in text_of(sqlite_sign_in("handler").get(f"/ho-so/{code}"))


def test_a_leader_extends_and_both_sides_read_the_old_and_the_new_day(bac_ninh: World) -> None:
    sign_in = signing_in(bac_ninh)
    code = accepted(bac_ninh)
    leader = sign_in("leader")
    assert "gia-han" in leader.offers(code)
    assert "gia-han" not in sign_in("handler").offers(code)

    empty = leader.step(code, "gia-han", reason=" ")
    assert empty.status_code == 422
    assert leader.step(code, "gia-han", reason=REASON).headers["location"] == f"/can-bo/ho-so/{code}"

    page = text_of(leader.get(f"/ho-so/{code}"))
    assert "Hạn cũ 27/11/2026, dời sang 07/12/2026 vì được gia hạn" in page
    assert "Cơ quan gia hạn trả lời" in page
    assert REASON in page
    assert "Hồ sơ đã được gia hạn 1 lần, là số lần tối đa" in page
