"""One box over all cases: by code, by who wrote, by words; only what the officer may see, and people are logged."""

import pytest
from sqlalchemy import select

from intake.cases import find
from intake.cases.actor import Actor
from intake.cases.find import Why
from models.history import AccessLog
from tests.world import RESTRICTED, World

WHO = {"name": "Nguyễn Thị Bưởi", "phone": "0912 345 678", "email": "buoi@example.vn"}


def found(world: World, officer: Actor, typed: str) -> dict[str, tuple[Why, ...]]:
    with world.desk.look(officer) as work:
        return {hit.code: hit.why for hit in find.find(work, typed)}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0912345678", Why.PHONE),
        ("+84 912 345 678", Why.PHONE),
        ("BUOI@example.vn", Why.EMAIL),
        ("nguyen thi buoi", Why.NAME),
        ("Nguyễn Thị  Bưởi", Why.NAME),
        ("o ga", Why.WORDS),
    ],
)
def test_a_case_is_found_by_who_wrote_and_by_its_words(world: World, typed: str, why: Why) -> None:
    code = world.assigned("Ổ gà trước trường.", **WHO).case.code
    world.assigned("Cầu gãy lan can.", phone="0987 654 321")

    assert found(world, world.handler, typed) == {code: (why,)}


def test_a_code_is_found_whole_and_by_the_part_that_is_read_out(world: World) -> None:
    code = world.assigned().case.code
    digits = code.replace("-", "").removeprefix("PA")

    assert found(world, world.handler, code.lower()) == {code: (Why.CODE,)}
    for typed in (digits[6:12], digits[6:10], code[10:], digits[6:], digits[:12], digits[:10], f"PA {digits[:9]}"):
        assert Why.FRAGMENT in found(world, world.handler, typed).get(code, ()), typed
    wrong = f"{(int(digits[6:12]) + 1) % 1_000_000:06d}"
    assert found(world, world.handler, wrong) == {}


def test_nobody_finds_what_they_may_not_see_and_an_overseer_finds_no_person(world: World) -> None:
    code = world.assigned("Ổ gà trước trường.", **WHO).case.code
    world.file("Tôi tố cáo cán bộ nhận tiền.", **WHO)
    world.classify(RESTRICTED)

    for typed in (*WHO.values(), code[10:16]):
        assert found(world, world.health_handler, typed) == {}, typed
        assert code not in found(world, world.inspector, typed), typed
    assert all(found(world, world.overseer, typed) == {} for typed in WHO.values())
    assert list(found(world, world.overseer, "o ga")) == [code]
    assert list(found(world, world.receiver, WHO["phone"])) == [code]


def test_looking_for_a_person_is_written_down_once_a_minute_and_words_are_not(sqlite_world: World) -> None:
    world = sqlite_world
    world.assigned("Ổ gà trước trường.", **WHO)

    for typed in ("o ga", WHO["phone"], WHO["phone"]):
        with world.desk.work(world.handler) as work:
            find.log(work, find.find(work, typed))

    with world.desk.look() as work:
        looks = work.session.scalars(select(AccessLog.what)).all()
    assert looks == [find.LOOKED_UP]


def test_what_a_person_sent_before_is_found_by_phone_or_by_e_mail(sqlite_world: World) -> None:
    world = sqlite_world
    code = world.assigned(**WHO).case.code

    with world.desk.look(world.handler) as work:
        assert [hit.code for hit in find.by_sender(work, phone="0912.345.678")] == [code]
        assert [hit.code for hit in find.by_sender(work, email="buoi@EXAMPLE.vn")] == [code]
        assert find.by_sender(work, phone="", email="") == []
    with world.desk.look(world.overseer) as work:
        assert find.by_sender(work, phone=WHO["phone"]) == []
