"""Queues narrowed, ordered and paged, views kept under a name, and a whole list taken out; on both engines."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from intake.cases import handling, reply
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound
from intake.cases.queues import Filters, Order, Queue, Row, around, counts, page, queues_of, views
from intake.cases.queues.export import Line, piece
from intake.cases.queues.filters import Due
from intake.cases.queues.order import orders_of
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Field
from routing.dates import day_end
from tests.conftest import TestClock
from tests.world import RESTRICTED, SURE, UNSURE, World

TODAY = date(2026, 11, 20)
"""A Friday; the Tuesday after it is a day off, so three working days end on Thursday the 26th."""


def found(world: World, actor: Actor, queue: Queue, **filters: object) -> list[str]:
    with world.desk.look(actor) as work:
        narrowed = Filters(**filters)  # type: ignore[arg-type]  # each test names fields of Filters
        return [row.code for row in page(work, queue, filters=narrowed).rows]


def due_on(world: World, code: str, day: date) -> None:
    with world.desk.work() as work:
        work.lock(code).due_at = day_end(day)


def every_line(world: World, actor: Actor, queue: Queue, order: Order, size: int) -> list[Line]:
    lines, after = list[Line](), ""
    while after is not None:
        with world.desk.look(actor) as work:
            some, after = piece(work, queue, Filters(), order, after, size=size)  # type: ignore[assignment]
        lines += some
    return lines


def test_a_list_is_narrowed_by_each_fact_of_a_case(world: World) -> None:
    road = world.assigned("Đường có ổ gà.").case.code
    world.file("Trạm y tế hỏng máy.")
    world.classify(replace(SURE, kind=CaseKind.QUESTION, field=Field.HEALTH))
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(road))

    for narrowing in (
        {"kind": CaseKind.CONDUCT},
        {"field": Field.TRANSPORT},
        {"status": CaseStatus.ACCEPTED},
        {"kind": CaseKind.CONDUCT, "field": Field.TRANSPORT, "text": "o ga"},
    ):
        assert found(world, world.handler, Queue.OPEN, **narrowing) == [road], narrowing
    assert found(world, world.handler, Queue.OPEN, channel=ChannelKind.PHONE) == []
    assert len(found(world, world.handler, Queue.OPEN, channel=ChannelKind.WEB)) == 2


def test_the_receiving_desk_narrows_to_a_unit(world: World) -> None:
    code = world.assigned().case.code

    assert found(world, world.receiver, Queue.OPEN, unit_id=world.construction) == [code]
    assert found(world, world.receiver, Queue.OPEN, unit_id=world.health) == []


def test_deadlines_are_narrowed_by_local_and_working_days(world: World) -> None:
    days = {day: world.assigned(f"Hồ sơ hạn ngày {day}.").case.code for day in (19, 20, 26, 27)}
    for day, code in days.items():
        due_on(world, code, date(2026, 11, day))

    def on(**filters: object) -> list[int]:
        codes = found(world, world.handler, Queue.OPEN, **filters)
        return [day for day, code in days.items() if code in codes]

    assert on(due=Due.OVERDUE) == [19]
    assert on(due=Due.TODAY) == [20]
    assert on(due=Due.SOON) == [20, 26]
    assert on(due_from=date(2026, 11, 20), due_until=date(2026, 11, 26)) == [20, 26]
    assert on(due_from=date(2026, 11, 27)) == [27]
    assert found(world, world.handler, Queue.DUE_TODAY) == [days[20]]


def test_a_place_is_found_in_every_spelling_and_is_no_pattern(world: World) -> None:
    code = world.assigned(place="Ấp Bình Hòa, ĐƯỜNG số 5 (gần chợ)").case.code
    world.assigned(place="Ấp Bánh Hỏi")

    for typed in ("bình hòa", "binh hoa", "BINH  HOA", "đường số 5", "duong so 5 (gan cho)"):
        assert found(world, world.handler, Queue.OPEN, place=typed) == [code], typed
    for pattern in ("b.nh", ".*", "[a", "(b", "\\d", "binh hoa$", "%"):
        assert found(world, world.handler, Queue.OPEN, place=pattern) == [], pattern


def test_an_overseer_finds_nobody_by_the_place(world: World) -> None:
    code = world.assigned(place="trước nhà ông Trần Văn Bưởi, ấp Bình Hòa").case.code

    assert found(world, world.overseer, Queue.OPEN, place="binh hoa") == [code]
    assert found(world, world.overseer, Queue.OPEN, place="Bưởi") == []
    assert found(world, world.handler, Queue.OPEN, place="Bưởi") == [code]


@pytest.mark.parametrize("place", ["Long Hữu", "xã Long Hữu"])
def test_a_commune_of_ours_is_no_persons_name_to_an_overseer(world: World, place: str) -> None:
    code = world.assigned(place=place).case.code

    assert found(world, world.overseer, Queue.OPEN, place="long huu") == [code]
    with world.desk.look(world.overseer) as work:
        assert [row.place for row in page(work, Queue.OPEN).rows] == [place]


@pytest.mark.parametrize("order", Order)
def test_walking_through_every_page_gives_each_case_once_and_in_order(
    world: World, clock: TestClock, order: Order
) -> None:
    codes = set()
    for number in range(11):
        codes.add(world.file(f"Hồ sơ {number}.").case.code)
        clock.tick(minutes=number % 3)  # some arrive at the same moment, and are due at the same one
    world.classify()

    with world.desk.look(world.handler) as work:
        rows, after = list[Row](), ""
        while after is not None:
            part = page(work, Queue.NEW, after=after, order=order, size=4)
            rows, after = rows + part.rows, part.after  # type: ignore[assignment]
        received = [row.received_at for row in rows]

    assert len(rows) == 11
    assert {row.code for row in rows} == codes
    if order is not Order.DUE:
        assert received == sorted(received, reverse=order is Order.NEWEST)
    lines = every_line(world, world.handler, Queue.NEW, order, size=3)
    assert [line.code for line in lines] == [row.code for row in rows]


def test_what_is_finished_has_no_order_by_deadline() -> None:
    assert Order.DUE not in orders_of(Queue.DONE)
    assert orders_of(Queue.OPEN)[0] is Order.DUE


def test_what_was_returned_and_what_was_sent_back_have_queues_of_their_own(world: World) -> None:
    returned, drafted = world.assigned().case.code, world.assigned().case.code
    world.assigned()
    with world.desk.work(world.handler) as work:
        handling.send_back_to_triage(work, work.lock(returned), reason="Đây là quốc lộ.")
    world.file("Không rõ hỏi ai.")
    world.classify(UNSURE)
    with world.desk.work(world.handler) as work:
        case = handling.accept(work, work.lock(drafted))
        reply.save_draft(work, case, text="Chúng tôi đã sửa.")
        reply.submit_for_approval(work, case)
    with world.desk.work(world.leader) as work:
        reply.send_back(work, work.lock(drafted), comment="Xin nêu rõ ngày sửa.")

    assert found(world, world.receiver, Queue.RETURNED) == [returned]
    assert found(world, world.handler, Queue.SENT_BACK) == [drafted]
    with world.desk.look(world.handler) as work:
        assert counts(work, queues_of(work))[Queue.SENT_BACK] == 1
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(drafted), text="Chúng tôi đã sửa ngày 18/11.")
    assert found(world, world.handler, Queue.SENT_BACK) == []


def test_a_view_is_ones_own_unless_the_unit_shares_it(world: World) -> None:
    with world.desk.work(world.handler) as work:
        own = views.keep(work, Queue.OPEN, "Đường sá", {"linh_vuc": "transport"}, shared=False)
        views.keep(work, Queue.NEW, "Mới qua web", {"kenh": "web"}, shared=True)

    def names(actor: Actor) -> list[str]:
        with world.desk.look(actor) as work:
            return [view.name for view in views.views_of(work, queues_of(work))]

    assert names(world.handler) == ["Mới qua web", "Đường sá"]
    assert names(world.colleague) == ["Mới qua web"]
    assert names(world.health_handler) == names(world.overseer) == []
    with pytest.raises(NotFound), world.desk.work(world.colleague) as work:
        views.drop(work, own.id)
    with world.desk.work(world.handler) as work:
        views.drop(work, own.id)
    assert names(world.handler) == ["Mới qua web"]


def test_a_view_needs_a_name_of_its_own_and_room(world: World) -> None:
    with world.desk.work(world.handler) as work:
        views.keep(work, Queue.OPEN, "Đường sá", {}, shared=False)
    for name in ("Đường sá", "", "a" * 81):
        with pytest.raises(Invalid), world.desk.work(world.handler) as work:
            views.keep(work, Queue.OPEN, name, {}, shared=False)
    with pytest.raises(NotAllowed), world.desk.work(world.overseer) as work:
        views.keep(work, Queue.OPEN, "Chung", {}, shared=True)

    with world.desk.work(world.handler) as work:
        for number in range(29):
            views.keep(work, Queue.OPEN, f"Bộ lọc {number}", {}, shared=False)
    with pytest.raises(Impossible), world.desk.work(world.handler) as work:
        views.keep(work, Queue.OPEN, "Thêm một", {}, shared=False)


def test_a_list_taken_out_has_no_case_that_may_not_be_seen_and_no_name(world: World) -> None:
    world.assigned(name="Trần Thị Bí Mật", phone="0912345678", place="trước nhà ông Trần Văn Bưởi")
    hidden = world.file("Tôi tố cáo cán bộ nhận tiền.")
    world.classify(RESTRICTED)

    for actor in (world.handler, world.receiver, world.overseer, world.inspector):
        lines = every_line(world, actor, Queue.OPEN, Order.DUE, size=5)
        assert (hidden.case.code in {line.code for line in lines}) is (actor is world.inspector)
        assert "Bí Mật" not in repr(lines)
        assert "912345678" not in repr(lines)
        assert ("Bưởi" in repr(lines)) is (actor in (world.handler, world.receiver))


@pytest.mark.parametrize("order", Order)
def test_turning_the_pages_back_shows_the_same_pages_again(order: Order, world: World) -> None:
    for number in range(7):
        world.assigned(f"Ổ gà số {number}.")

    with world.desk.look(world.handler) as work:
        turn = partial(page, work, Queue.OPEN, order=order, size=3)
        first = turn()
        second = turn(after=first.after)
        third = turn(after=second.after)
        assert (first.before, third.after) == (None, None)
        assert [one.first for one in (first, second, third)] == [0, 3, 6]
        back = turn(before=third.before)
        assert (back.rows, back.first) == (second.rows, 3)
        assert turn(after=back.after).rows == third.rows
        assert turn(before=second.before).rows == first.rows


def test_a_case_knows_its_neighbours_and_its_number(world: World) -> None:
    codes = [world.assigned(f"Ổ gà số {number}.").case.code for number in range(3)]

    with world.desk.look(world.handler) as work:
        listed = [row.code for row in page(work, Queue.OPEN).rows]
        middle = around(work, Queue.OPEN, work.find(listed[1]))
        last = around(work, Queue.OPEN, work.find(listed[2]))

    assert set(listed) == set(codes)
    assert (middle.number, middle.previous, middle.following) == (2, listed[0], listed[2])
    assert (last.number, last.following) == (3, None)
