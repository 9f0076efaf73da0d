"""Telling every process that something has changed: when it has been committed, and never before.

PostgreSQL carries it as a notification inside the transaction (NOTIFY). On SQLite one process does the work, so a
signal inside it is enough; that another process has written (a command beside the running system) is noticed by
SQLite's own change counter, without knowing what. This module carries short lines, apart by what they are about; it
refuses to know what they mean.
"""

import queue
import sqlite3
import time
from contextlib import suppress
from enum import StrEnum
from typing import Protocol

import psycopg
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.db import Database

EVERYTHING = "*"
"""Anything may have changed: too much for one notification, or written by somebody who does not say what."""


class About(StrEnum):
    """What is told apart, so that whoever waits for one is not woken by the other."""

    CASES = "langnghe"
    TALKS = "langnghe_talks"


_MOST_BYTES = 7900
"""A notification carries less than 8000 bytes (PostgreSQL, NOTIFY)."""

_NOTIFY = text("SELECT pg_notify(:about, :told)")
_LOOK_EVERY_SECONDS = 1.0


class HearingLost(Exception):
    """The connection that was listened on is gone; what was told meanwhile is not known."""


class Ear(Protocol):
    """Hears from the moment it is opened until it is closed."""

    def wait(self, seconds: float) -> list[str]:
        """The lines told since, after at most so many seconds; none if it was quiet. Raises HearingLost."""

    def close(self) -> None: ...


def announce(database: Database, session: Session, about: About, lines: list[str]) -> None:
    """Tell these lines if and when the session's transaction commits: at most one statement."""
    told = "\n".join(lines)
    if len(told.encode()) > _MOST_BYTES:
        told = EVERYTHING
    if not database.is_sqlite:
        session.connection().execute(_NOTIFY, {"about": about.value, "told": told})
        return

    def committed(_: Session) -> None:
        for ear in tuple(database.ears[about]):
            ear.put(told)

    event.listen(session, "after_commit", committed, once=True)


def open_ear(database: Database, about: About) -> Ear:
    """Begin to hear. Raises HearingLost when the database does not answer."""
    return _InProcess(database, about) if database.is_sqlite else _Notified(database, about)


class _Notified:
    """A connection of its own, beside the pool: it listens for as long as the process does."""

    def __init__(self, database: Database, about: About) -> None:
        arguments, options = database.engine.dialect.create_connect_args(database.url)
        try:
            self._connection = psycopg.connect(
                *arguments, **{**options, "autocommit": True, "connect_timeout": 5, "keepalives_idle": 30}
            )
            self._connection.execute(f"LISTEN {about.value}")
        except psycopg.Error as refused:
            raise HearingLost from refused

    def wait(self, seconds: float) -> list[str]:
        try:
            heard = [one.payload for one in self._connection.notifies(timeout=seconds, stop_after=1)]
        except psycopg.Error as lost:
            raise HearingLost from lost
        return [line for told in heard for line in told.split("\n")]

    def close(self) -> None:
        with suppress(psycopg.Error):
            self._connection.close()


class _InProcess:
    """The signal of this process and, every second, whether another has written."""

    def __init__(self, database: Database, about: About) -> None:
        self._database, self._told = database, queue.SimpleQueue[str]()
        self._ears = database.ears[about]
        self._writes, self._look_at = self._writes_now(), time.monotonic() + _LOOK_EVERY_SECONDS
        self._ears.add(self._told)

    def wait(self, seconds: float) -> list[str]:
        try:
            lines = self._told.get(timeout=seconds).split("\n")
        except queue.Empty:
            lines = []
        return [*lines, EVERYTHING] if self._written_elsewhere() else lines

    def close(self) -> None:
        self._ears.discard(self._told)

    def _written_elsewhere(self) -> bool:
        if time.monotonic() < self._look_at:
            return False
        before, self._writes = self._writes, self._writes_now()
        self._look_at = time.monotonic() + _LOOK_EVERY_SECONDS
        return self._writes != before

    def _writes_now(self) -> int:
        try:
            return self._database.writes_elsewhere()
        except (sqlite3.Error, SQLAlchemyError) as lost:
            raise HearingLost from lost
