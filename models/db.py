"""Sessions on SQLite and PostgreSQL behind one small face: ``writing()`` and ``reading()``.

SQLite, as measured: WAL, one write lock for the process and then BEGIN IMMEDIATE (deferred transactions fail
with "locked" whatever the busy timeout), and reads on connections that cannot write. PostgreSQL: one pool.
This module knows engines and transactions; it refuses to know any table.
"""

import queue
import re
import select
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import Session

_BUSY_SECONDS = 30
_WORD = re.compile(r"[^\W_]+")
_RESTS_SINCE = "rests since"
_ASK_AFTER_SECONDS = 5.0
_WAL_TRIES = 200
_WAL_PAUSE_SECONDS = 0.05


class Database:
    """One database, for the life of a process (after a fork: ``dispose``)."""

    def __init__(self, url: str, *, pool_size: int = 40) -> None:
        self.url, options = _with_options(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.ears = defaultdict[str, set[queue.SimpleQueue[str]]](set)
        """Who in this process hears what was committed, by what it is about; see ``models.bulletin``."""
        self._write_lock = threading.RLock()
        if self.is_sqlite:
            self.engine = _sqlite_engine(url, read_only=False, pool_size=1)
            self._read_engine = _sqlite_engine(url, read_only=True, pool_size=pool_size)
        else:
            self.engine = _postgres_engine(self.url, options, pool_size=pool_size)
            self._read_engine = self.engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on any exception."""
        lock = self._write_lock if self.is_sqlite else nullcontext()
        with lock, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def reading(self) -> AbstractContextManager[Session]:
        """A session that cannot write."""
        return self._reading()

    def snapshot(self) -> AbstractContextManager[Session]:
        """A reading session in which the whole database stands still, however long it lasts."""
        return self._reading(isolation_level="REPEATABLE READ")

    @contextmanager
    def _reading(self, **options: str) -> Iterator[Session]:
        """On PostgreSQL it ends with COMMIT: at a ROLLBACK psycopg forgets every statement it has prepared on the
        connection, and the server then parses and plans each of them anew. The session, which flushes before it
        commits, is not asked.
        """
        with Session(self._read_engine, autoflush=False) as session:
            if self.is_sqlite:  # its connections cannot write, and a transaction reads one moment of the log
                yield session
                return
            session.connection(execution_options={"postgresql_readonly": True, **options})
            yield session
            session.connection().connection.commit()

    def writes_elsewhere(self) -> int:
        """A number that changes whenever another process has written to this SQLite file (PRAGMA data_version).

        It is asked of the one connection that writes, because that one does not count its own commits.
        """
        with self._write_lock, closing(self.engine.raw_connection()) as connection:
            number: int = connection.cursor().execute("PRAGMA data_version").fetchone()[0]
            return number

    def dispose(self) -> None:
        """Close every connection; needed after a fork and before a file is moved."""
        self.engine.dispose()
        self._read_engine.dispose()


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _with_options(url: str) -> tuple[URL, dict[str, Any]]:
    """The address, and what it asks of psycopg that is no text: after how many times it prepares a statement.

    ``?prepare_threshold=none`` prepares nothing, for a pooler that knows no prepared statements.
    """
    asked = make_url(url)
    if "prepare_threshold" not in asked.query:
        return asked, {}
    threshold = str(asked.query["prepare_threshold"])
    times = int(threshold) if threshold.isdigit() else None
    return asked.difference_update_query(["prepare_threshold"]), {"prepare_threshold": times}


def _postgres_engine(url: URL, options: dict[str, Any], *, pool_size: int) -> Engine:
    """Each connection is looked at before it is used: one that the server has closed is replaced.

    A server that ends says so on the socket, which costs nothing to see. What a silent network has lost shows only
    when something is asked, and that is done after a time of rest: asked before every transaction, it is a tenth of
    what the transaction costs.
    """
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, hide_parameters=True, connect_args=options)

    def on_checkin(_connection: Any, record: Any) -> None:
        record.info[_RESTS_SINCE] = time.monotonic()

    def on_checkout(connection: Any, record: Any, _proxy: object) -> None:
        rests_since = record.info.get(_RESTS_SINCE)
        try:
            if rests_since is None:  # just opened
                return
            if _has_something_to_say(connection):
                raise DisconnectionError
            if time.monotonic() > rests_since + _ASK_AFTER_SECONDS:
                engine.dialect.do_ping(connection)
        except psycopg.Error as lost:
            raise DisconnectionError from lost

    event.listen(engine, "checkin", on_checkin)
    event.listen(engine, "checkout", on_checkout)
    return engine


def _has_something_to_say(connection: Any) -> bool:
    """Whether the server has sent anything on a connection that asked nothing: as a rule, that it is closed."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _sqlite_engine(url: str, *, read_only: bool, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,  # a fault names its statement in the log, never a citizen's words
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see on_begin
        _turn_on_wal(connection)
        connection.execute("PRAGMA synchronous=NORMAL" if read_only else "PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What was deleted or sealed must not lie on in free pages, nor in a journal that was carried over.
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA journal_size_limit=0")
        connection.create_function("holds_word", 2, _holds_word, deterministic=True)
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    def on_begin(connection: Connection) -> None:
        _begin(connection, "BEGIN" if read_only else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def _begin(connection: Connection, words: str) -> None:
    """Asked of the driver itself: every transaction begins so, and it is a tenth of the work. Raises DBAPIError."""
    try:
        connection.connection.cursor().execute(words)
    except sqlite3.Error as fault:
        raise DBAPIError.instance(words, None, fault, sqlite3.Error, hide_parameters=True) from fault


def _holds_word(text: str | None, beginning: str) -> int:
    """For ``models.search``: 1 if some word of the text begins so."""
    return int(text is not None and any(word.startswith(beginning) for word in _WORD.findall(text)))


def _turn_on_wal(connection: Any) -> None:
    """Write-ahead logging. Switching it on ignores the busy time-out, so that is waited for here."""
    for _ in range(_WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:  # another process is just switching it on
            time.sleep(_WAL_PAUSE_SECONDS)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")
