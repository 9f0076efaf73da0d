"""One text sent many times is one row of a list, and hides nothing else; on both engines."""

from typing import Any

import pytest
from sqlalchemy import event, update

from intake.cases import handling, restrict
from intake.cases.actor import Actor
from intake.cases.queues import EVERYTHING, Filters, Order, Page, Queue, counts, next_code, page, text_hash_of
from intake.cases.queues.same import PUT_TOGETHER
from intake.cases.sweep import sweep
from models.case import Case
from tests.conftest import TestClock
from tests.intake.cases.test_erasing import asked, finished, granted
from tests.world import RESTRICTED, UNSURE, World

FLOOD = "Đường trước nhà tôi có nhiều ổ gà!"
FORMS = (FLOOD, FLOOD.upper(), "duong truoc nha toi co nhieu o ga!", "Đường trước  nhà tôi\ncó nhiều ổ gà!")


def shown(world: World, actor: Actor, queue: Queue, filters: Filters = EVERYTHING, **given: object) -> Page:
    with world.desk.look(actor) as work:
        return page(work, queue, filters=filters, **given)  # type: ignore[arg-type]  # what each test asks of a page


def rows(page: Page) -> list[tuple[str, int]]:
    return [(row.code, row.others) for row in page.rows]


def flood(world: World, *more: str) -> list[str]:
    return [world.file(content).case.code for content in (*FORMS, *more)]


def test_the_same_text_however_it_is_written_is_one_row(world: World) -> None:
    first, *_twins, other = flood(world, "Đèn đường hư.")
    world.classify(UNSURE)

    assert rows(shown(world, world.receiver, Queue.TRIAGE)) == [(first, 3), (other, 0)]
    with world.desk.look(world.receiver) as work:
        assert counts(work, (Queue.TRIAGE,)) == {Queue.TRIAGE: 5}


def test_a_row_opens_into_the_list_of_its_text(world: World) -> None:
    *codes, _other = flood(world, "Đèn đường hư.")
    world.classify(UNSURE)
    with world.desk.look(world.receiver) as work:
        of_it = Filters(text_hash=text_hash_of(work, codes[0]) or "")

    assert rows(shown(world, world.receiver, Queue.TRIAGE, of_it)) == [(code, 0) for code in codes]


@pytest.mark.parametrize("order", list(Order))
def test_pages_turn_both_ways_and_count_every_case(world: World, clock: TestClock, order: Order) -> None:
    codes = list[str]()
    for number in range(6):
        codes.append(world.file(FLOOD if number % 2 else f"Chuyện số {number}.").case.code)
        clock.tick(hours=30)
    world.classify()
    by_hand = {Order.NEWEST: [(codes[5], 2), *((codes[one], 0) for one in (4, 2, 0))]}
    expected = by_hand.get(order, [(codes[0], 0), (codes[1], 2), (codes[2], 0), (codes[4], 0)])

    first = shown(world, world.handler, Queue.NEW, order=order, size=2)
    second = shown(world, world.handler, Queue.NEW, order=order, size=2, after=first.after)
    back = shown(world, world.handler, Queue.NEW, order=order, size=2, before=second.before)

    assert rows(first) + rows(second) == expected
    assert (first.first, first.last, second.first, second.last, second.after) == (0, 4, 4, 6, None)
    assert (rows(back), back.first) == (rows(first), 0)


def test_what_one_officer_does_not_see_is_in_no_number_they_see(world: World) -> None:
    """A text of one unit is sent again as a denunciation and to another unit."""
    mine = [world.assigned(FLOOD).case.code for _ in range(2)]
    world.file(FLOOD)
    world.classify(RESTRICTED)
    elsewhere = world.assigned(FLOOD).case.code
    with world.desk.work(world.leader) as work:
        handling.transfer(work, work.lock(elsewhere), world.health, reason="Thuộc ngành y tế.")

    assert rows(shown(world, world.handler, Queue.NEW)) == [(mine[0], 1)]
    assert rows(shown(world, world.health_handler, Queue.NEW)) == [(elsewhere, 0)]
    assert rows(shown(world, world.receiver, Queue.OPEN)) == [(mine[0], 2)]
    assert [others for _, others in rows(shown(world, world.inspector, Queue.RESTRICTED))] == [0]


def test_what_is_sealed_later_loses_what_told_its_text(world: World) -> None:
    code = world.assigned(FLOOD).case.code
    with world.desk.work(world.receiver) as work:
        case = work.lock(code)
        assert case.text_hash is not None
        restrict.restrict(work, case)
        assert case.text_hash is None


def test_a_name_that_is_hidden_is_not_counted_out_by_a_search(world: World) -> None:
    for _ in range(3):
        world.assigned("Tôi là Nguyễn Văn An, nhà tôi bị ngập.", name="Nguyễn Văn An")

    assert rows(shown(world, world.overseer, Queue.OPEN, Filters(text="nguyen van an"))) == []
    assert [others for _, others in rows(shown(world, world.overseer, Queue.OPEN, Filters(text="ngap")))] == [0, 0, 0]
    assert [others for _, others in rows(shown(world, world.handler, Queue.OPEN, Filters(text="ngap")))] == [2]


def test_the_next_case_is_one_of_another_text(world: World) -> None:
    first, second, *_more, other = flood(world, "Đèn đường hư.")
    world.classify()
    with world.desk.look(world.handler) as work:
        case, twin = work.find(first), work.find(second)
        assert next_code(work, Queue.NEW, case) == other
        assert next_code(work, Queue.NEW, twin) == other
        assert next_code(work, Queue.NEW, case, Filters(text_hash=case.text_hash or "")) == second


@pytest.mark.parametrize("queue", sorted(PUT_TOGETHER))
def test_every_list_that_puts_texts_together_can_be_asked_for(world: World, queue: Queue) -> None:
    world.assigned(FLOOD)
    for actor in (world.receiver, world.handler, world.leader, world.overseer):
        shown(world, actor, queue, Filters(place="Long Hữu", text="o ga"))
        shown(world, actor, queue, order=Order.NEWEST)


def test_texts_from_before_are_told_apart_by_the_clocks_work(world: World) -> None:
    first, *_more = flood(world)
    world.classify()
    with world.desk.work() as work:
        work.session.execute(update(Case).values(text_hash=None))
    assert len(shown(world, world.handler, Queue.NEW).rows) == 4

    with world.desk.work() as work:
        sweep(work)

    assert rows(shown(world, world.handler, Queue.NEW)) == [(first, 3)]


def test_a_list_of_the_same_texts_is_read_through_an_index(sqlite_world: World) -> None:
    world, asked = sqlite_world, list[tuple[str, Any]]()
    flood(world)
    world.classify()

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        asked.append((statement, values))

    with world.desk.look(world.handler) as work:
        connection = work.session.connection()
        event.listen(connection, "before_cursor_execute", note)
        page(work, Queue.OPEN)
        event.remove(connection, "before_cursor_execute", note)
        plans = [
            [str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in asked
        ]

    (plan,) = plans
    assert sum("twin USING" in step and "INDEX ix_case_same_text (text_hash=?)" in step for step in plan) == 2, plan


def test_erasing_takes_the_hash_with_the_text(world: World) -> None:
    filed = finished(world)
    with world.desk.look() as work:
        assert work.find(filed.case.code).text_hash is not None

    granted(world, asked(world, filed))

    with world.desk.look() as work:
        assert work.find(filed.case.code).text_hash is None
