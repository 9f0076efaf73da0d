"""The main job on each engine with the real commands: PostgreSQL with RabbitMQ, PostgreSQL with Redis, SQLite alone."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import select

from intake.cases import handling, reply
from intake.cases.actor import Actor, holder_of
from models.case import Case
from models.crypto import Keyring
from models.history import Anchor
from models.vocabulary import EventType
from tests.faults.brokers import RABBITMQ, rabbitmq_host, redis_server
from tests.faults.checks import check_everything
from tests.faults.engine import WORDS, Engine, installation, postgres
from tests.faults.waiting import until
from tests.intake.adapters.post_office import PostOffice, texts


@pytest.fixture
def office() -> Iterator[PostOffice]:
    post_office = PostOffice().open()
    yield post_office
    post_office.close()


@pytest.fixture(params=["PostgreSQL and RabbitMQ", "PostgreSQL and Redis", "SQLite alone"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring, trained: Path, office: PostOffice, worker_id: str
) -> Iterator[Engine]:
    """Everything that this engine consists of, started by its commands."""
    with ExitStack() as stack:
        database_url = broker_url = ""
        if "PostgreSQL" in request.param:
            database_url = stack.enter_context(postgres())
        if "RabbitMQ" in request.param:
            host = stack.enter_context(rabbitmq_host(f"langnghe-journey-{worker_id}-{os.getpid()}"))
            broker_url = f"amqp://guest:guest@{RABBITMQ[0]}:{RABBITMQ[1]}/{host}"
        if "Redis" in request.param:
            broker_url = f"redis://127.0.0.1:{stack.enter_context(redis_server())}/0"
        running = stack.enter_context(
            installation(
                tmp_path / "home",
                keyring,
                trained,
                database_url=database_url,
                broker_url=broker_url,
                smtp_url=office.address,
            )
        )
        if broker_url:
            running.start_engine()
            running.start("beat")
        running.start_web()
        yield running


def test_a_citizens_words_become_an_answer_in_their_mailbox(engine: Engine, office: PostOffice) -> None:
    world = engine.world
    with engine.client() as client:
        who = {
            "name": "Trần Thị Lụa",
            "phone": "0912345678",
            "email": "lua@example.com",
            "address": "Ấp 3, xã Long Hữu",
        }
        receipt = client.post("/api/v1/feedback", json={"content": WORDS, **who}).raise_for_status().json()
        code = receipt["code"]

        def follow() -> httpx.Response:
            return client.get(f"/api/v1/feedback/{code}", headers={"X-Case-Key": receipt["key"]}).raise_for_status()

        until("the case is with a unit", lambda: follow().json()["classification"] == "done")
        assert follow().json()["department"] == "Sở Xây dựng"

        with world.desk.work(world.handler) as work:
            handling.accept(work, work.lock(code))
            handling.ask(work, work.lock(code), question="Đoạn nào của đường tỉnh ạ?")
        with world.desk.work(citizen_of(engine, code)) as work:
            handling.answer(work, work.lock(code), text="Đoạn trước chợ Long Châu.")
        with world.desk.work(world.handler) as work:
            reply.save_draft(work, work.lock(code), text="Sở vá xong trước ngày 30/11/2026.")
            reply.submit_for_approval(work, work.lock(code))
        with world.desk.work(world.leader) as work:
            reply.approve(work, work.lock(code))

        seen = follow().json()
        assert seen["status"] == "answered"
        assert "Sở vá xong" in seen["reply"]["text"]
        assert EventType.ISSUED in {entry["event"] for entry in seen["timeline"]}

    until("the clock's first work is done", lambda: anchored(engine))
    engine.settle()
    check_everything(engine.desk, [code], office.accepted)
    assert [str(letter["Subject"]).split(" (")[0] for letter in office.accepted] == [
        "Đã nhận phản ánh của ông/bà",
        "Phản ánh của ông/bà đã được chuyển cơ quan giải quyết",
        "Cán bộ cần ông/bà cho biết thêm",
        "Đã có trả lời cho phản ánh của ông/bà",
    ]
    assert "Sở vá xong trước ngày 30/11/2026." in texts(office)[-1]
    names_nobody(engine, [*who.values(), WORDS, WORDS[:20], receipt["key"], "Đoạn trước chợ", "Sở vá xong"])


def names_nobody(engine: Engine, secrets: list[str]) -> None:
    """No process has written into its log who wrote, what, or the key that opens the case."""
    for process in engine.running:
        lines = process.log.read_text()
        spelled = [
            secret for word in secrets for secret in (word, json.dumps(word)[1:-1], quote(word)) if secret in lines
        ]
        assert not spelled, process.name
    assert any('"event": "job.done"' in process.log.read_text() for process in engine.running)


def citizen_of(engine: Engine, code: str) -> Actor:
    """Whoever holds the key of this case."""
    with engine.desk.look() as work:
        return holder_of(work.session.scalars(select(Case.id).where(Case.code == code)).one())


def anchored(engine: Engine) -> bool:
    with engine.desk.look() as work:
        return work.session.scalar(select(Anchor.id)) is not None
