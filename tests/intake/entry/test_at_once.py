"""Hearing a message in the process that kept it: at once where that is right, by the outbox in every other case."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Understanding
from bot.turn import Bot
from intake.cases import conversations, webchat
from intake.cases.ports import Decider
from intake.cases.work import Desk
from intake.entry.at_once import AtOnce
from intake.entry.deciding import LoadedAtFirstUse
from intake.entry.naming import worker_name
from models.conversation import ChatLine
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobState
from tests.bot.talking import STORY, Citizen, Noting, with_bot
from tests.conftest import TestClock
from tests.faults.waiting import until
from tests.world import Said, World


class Slow:
    """An engine that thinks until it is told to stop."""

    def __init__(self) -> None:
        self.asked, self.over = threading.Event(), threading.Event()

    def understand(self, text: str) -> Understanding:
        self.asked.set()
        self.over.wait(30)
        return KeywordNlu().understand(text)


def loaded() -> LoadedAtFirstUse:
    decider = LoadedAtFirstUse(Said)
    decider.load()
    return decider


@contextmanager
def hearing(desk: Desk) -> Iterator[Desk]:
    here = AtOnce(loaded(), 20)
    desk = replace(desk, at_once=here)
    here.start(desk)
    try:
        yield desk
    finally:
        here.stop(desk)


def busy(world: World, most: int) -> tuple[Desk, Slow, AtOnce]:
    """Somebody has asked something that is being thought about."""
    slow, here = Slow(), AtOnce(loaded(), most)
    desk = replace(with_bot(world.desk, slow), at_once=here)
    here.start(desk)
    Citizen(desk, "u1").send("tôi muốn hỏi một việc")
    assert slow.asked.wait(30)
    return desk, slow, here


def jobs_of(desk: Desk) -> list[OutboxJob]:
    with desk.look() as work:
        return list(work.session.scalars(select(OutboxJob).order_by(OutboxJob.id)))


def test_what_is_kept_is_heard_without_a_look_at_the_outbox(world: World) -> None:
    with hearing(with_bot(world.desk)) as desk:
        citizen = Citizen(desk)
        citizen.send(STORY)
        until("an answer is there", citizen.news)

    assert [job.state for job in jobs_of(world.desk)] == [JobState.DELIVERED]


def test_what_comes_while_an_earlier_message_waits_is_left_to_the_outbox(world: World) -> None:
    citizen = Citizen(with_bot(world.desk))
    citizen.send(STORY)
    here = Noting()
    citizen.desk = replace(citizen.desk, at_once=here)

    citizen.send("và còn nữa")

    assert here.taken == []
    assert [job.leased_by for job in jobs_of(world.desk)] == [None, None]


def test_the_lease_is_the_same_as_a_workers_and_runs_out(world: World, clock: TestClock) -> None:
    here = Noting()
    desk = replace(with_bot(world.desk), at_once=here)
    citizen = Citizen(desk)
    citizen.send(STORY)
    (job,), (told,) = jobs_of(desk), here.taken
    assert (job.id, job.leased_by, job.attempts, job.state) == (told.id, "here", 1, JobState.SENDING)

    citizen.is_heard()
    assert citizen.news() == []  # somebody holds it
    clock.tick(minutes=3)
    citizen.is_heard()

    assert len(citizen.news()) == 1


def test_what_is_told_twice_is_taken_once(world: World) -> None:
    here = Noting()
    Citizen(replace(with_bot(world.desk), at_once=here)).send(STORY, times=2)

    assert len(here.taken) == 1


def test_what_was_not_committed_is_not_taken(world: World) -> None:
    here = Noting()
    desk = replace(with_bot(world.desk), at_once=here)

    with pytest.raises(ZeroDivisionError):
        keep_and_fail(desk)

    assert (here.taken, jobs_of(desk)) == ([], [])


def keep_and_fail(desk: Desk) -> None:
    with desk.work() as work:
        webchat.hear(work, "u1", text=STORY)
        raise ZeroDivisionError


def test_who_stops_gives_back_what_was_not_begun(sqlite_world: World) -> None:
    desk, slow, here = busy(sqlite_world, 20)
    Citizen(desk, "u2").send(STORY)

    stopping = threading.Thread(target=here.stop, args=[desk])
    stopping.start()
    slow.over.set()
    stopping.join(30)

    first, second = jobs_of(desk)
    assert first.state is JobState.DELIVERED
    assert (second.state, second.attempts, second.leased_by) == (JobState.CREATED, 0, None)


def test_who_stops_gives_back_what_was_taken_together_and_not_begun(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, slow, here = busy(sqlite_world, 20)
    began, fails = threading.Event(), threading.Event()

    def failing(*_given: object) -> set[UUID]:
        began.set()
        fails.wait(30)
        raise ZeroDivisionError

    monkeypatch.setattr(Bot, "hear_together", failing)
    for name in ("u2", "u3"):
        Citizen(desk, name).send(STORY)
    slow.over.set()
    assert began.wait(30)
    stopping = threading.Thread(target=here.stop, args=[desk])
    stopping.start()
    until("it stops", lambda: not here.has_room(0))
    fails.set()
    stopping.join(30)

    first, *others = jobs_of(desk)
    assert first.state is JobState.DELIVERED
    assert [(job.state, job.attempts, job.leased_by) for job in others] == [(JobState.CREATED, 0, None)] * 2


def test_what_the_thread_has_taken_counts_as_waiting(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, slow, here = busy(sqlite_world, 3)
    began, over = threading.Event(), threading.Event()

    def hearing_long(*_given: object) -> set[UUID]:
        began.set()
        over.wait(30)
        return set()

    monkeypatch.setattr(Bot, "hear_together", hearing_long)
    for name in ("u2", "u3", "u4"):
        Citizen(desk, name).send(STORY)
    slow.over.set()
    assert began.wait(30)
    for name in ("u5", "u6"):
        Citizen(desk, name).send(STORY)
    leased = [job.leased_by is not None for job in jobs_of(desk)]
    over.set()
    here.stop(desk)

    assert leased == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("worker", "times", "free"),
    [
        ("{host}:999999999:1:1:at-once", 1, True),
        ("{host}:{pid}:1:1:at-once", 1, True),  # another process had this number before
        ("{host}:{pid}:{started}:1:at-once", 1, False),
        ("another-host:999999999:1:1:at-once", 1, False),
        ("{host}:999999999:1:1:at-once", 2, False),  # perhaps it was the message that killed it
        ("broker", 1, False),
    ],
)
def test_what_a_killed_process_of_this_host_held_is_heard_at_once(
    sqlite_world: World, worker: str, times: int, free: bool
) -> None:
    host, pid, started, *_rest = worker_name().split(":")
    killed = Noting()
    killed.name = worker.format(host=host, pid=pid, started=started)
    citizen = Citizen(replace(with_bot(sqlite_world.desk), at_once=killed))
    citizen.send(STORY)
    with citizen.desk.work() as work:
        work.session.scalars(select(OutboxJob)).one().attempts = times

    with hearing(citizen.desk):
        pass  # before it ends it has looked who is gone
    citizen.is_heard()

    assert bool(citizen.news()) is free


def test_nobody_takes_a_message_before_the_classifier_is_loaded_or_after_the_end(sqlite_world: World) -> None:
    here = AtOnce(LoadedAtFirstUse(Said), 20)
    assert not here.has_room(0)
    here.start(sqlite_world.desk)
    until("it is ready", lambda: here.has_room(0))
    here.stop(sqlite_world.desk)
    assert not here.has_room(0)


def test_no_more_wait_than_there_is_room_for(sqlite_world: World) -> None:
    desk, slow, here = busy(sqlite_world, 1)
    for name in ("u2", "u3"):
        Citizen(desk, name).send(STORY)
    leased = [job.leased_by is not None for job in jobs_of(desk)]
    slow.over.set()
    here.stop(desk)

    assert leased == [True, True, False]


def test_those_who_wait_meanwhile_are_heard_together(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, slow, here = busy(sqlite_world, 20)
    together, whole = list[int](), Bot.hear_together

    def noting(bot: Bot, desk: Desk, decider: Decider, message_ids: Sequence[UUID]) -> set[UUID]:
        together.append(len(message_ids))
        return whole(bot, desk, decider, message_ids)

    monkeypatch.setattr(Bot, "hear_together", noting)
    people = [Citizen(desk, f"u{number}") for number in range(2, 12)]
    for person in people:
        person.send(STORY)
    slow.over.set()
    until("all are answered", lambda: all(job.state is JobState.DELIVERED for job in jobs_of(desk)))
    here.stop(desk)

    assert together == [8, 2]
    assert [len(person.news()) for person in people] == [1] * 10


def test_messages_of_one_transaction_count_before_they_wait(sqlite_world: World) -> None:
    desk, slow, here = busy(sqlite_world, 1)
    with desk.work() as work:
        for name in ("u2", "u3"):
            webchat.hear(work, name, text=STORY)
    leased = [job.leased_by is not None for job in jobs_of(desk)]
    slow.over.set()
    here.stop(desk)

    assert leased == [True, True, False]


def test_what_is_said_in_anothers_name_is_written_with_the_transaction(sqlite_world: World) -> None:
    citizen = Citizen(with_bot(sqlite_world.desk))
    citizen.says(STORY)
    with citizen.desk.work() as work:
        talk = conversations.begin(work, ChannelKind.WEBCHAT, "web", citizen.name)
        conversations.say(work.by_itself(), talk, "Có tin mới.")

    with citizen.desk.look() as work:
        lines = work.session.scalars(select(ChatLine).order_by(ChatLine.seq)).all()
    assert [line.text for line in lines][-1] == "Có tin mới."
