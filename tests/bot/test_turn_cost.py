"""What a turn asks of the database: a budget, so that a look too many is noticed when it is added."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from bot import turn
from intake.cases import webchat
from intake.cases.perform import hear_together, perform
from intake.cases.work import Desk
from tests.bot.talking import STORY, Citizen, Noting, with_bot
from tests.world import SURE, Said, World

KEEPING, HEARING, FILING, READING = 2, 10, 16, 1
"""Statements to keep a message, to hear and answer one, to hear the one that files a case, and to read what is new."""
COMMITS = 3
"""Keeping it, claiming it, and the turn."""
AT_ONCE, COMMITS_AT_ONCE = 9, 2
"""Keeping a message and hearing it in the same process."""
TOGETHER = 7
"""Hearing eight people who are in the middle of a conversation, in one transaction."""


class Counted:
    """Statements and commits that write; the words around a transaction are no statements."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.commits = 0


@contextmanager
def counted(desk: Desk) -> Iterator[Counted]:
    seen = Counted()
    engines = {desk.database.engine, desk.database._read_engine}

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.split(maxsplit=1)[0] not in ("BEGIN", "SAVEPOINT", "RELEASE"):
            seen.statements.append(statement)

    def on_commit(_connection: Any) -> None:
        seen.commits += 1

    for engine in engines:
        event.listen(engine, "before_cursor_execute", on_statement)
    event.listen(desk.database.engine, "commit", on_commit)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", on_statement)
    event.remove(desk.database.engine, "commit", on_commit)


@pytest.fixture
def talking(sqlite_world: World) -> Desk:
    return with_bot(sqlite_world.desk)


def test_a_turn_asks_little_of_the_database(talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    citizen.chooses("yes")

    with counted(talking) as keeping:
        citizen.send("Trần Thị Bé")
    with counted(talking) as turn:
        citizen.is_heard()
    with counted(talking) as reading, talking.look() as work:
        said = webchat.said(work, citizen.name, after=2)

    assert "số điện thoại" in (said[-1][0].text or "")
    assert len(reading.statements) <= READING, "\n".join(reading.statements)
    assert len(keeping.statements) <= KEEPING, "\n".join(keeping.statements)
    assert len(turn.statements) <= HEARING, "\n".join(turn.statements)
    assert keeping.commits + turn.commits <= COMMITS


def test_a_turn_of_the_process_that_kept_the_message_asks_less(talking: Desk) -> None:
    here = Noting()
    citizen = Citizen(talking)
    citizen.says(STORY)
    citizen.desk = replace(talking, at_once=here)
    with citizen.desk.look():
        pass  # it knows the calendar now

    with counted(talking) as turn:
        citizen.send(choice="yes")
        assert perform(citizen.desk, Said(SURE), here.taken.pop())

    assert "họ tên" in citizen.news()[-1]
    assert len(turn.statements) <= AT_ONCE, "\n".join(turn.statements)
    assert turn.commits == COMMITS_AT_ONCE


def test_filing_a_case_asks_little_more(talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    for told in ("đúng", "Trần Thị Bé", "0912 345 678", "xong", "đồng ý"):
        citizen.says(told)
    citizen.send("gửi")

    with counted(talking) as turn:
        citizen.is_heard()

    assert "PA-" in "\n".join(citizen.news())
    assert len(turn.statements) <= FILING, "\n".join(turn.statements)


def test_eight_people_who_wait_cost_one_transaction(talking: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_TOGETHER_SECONDS", 60)
    here = Noting()
    people = [Citizen(talking, f"p{number}") for number in range(8)]
    for person in people:
        person.says(STORY)
        person.desk = replace(talking, at_once=here)
        person.send(choice="yes")

    with counted(talking) as hearing:
        assert hear_together(talking, Said(SURE), here.taken) == []

    assert all("họ tên" in person.news()[-1] for person in people)
    assert len(hearing.statements) <= TOGETHER, "\n".join(hearing.statements)
    assert hearing.commits == 1


def test_what_twenty_people_wrote_is_claimed_at_once(talking: Desk) -> None:
    people = [Citizen(talking, f"p{number}") for number in range(20)]
    for person in people:
        person.send(STORY)

    with counted(talking) as turns:
        people[0].is_heard()

    assert turns.commits == 1 + len(people)
