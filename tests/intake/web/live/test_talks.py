"""An open chat page: it is told that something was said, by whichever process, and does not have to look."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from intake.web.live import talks
from models.db import Database
from tests.bot.talking import STORY, Citizen, with_bot
from tests.intake.web.live.server import Live, Stream, serving
from tests.world import World

_NEVER = 600.0
_SOON = 0.1


@pytest.fixture
def unlooking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages would not look by themselves while anybody waits."""
    monkeypatch.setattr(talks, "HEARING_LOOKS_SECONDS", _NEVER)
    monkeypatch.setattr(talks, "DEAF_LOOKS_SECONDS", _NEVER)


@pytest.fixture
def live(world: World, unlooking: None) -> Iterator[Live]:
    with serving(replace(world, desk=with_bot(world.desk))) as running:
        yield running


@pytest.fixture
def live_on_a_file(sqlite_world: World, unlooking: None) -> Iterator[Live]:
    """The same on SQLite, where the file is asked whether others have written."""
    with serving(replace(sqlite_world, desk=with_bot(sqlite_world.desk))) as running:
        yield running


def reading(live: Live, person: str) -> Stream:
    once = httpx.Limits(max_keepalive_connections=0)
    stream, client = Stream(), httpx.Client(base_url=live.address, timeout=60, limits=once)
    client.cookies.set("langnghe_tro_chuyen", person)
    response = client.send(client.build_request("GET", "/tro-chuyen/dong"), stream=True)
    threading.Thread(target=stream.read, args=[response], daemon=True).start()
    live.streams.append(stream)
    return stream


def said(stream: Stream) -> tuple[str, str]:
    line = json.loads(stream.next()[1])
    return line["speaker"], line["said"]


def test_what_is_said_is_read_at_once_whichever_process_said_it(live: Live) -> None:
    citizen = Citizen(live.world.desk)
    stream, another = reading(live, citizen.name), reading(live, "u2")

    citizen.says(STORY)
    assert said(stream) == ("citizen", STORY)
    assert "đúng không?" in said(stream)[1]

    elsewhere = Database(live.world.desk.database.url.render_as_string(hide_password=False))
    citizen.desk = replace(citizen.desk, database=elsewhere)
    citizen.chooses("yes")
    elsewhere.dispose()
    said(stream)
    assert "họ tên" in said(stream)[1]
    assert another.events.empty(), "what is said to one is read by nobody else"


def test_a_file_that_cannot_be_read_for_a_moment_makes_nobody_deaf(
    live_on_a_file: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = live_on_a_file
    monkeypatch.setattr(talks, "_AFTER_FAULT_SECONDS", _SOON)
    asks, refused = Database.writes_elsewhere, threading.Event()

    def fail_once(database: Database) -> int:
        if refused.is_set():
            return asks(database)
        refused.set()
        raise sqlite3.OperationalError("disk I/O error")

    citizen = Citizen(live.world.desk)
    stream = reading(live, citizen.name)
    citizen.says(STORY)
    assert said(stream) == ("citizen", STORY)
    said(stream)
    monkeypatch.setattr(Database, "writes_elsewhere", fail_once)
    assert refused.wait(30)

    citizen.chooses("yes")
    said(stream)
    assert "họ tên" in said(stream)[1]
