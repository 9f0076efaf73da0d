"""What belongs with a case: found by an index, however many cases there are.

The plan is SQLite's: PostgreSQL reads two rows whichever way, and that it has the same indexes is held elsewhere.
"""

from typing import Any

from sqlalchemy import event

from intake.cases import related
from tests.world import World

PHONE = "0912 345 678"


def test_the_cases_of_the_same_sender_are_reached_through_an_index(sqlite_world: World) -> None:
    world, asked = sqlite_world, list[tuple[str, Any]]()
    earlier = world.assigned("Ổ gà trước trường.", phone=PHONE).case.code
    later = world.assigned("Đèn đường hư.", phone=PHONE).case.code

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        asked.append((statement, values))

    with world.desk.look(world.handler) as work:
        case, connection = work.find(later), work.session.connection()
        event.listen(connection, "before_cursor_execute", note)
        found = related.by_the_same_sender(work, case)
        event.remove(connection, "before_cursor_execute", note)
        ((statement, values),) = asked
        plan = [str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert [one.code for one in found] == [earlier]
    assert any("ix_case_citizen_id" in step for step in plan), plan
    assert not any("SCAN case" in step for step in plan), plan
