"""What a transaction tells the others: once committed, ids only, in one statement, and nothing about filing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event

from intake.cases import handling, looking, news, restrict
from intake.cases.news import Item
from models.bulletin import EVERYTHING, About, Ear, announce, open_ear
from models.db import Database
from tests.world import UNSURE, World

_PATIENCE_SECONDS = 10


@contextmanager
def hearing(database: Database) -> Iterator[Callable[[], list[Item]]]:
    """Gives what has been heard up to a mark that is told last."""
    ear = open_ear(database, About.CASES)
    try:
        yield lambda: heard(database, ear)
    finally:
        ear.close()


def heard(database: Database, ear: Ear) -> list[Item]:
    mark, lines = uuid4().hex, list[str]()
    with database.writing() as session:
        announce(database, session, About.CASES, [mark])
    while mark not in lines:
        more = ear.wait(_PATIENCE_SECONDS)
        assert more, "nothing was heard"
        lines += more
    return [news.read(line) for line in lines if line != mark]


def test_a_step_is_heard_with_the_id_of_its_case_and_nothing_else(world: World) -> None:
    case = world.assigned().case
    with hearing(world.desk.database) as told:
        with world.desk.work(world.handler) as work:
            handling.accept(work, work.lock(case.code))
        assert told() == [Item(case.id)]


def test_what_is_rolled_back_is_never_heard(world: World) -> None:
    case = world.assigned().case
    with hearing(world.desk.database) as told:
        with pytest.raises(RuntimeError):
            accept_and_fail(world, case.code)
        assert told() == []


def accept_and_fail(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
        raise RuntimeError


def test_filing_tells_nothing_and_classifying_does(world: World) -> None:
    with hearing(world.desk.database) as told:
        case = world.file("Tôi không biết hỏi ai.").case
        assert told() == []
        world.classify(UNSURE)
        assert told() == [Item(case.id)]


def test_a_transfer_names_the_unit_that_no_longer_sees_the_case(world: World) -> None:
    case = world.assigned().case
    with hearing(world.desk.database) as told:
        with world.desk.work(world.handler) as work:
            handling.transfer(work, work.lock(case.code), world.health, reason="Thuộc lĩnh vực y tế.")
        assert told() == [Item(case.id, left=frozenset({world.construction}))]


def test_a_case_that_becomes_restricted_concerns_everybody_who_saw_it(world: World) -> None:
    case = world.assigned().case
    with hearing(world.desk.database) as told:
        with world.desk.work(world.handler) as work:
            restrict.restrict(work, work.lock(case.code), suspected=None, accused_units=set(), note=None)
        assert [(item.case_id, item.for_all) for item in told()] == [(case.id, True)]


def test_opening_a_case_is_told_once_and_staying_on_it_is_not(world: World) -> None:
    case = world.assigned().case
    with hearing(world.desk.database) as told:
        for typing in (False, False, True):
            with world.desk.work(world.handler) as work:
                looking.look(work, case.code, typing=typing)
        assert told() == [Item(case.id, looking=True)] * 2


def test_telling_costs_one_statement_however_much_there_is_to_tell(postgres_database: Database) -> None:
    statements: list[str] = []
    event.listen(postgres_database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with hearing(postgres_database) as told:
        with postgres_database.writing() as session:
            announce(postgres_database, session, About.CASES, [uuid4().hex for _ in range(1000)])
        assert [one for one in statements if "pg_notify" in one] == statements[:1]
        assert told() == [news.read(EVERYTHING)]


def test_another_process_that_writes_to_the_same_file_is_noticed(sqlite_world: World) -> None:
    case = sqlite_world.assigned().case
    elsewhere = Database(sqlite_world.desk.database.url.render_as_string())
    ear = open_ear(sqlite_world.desk.database, About.CASES)
    with elsewhere.writing() as session:
        session.connection().exec_driver_sql("UPDATE officer SET title = 'Trưởng phòng'")
    elsewhere.dispose()

    lines: list[str] = []
    for _ in range(5):
        lines += ear.wait(1)
    assert lines == [EVERYTHING]

    with sqlite_world.desk.work(sqlite_world.handler) as work:
        handling.accept(work, work.lock(case.code))
    assert [news.read(line) for line in ear.wait(1)] == [Item(case.id)]
    ear.close()


@pytest.mark.parametrize("line", ["", "*", "?", "abc", "Xin chào"])
def test_a_line_that_is_not_understood_means_that_anything_may_have_changed(line: str) -> None:
    assert news.read(line) == Item(None)
