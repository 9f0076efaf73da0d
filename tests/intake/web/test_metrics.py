"""Metrics: the figures are right on both engines, name nobody, and are for a collector on this machine only."""

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select
from starlette.testclient import TestClient

from intake.adapters.metrics import Metrics
from intake.cases import reply
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.db import Database
from models.outbox import OutboxJob
from models.vocabulary import JobState
from tests.bot.talking import Citizen, with_bot
from tests.conftest import TestClock
from tests.intake.cases.test_path import answered, drafted
from tests.world import UNSURE, World

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def collector(desk: Desk, address: str = "127.0.0.1", **options: object) -> TestClient:
    given = {"meter": Metrics(desk), **options}
    app = create_app(desk, WebOptions(public_url="http://testserver", **given))  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False, client=(address, 50000))


def answer(world: World, code: str) -> None:
    drafted(world, code)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))


def samples(client: TestClient) -> Samples:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found.get((name, tuple(sorted(labels.items()))), 0.0)


def test_what_came_in_and_how_far_it_is(world: World, clock: TestClock) -> None:
    world.assigned()
    world.file()
    world.classify(UNSURE)
    clock.tick(days=2)
    code = answered(world)
    world.file()
    clock.tick(minutes=3)
    found = samples(collector(world.desk))

    assert code
    assert value(found, "langnghe_cases_received_total", channel="web") == 4
    assert value(found, "langnghe_cases_classified_total", engine="test") == 3
    assert value(found, "langnghe_cases_open", status="assigned") == 1
    assert value(found, "langnghe_cases_open", status="triage") == 1
    assert value(found, "langnghe_cases_open", status="received") == 1
    assert value(found, "langnghe_cases_overdue") == 0
    assert value(found, "langnghe_outbox_jobs", kind="classify", state="created") == 1
    assert value(found, "langnghe_outbox_jobs", kind="classify", state="delivered") == 0  # what is done is not counted
    assert value(found, "langnghe_outbox_oldest_seconds") == 180


def test_what_was_put_off_again_and_again_is_as_old_as_it_is(world: World, clock: TestClock) -> None:
    world.file()
    world.file()
    with world.desk.work() as work:
        first, second = work.session.scalars(select(OutboxJob)).all()
        first.ready_at = work.now + timedelta(hours=5)
        second.state, second.finished_at = JobState.PERMANENT, work.now
    clock.tick(hours=4)
    found = samples(collector(world.desk))

    assert value(found, "langnghe_outbox_oldest_seconds") == 4 * 3600
    assert value(found, "langnghe_cases_given_up") == 1
    assert value(found, "langnghe_watch_age_seconds") == 0


def test_a_late_case_is_overdue_and_its_answer_took_long(world: World, clock: TestClock) -> None:
    world.assigned()
    answered(world)
    clock.tick(days=40)
    found = samples(collector(world.desk))

    assert value(found, "langnghe_cases_overdue") == 1
    assert value(found, "langnghe_answer_seconds_count") == 1
    assert value(found, "langnghe_answer_seconds_bucket", le="86400.0") == 1


@pytest.mark.parametrize("days", [0.5, 4, 70])
def test_the_time_to_answer_falls_into_its_bucket(world: World, clock: TestClock, days: float) -> None:
    code = world.assigned().case.code
    clock.tick(days=days)
    answer(world, code)
    found = samples(collector(world.desk))

    seconds = days * 86_400
    assert value(found, "langnghe_answer_seconds_sum") == pytest.approx(seconds, abs=1)
    for bound in (86_400.0, 432_000.0, 5_184_000.0):
        assert value(found, "langnghe_answer_seconds_bucket", le=str(bound)) == (seconds <= bound)
    assert value(found, "langnghe_answer_seconds_bucket", le="+Inf") == 1


def test_requests_are_counted_by_template_without_codes(sqlite_world: World) -> None:
    code = sqlite_world.file().case.code
    client = collector(sqlite_world.desk)
    for _ in range(3):
        client.get(f"/cong-khai/{code}")
    client.get(f"/khong-co/{code}")
    found = samples(client)

    labels = {"method": "GET", "route": "/cong-khai/{code}"}
    assert value(found, "langnghe_http_requests_total", **labels, status="404") == 3
    assert value(found, "langnghe_http_request_seconds_count", **labels) == 3
    assert code not in client.get("/metrics").text


def test_the_build_is_named(sqlite_desk: Desk) -> None:
    found = samples(collector(sqlite_desk))

    labels = dict(next(labels for name, labels in found if name == "langnghe_build_info"))
    assert labels["rulebook"] == sqlite_desk.rulebook.version
    assert labels.keys() == {"version", "revision", "rulebook"}


def test_figures_are_counted_once_however_often_they_are_asked_for(sqlite_world: World) -> None:
    client = collector(sqlite_world.desk)
    before = samples(client)
    sqlite_world.file()

    assert value(samples(client), "langnghe_cases_received_total", channel="web") == value(
        before, "langnghe_cases_received_total", channel="web"
    )


def test_without_a_database_the_figures_of_this_process_are_still_there(sqlite_desk: Desk) -> None:
    nowhere = replace(sqlite_desk, database=Database("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    client = collector(nowhere)
    client.get("/healthz")
    found = samples(client)

    assert value(found, "langnghe_database_up") == 0
    assert value(found, "langnghe_http_requests_total", method="GET", route="/healthz", status="200") == 1


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.1", "testclient", "2001:db8::1"])
def test_nobody_from_another_machine_sees_them(sqlite_desk: Desk, address: str) -> None:
    assert collector(sqlite_desk, address).get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
def test_nobody_sees_them_through_a_proxy_on_this_machine(sqlite_desk: Desk, header: str) -> None:
    client = collector(sqlite_desk, trusted_proxies=("127.0.0.1",))

    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_without_a_meter_there_is_no_such_page(sqlite_desk: Desk) -> None:
    assert collector(sqlite_desk, meter=None).get("/metrics").status_code == 404


def test_messages_of_chats_are_counted_by_the_engine_that_understood_them(sqlite_world: World) -> None:
    with_a_chat = with_bot(sqlite_world.desk)
    Citizen(with_a_chat).files()

    found = samples(collector(sqlite_world.desk))
    assert value(found, "langnghe_messages_understood_total", engine="keywords", fault="") == 3
