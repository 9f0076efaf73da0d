"""What an erasure leaves of a conversation: nothing that was said, and somebody who can be answered again."""

from threading import Thread

from sqlalchemy import text

from intake.cases import conversations, data_requests, handling, sweep
from intake.cases.actor import holder_of
from intake.cases.perform import drain
from intake.cases.work import Desk, by_id
from models.db import Database
from models.notice import Notice
from models.personal_data import DataRequest
from models.vocabulary import ChannelKind, DataRight, JobState, NoticeKind, WorkQueue
from routing.decision import Decision
from tests.bot.talking import Citizen, cases
from tests.faults.waiting import until
from tests.world import SURE, Said, World


def asked_to_erase(desk: Desk) -> DataRequest:
    """A request to erase the only case, which its sender has taken back."""
    [case] = cases(desk)
    drain(desk, Said(SURE), "machine")
    with desk.work(holder_of(case.id)) as work:
        handling.withdraw(work, work.lock(case.code))
        return data_requests.ask(work, work.lock(case.code), DataRight.ERASE)


def erase(world: World, request: DataRequest) -> None:
    with world.desk.work(world.leader) as work:
        data_requests.grant(work, request.id)


def address(desk: Desk, citizen: Citizen) -> str | None:
    with desk.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", citizen.name)
        return talk.address if talk is not None else None


def test_whoever_comes_back_after_an_erasure_is_answered(world: World, talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.files()
    erase(world, asked_to_erase(talking))
    drain(talking, Said(SURE), "machine")
    with talking.work() as work:
        sweep.sweep(work)
    assert address(talking, citizen) is None

    assert "kể" in citizen.says("xin chào")
    assert address(talking, citizen) == citizen.name


def test_a_turn_that_is_thought_about_meanwhile_does_not_bring_the_words_back(world: World, talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.files()
    citizen.says("Cầu gãy ở chợ Long Hữu, bà con không qua được.")
    request = asked_to_erase(talking)

    class Erasing(Said):
        """While it thinks, a leader lets the case be erased."""

        thinks = 0

        def decide(self, text: str) -> Decision:
            self.thinks += 1
            if self.thinks == 1:
                erase(world, request)
            return super().decide(text)

    citizen.send("Cầu ngập nữa, nước lên tới gối rồi.")
    erasing = Erasing(SURE)
    drain(talking, erasing, "bot", queue=WorkQueue.INBOUND)

    assert erasing.thinks > 0
    with talking.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", citizen.name)
        assert talk is not None
        assert "Cầu gãy" not in (talk.state or "")


def test_a_notice_on_its_way_and_an_erasure_do_not_wait_for_each_other(world: World) -> None:
    filed = world.assigned()
    with world.desk.work() as work:
        waits = {"state": JobState.CREATED, "state_at": work.now, "created_at": work.now}
        notice = Notice(case_id=filed.case.id, kind=NoticeKind.ROUTED, channel=ChannelKind.EMAIL, **waits)
        work.session.add(notice)
    request = asked_to_erase(world.desk)
    erasing = Thread(target=erase, args=(world, request))

    with world.desk.work() as work:
        work.session.get_one(Notice, notice.id, with_for_update=True)
        erasing.start()
        until("the erasure waits", lambda: waits_for_a_lock(world.desk.database))
        by_id(work, filed.case.id)
    erasing.join()

    with world.desk.look(world.leader) as work:
        assert work.find(filed.case.code).erased_at is not None


def waits_for_a_lock(database: Database) -> bool:
    """On SQLite whoever writes waits from the beginning."""
    if database.is_sqlite:
        return True
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with database.engine.connect() as connection:
        return bool(connection.scalar(text(query)))
