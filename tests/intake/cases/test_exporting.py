"""A long list as a file: made by a worker, once however often it is asked for, and for nobody but who asked."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from intake.cases import jobs, sweep
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, NotFound
from intake.cases.perform import drain
from intake.cases.queues import Filters, Order, Queue, export, exporting, taking_out
from intake.cases.queues.filters import Due
from models.export import Export
from models.organisation import Officer
from models.vocabulary import ExportState, Field
from tests.conftest import TestClock
from tests.world import Said, World

MANY = Filters(text="ổ gà", field=Field.TRANSPORT, due=Due.SOON, unowned=True)


def ask(world: World, officer: Actor, filters: Filters = Filters(), kind: str = "csv") -> UUID:  # noqa: B008  frozen
    with world.desk.work(officer) as work:
        total = exporting.how_many(work, Queue.OPEN, filters, Order.DUE)
        return exporting.ask(work, Queue.OPEN, filters, Order.DUE, kind, total=total)


def state(world: World, officer: Actor, export_id: UUID) -> ExportState:
    with world.desk.look(officer) as work:
        return exporting.own(work, export_id).state


def file_of(world: World, officer: Actor, export_id: UUID) -> str:
    with world.desk.look(officer) as work:
        return exporting.file_of(work, export_id)[1].read_text("utf-8-sig")


def work_off(world: World) -> None:
    drain(world.desk, Said(), "test")


def in_the_middle(world: World, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen after the first piece has been read."""
    monkeypatch.setattr(taking_out, "PIECE", 2)
    read, seen = export.piece, list[int]()

    def piece(*arguments: object, **more: object) -> object:
        if len(seen) == 1:
            happens()
        seen.append(1)
        return read(*arguments, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(taking_out, "piece", piece)


def killed() -> None:
    raise KeyboardInterrupt


def five(world: World) -> list[str]:
    return [world.assigned(f"Ổ gà số {number}.").case.code for number in range(5)]


def test_a_worker_makes_the_file_and_says_how_much_is_done(world: World) -> None:
    codes = five(world)
    asked = ask(world, world.handler)
    assert state(world, world.handler, asked) is ExportState.WAITING

    work_off(world)

    assert all(code in file_of(world, world.handler, asked) for code in codes)
    with world.desk.look(world.handler) as work:
        done = exporting.own(work, asked)
        assert (done.state, done.done, done.total) == (ExportState.DONE, 5, 5)


def test_two_clicks_make_one_file_and_another_list_makes_another(world: World) -> None:
    five(world)

    first, second = ask(world, world.handler), ask(world, world.handler)
    assert first == second
    assert len({first, ask(world, world.handler, MANY), ask(world, world.handler, kind="xlsx")}) == 3
    work_off(world)
    assert ask(world, world.handler) != first, "the list as it is now"


def test_what_was_searched_for_is_kept_sealed_and_comes_back_as_it_was(world: World) -> None:
    asked = ask(world, world.handler, MANY)

    with world.desk.look(world.handler) as work:
        export = exporting.own(work, asked)
        assert b"g\\u00e0" not in (export.narrowing_sealed or b"")
        assert exporting.read(export) == (MANY, Order.DUE)


def test_a_worker_that_was_killed_half_way_is_followed_by_one_that_begins_again(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = five(world)
    asked = ask(world, world.handler)
    with monkeypatch.context() as patched:
        in_the_middle(world, patched, killed)
        with pytest.raises(KeyboardInterrupt):
            work_off(world)
    assert state(world, world.handler, asked) is ExportState.RUNNING

    clock.tick(minutes=3)
    work_off(world)

    lines = file_of(world, world.handler, asked).splitlines()
    assert sorted(line.split(";")[0] for line in lines[1:]) == sorted(codes)


def test_a_cancelled_file_is_not_made(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = sqlite_world
    five(world)
    asked = ask(world, world.handler)

    def cancel() -> None:
        with world.desk.work(world.handler) as work:
            exporting.cancel(work, asked)

    in_the_middle(world, monkeypatch, cancel)
    work_off(world)

    assert state(world, world.handler, asked) is ExportState.CANCELLED
    with world.desk.look() as work:
        assert not world.desk.storage.path(asked).exists()
        assert not jobs.any_ready(work)


def test_rights_are_asked_for_before_every_piece(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = sqlite_world
    five(world)
    asked = ask(world, world.handler)

    def move() -> None:
        with world.desk.work() as work:
            work.session.get_one(Officer, world.handler.officer_id).unit_id = world.health

    in_the_middle(world, monkeypatch, move)
    work_off(world)

    assert state(world, world.handler, asked) is ExportState.FAILED
    assert not world.desk.storage.path(asked).exists()


def test_a_file_is_for_who_asked_and_only_with_the_rights_they_had(sqlite_world: World) -> None:
    world = sqlite_world
    five(world)
    asked = ask(world, world.handler)
    work_off(world)

    with pytest.raises(NotFound):
        file_of(world, world.colleague, asked)
    with pytest.raises(Impossible):
        file_of(world, replace(world.handler, unit_id=world.health), asked)


def test_after_a_day_file_and_row_are_gone(sqlite_world: World, clock: TestClock) -> None:
    world = sqlite_world
    asked = ask(world, world.handler)
    work_off(world)
    clock.tick(days=1)

    with pytest.raises(NotFound):
        file_of(world, world.handler, asked)
    with world.desk.work() as work:
        sweep.sweep(work)

    assert not world.desk.storage.path(asked).exists()
    with world.desk.look() as work:
        assert work.session.get(Export, asked) is None


def test_a_file_that_cannot_be_written_is_given_up_and_said(
    sqlite_world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sqlite_world
    asked = ask(world, world.handler)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(type(world.desk.storage), "save", full)
    for _ in range(3):
        work_off(world)
        clock.tick(minutes=2)

    assert state(world, world.handler, asked) is ExportState.FAILED
