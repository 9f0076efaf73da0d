"""The stream: who is told of which change, that many streams stop nobody, and that nothing is missed."""

import time

import pytest
from sqlalchemy import text

from intake.cases import accounts, handling, looking, restrict
from intake.web.live import hearing
from intake.web.live import stream as streams
from tests.intake.web.live.server import Live
from tests.world import RESTRICTED, UNSURE, World


def note(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        handling.note(work, work.lock(code), text="Đã gọi điện.")


def test_a_change_is_told_to_those_who_may_see_the_case_and_to_nobody_else(live: Live) -> None:
    mine = live.world.assigned().case.code
    watching = {name: live.watching(name) for name in ("colleague", "receiver", "overseer", "health.handler")}

    note(live.world, mine)
    with live.world.desk.work(live.world.handler) as work:
        handling.transfer(work, work.lock(mine), live.world.health, reason="Thuộc lĩnh vực y tế.")

    assert watching["receiver"].until("changed", mine) == []
    assert watching["overseer"].until("changed", mine) == []
    assert watching["health.handler"].next() == ("changed", mine)
    told = watching["colleague"].until("changed", "")
    assert told in ([("changed", mine)], []), "the unit that lost the case is told that something changed, not what"


def test_a_restricted_case_is_named_to_its_desk_alone(live: Live) -> None:
    restricted = live.world.file("Tôi tố cáo một cán bộ nhận tiền.").case.code
    inspector, receiver = live.watching("inspector"), live.watching("receiver")

    live.world.classify(RESTRICTED)

    assert inspector.next() == ("changed", restricted)
    assert receiver.next() == ("changed", "")


def test_what_becomes_restricted_leaves_everybodys_lists_without_a_name(live: Live) -> None:
    code = live.world.file("Tôi không biết hỏi ai.").case.code
    live.world.classify(UNSURE)
    receiver = live.watching("receiver")

    with live.world.desk.work(live.world.receiver) as work:
        restrict.restrict(work, work.lock(code), suspected=None, accused_units=set(), note=None)

    assert receiver.next() == ("changed", "")


def test_who_opens_a_case_is_told_to_those_who_may_see_it(live: Live) -> None:
    code = live.world.assigned().case.code
    colleague, stranger = live.watching("colleague"), live.watching("health.handler")

    with live.world.desk.work(live.world.handler) as work:
        looking.look(work, code, typing=False)
    assert colleague.next() == ("looking", code)

    with live.world.desk.work(live.world.handler) as work:
        handling.transfer(work, work.lock(code), live.world.health, reason="Thuộc lĩnh vực y tế.")
    assert stranger.next() == ("changed", code)


def test_who_comes_back_is_told_what_was_missed_and_nothing_older(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "_SLACK_SECONDS", 0)
    monkeypatch.setattr(hearing, "_PAUSE_SECONDS", 0.05)
    code = live.world.assigned().case.code
    first = live.watching("colleague")
    right_at = time.time()
    note(live.world, code)
    assert first.next() == ("changed", code)

    assert live.open(live.sign_in("handler"), since=right_at).next() == ("changed", code)
    later = live.open(live.sign_in("leader"), since=time.time())
    note(live.world, code)
    assert later.next() == ("changed", code)
    assert live.open(live.sign_in("receiver"), since=right_at - 3600).next() == ("changed", "")


def test_forty_open_streams_stop_no_other_page(live: Live) -> None:
    code = live.world.assigned().case.code
    client = live.sign_in("handler")
    streams_open = [live.open(live.sign_in("colleague")) for _ in range(40)]

    assert client.get("/can-bo/hang-doi/new").status_code == 200
    assert client.get(f"/can-bo/ho-so/{code}").status_code == 200
    note(live.world, code)
    for stream in streams_open:
        stream.until("changed", code)


def test_a_stream_ends_with_its_session(sqlite_live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_BEAT_SECONDS", 0.1)
    monkeypatch.setattr(streams, "_ASK_AGAIN_SECONDS", 0.1)
    world = sqlite_live.world
    stream = sqlite_live.watching("handler")

    with world.desk.work() as work:
        assert world.handler.officer_id is not None
        accounts.revoke_all(work, world.handler.officer_id)

    stream.until("ended", "")
    assert stream.ended.wait(20)


def test_an_officer_who_changes_unit_is_told_of_the_cases_of_the_new_one(
    sqlite_live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_BEAT_SECONDS", 0.1)
    monkeypatch.setattr(streams, "_ASK_AGAIN_SECONDS", 0.1)
    world = sqlite_live.world
    code = world.assigned().case.code
    stream = sqlite_live.watching("health.handler")
    with world.desk.work() as work:
        work.session.execute(
            text("UPDATE officer SET unit_id = :unit WHERE username = 'health.handler'"),
            {"unit": world.construction.hex},
        )
    for _ in range(5):  # a beat is told after each look at the session
        assert stream.events.get(timeout=20)[0] == "beat"

    note(world, code)

    assert stream.next() == ("changed", code)


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_after_the_listening_connection_was_lost_everything_is_fetched_once(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "_AFTER_FAULT_SECONDS", 0.1)
    code = live.world.assigned().case.code
    stream = live.watching("colleague")

    with live.world.desk.database.engine.begin() as connection:
        lost = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = "
        assert connection.execute(text(lost + "current_database()")).all() == [(True,)]

    assert stream.next() == ("changed", "")
    note(live.world, code)
    assert stream.next() == ("changed", code)
