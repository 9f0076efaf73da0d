"""The relay of the one-process start: no fault ends it, and what hangs holds up nothing else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.cases import clock_work, perform
from intake.cases.ports import Decider, Outgoing, system_clock
from intake.cases.work import Desk
from intake.entry import relay as relays
from intake.entry.deciding import LoadedAtFirstUse
from intake.entry.relay import Relay
from models.case import Case
from models.outbox import OutboxJob
from models.vocabulary import CaseStatus, ChannelKind, JobKind
from tests.faults.waiting import until
from tests.world import Said, World, make_world


@pytest.fixture
def world(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(relays, "_AFTER_FAULT_SECONDS", 0.05)
    return make_world(replace(sqlite_desk, clock=system_clock))


@contextmanager
def running(desk: Desk, decider: LoadedAtFirstUse) -> Iterator[Relay]:
    relay = Relay(desk, decider)
    relay.start()
    try:
        yield relay
    finally:
        relay.stop()


def is_assigned(world: World, code: str) -> bool:
    with world.desk.look() as work:
        return work.session.scalars(select(Case.status).where(Case.code == code)).one() is CaseStatus.ASSIGNED


def test_training_that_fails_is_tried_again_and_told_as_not_ready(world: World) -> None:
    tries: list[int] = []

    def prepared() -> Decider:
        tries.append(1)
        if len(tries) < 3:
            raise OSError(28, "No space left on device")
        return Said()

    code = world.file().case.code
    with running(world.desk, LoadedAtFirstUse(prepared)) as relay:
        assert relay.missing() == ("classifier",)
        until("the case is classified", lambda: is_assigned(world, code))
        assert (len(tries), relay.missing()) == (3, ())


def test_a_fault_of_any_kind_is_waited_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = threading.Event()
    failing.set()

    def drain(*args: object, **more: object) -> int:
        if failing.is_set():
            raise ValueError
        return perform.drain(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(relays, "drain", drain)
    code = world.file().case.code
    with running(world.desk, LoadedAtFirstUse(Said)):
        failing.clear()
        until("the case is classified", lambda: is_assigned(world, code))


def test_a_dead_thread_is_named(world: World) -> None:
    relay = Relay(world.desk, LoadedAtFirstUse(Said))
    relay.start()
    relay.stop()

    assert {"relay-classify", "relay-notices", "relay-clock"} <= set(relay.missing())


class Hanging:
    """A mail server that says nothing until it is let go."""

    kind, dedupes = ChannelKind.EMAIL, False

    def __init__(self) -> None:
        self.let_go, self.asked = threading.Event(), threading.Event()

    def send(self, message: Outgoing) -> None:
        self.asked.set()
        self.let_go.wait(30)


def test_a_mail_server_that_hangs_keeps_no_case_from_being_classified(sqlite_desk: Desk) -> None:
    office = Hanging()
    world = make_world(replace(sqlite_desk, clock=system_clock, channels={ChannelKind.EMAIL: office}))
    world.file(email="lua@example.com")
    with running(world.desk, LoadedAtFirstUse(Said)):
        try:
            until("a letter hangs", office.asked.is_set)
            code = world.file("Ổ gà mới.").case.code
            until("the new case is classified", lambda: is_assigned(world, code), seconds=5)
        finally:
            office.let_go.set()


def test_the_clock_is_minded_although_its_work_never_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = clock_work.ask
    monkeypatch.setattr(relays, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(clock_work, "ask", lambda work: asked.append(real(work)))
    with world.desk.work() as work:
        for number in range(200):
            row = {"kind": JobKind.SWEEP, "once_key": f"sweep:{number}", "ordering_key": f"s{number}"}
            work.session.add(OutboxJob(**row, created_at=work.now, ready_at=work.now))
    with running(world.desk, LoadedAtFirstUse(Said)):
        until("the clock was looked at again and again", lambda: len(asked) > 3)
