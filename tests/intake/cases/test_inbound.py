"""The inbox: a message that a channel tells again and again is kept once, heard once, and in its order."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select

from intake.cases import inbound, jobs
from intake.cases.perform import drain
from intake.cases.ports import Decider, Reminder
from intake.cases.work import Desk
from models.inbound import InboundMessage
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobState
from tests.conftest import TestClock
from tests.world import Said

WORDS = "Đường trước nhà tôi hư."


class Listener:
    """A conversation that notes what it heard, each message once."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.fails = 0

    def reminder(self, state: str) -> Reminder | None:
        return None

    def hear(self, desk: Desk, decider: Decider, message_id: UUID) -> bool:
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        return bool(self.hear_together(desk, decider, [message_id]))

    def hear_together(self, desk: Desk, decider: Decider, message_ids: Sequence[UUID]) -> set[UUID]:
        with desk.work() as work:
            asked = [one.asked for one in inbound.waiting(work, message_ids)]
            done = inbound.handled(work, asked)
        self.heard += [one.payload for one in asked if one.id in done]
        return done


def keep(desk: Desk, external_id: str, payload: str = WORDS, *, person: str = "77", position: int = 1) -> bool:
    with desk.work() as work:
        place = {"channel": ChannelKind.TELEGRAM, "account": "bot-1", "external_id": external_id}
        return inbound.keep(work, payload, person=person, position=position, **place)  # type: ignore[arg-type]


def with_listener(desk: Desk) -> tuple[Desk, Listener]:
    listener = Listener()
    return replace(desk, conversation=listener), listener


def test_the_same_update_told_by_eight_threads_is_one_row_and_one_job(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: keep(desk, "1001"), range(8)))

    assert sorted(kept) == [False] * 7 + [True]
    with desk.look() as work:
        assert work.session.scalar(select(func.count()).select_from(InboundMessage)) == 1
        assert work.session.scalar(select(func.count()).select_from(OutboxJob)) == 1
        message = work.session.scalars(select(InboundMessage)).one()
        assert (message.payload, message.handled_at) == (WORDS, None)
        assert WORDS.encode() not in (message.payload_sealed or b"")
        assert message.person_digest != "77"  # two digits are in every fifth digest by chance


def test_what_comes_again_keeps_the_rest_of_the_transaction(desk: Desk) -> None:
    keep(desk, "1001")

    assert not keep(desk, "1001")
    assert keep(desk, "1002")


def test_without_a_conversation_messages_wait(desk: Desk) -> None:
    keep(desk, "1001")

    assert drain(desk, Said(), "w") == 0
    with desk.work() as work:
        assert jobs.hand_over(work) == []


def test_messages_of_one_person_are_heard_once_and_in_the_order_of_the_channel(desk: Desk, clock: TestClock) -> None:
    listening, listener = with_listener(desk)
    listener.fails = 1
    for position in (3, 1, 2):
        keep(desk, str(position), f"tin {position}", position=position)
    clock.tick(seconds=1)  # of two that were ready at the same moment, either may come first
    keep(desk, "9", "tin của người khác", person="88", position=9)

    drain(listening, Said(), "w")
    assert listener.heard == ["tin của người khác"]
    clock.tick(minutes=1)
    drain(listening, Said(), "w")

    assert listener.heard[1:] == ["tin 1", "tin 2", "tin 3"]
    with desk.look() as work:
        assert set(work.session.scalars(select(OutboxJob.state))) == {JobState.DELIVERED}
        assert None not in work.session.scalars(select(InboundMessage.handled_at)).all()


def test_a_message_heard_by_a_worker_that_died_is_not_heard_twice(desk: Desk, clock: TestClock) -> None:
    listening, listener = with_listener(desk)
    keep(desk, "1001")
    with listening.work() as work:
        (job,) = jobs.claim(work, "dies")
    assert job.inbound_id is not None
    listener.hear(listening, Said(), job.inbound_id)  # and before the job is finished the worker is gone
    clock.tick(minutes=3)

    drain(listening, Said(), "other")

    assert listener.heard == [WORDS]
