"""Filling a migrated, empty database with a generated province.

Work is cut into numbered parts, each drawn from its own seeded source, so two processes make the same province
as one. Every part is one transaction; a run that was stopped leaves a database to be thrown away.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from multiprocessing import get_context
from random import Random

from sqlalchemy import text

from benchmarks.seed.limits import Limits
from benchmarks.seed.people import SINCE, make_people
from benchmarks.seed.plan import LONGEST, draw
from benchmarks.seed.rows import Rows
from benchmarks.seed.story import Teller, Told
from benchmarks.seed.writing import write
from models.crypto import Keyring
from models.db import Database
from routing.rulebook import Rulebook

PART = 2_000
MOST = 1_000_000


class NotEmpty(Exception):
    """The database already holds units or cases; a generated province is never mixed with a real one."""


@dataclass(frozen=True)
class Order:
    """What is to be made. ``until`` is the moment at which the generated province stands."""

    url: str
    keyring: Keyring
    cases: int
    seed: int
    until: datetime

    @property
    def since(self) -> datetime:
        return max(datetime(SINCE.year, SINCE.month, SINCE.day, tzinfo=UTC), self.until - LONGEST)

    @property
    def parts(self) -> range:
        return range(-(-self.cases // PART))


def fill(order: Order, *, processes: int = 1) -> Iterator[int]:
    """Fill the database; yields how many cases there are after each part. Raises NotEmpty."""
    if not 1 <= order.cases <= MOST:
        raise ValueError(f"from 1 to {MOST} cases, because a day has a million codes")
    database = Database(order.url, pool_size=1)
    try:
        _refuse_unless_empty(database)
        with database.engine.begin() as connection:
            write(connection, make_people(order.seed)[1])
        yield from accumulated(_parts(order, processes))
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
    finally:
        database.dispose()


def accumulated(counts: Iterator[int]) -> Iterator[int]:
    total = 0
    for count in counts:
        total += count
        yield total


def _parts(order: Order, processes: int) -> Iterator[int]:
    if processes == 1:
        yield from (fill_part(order, part) for part in order.parts)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(fill_part, repeat(order), order.parts)


def fill_part(order: Order, part: int) -> int:
    """Write one part in one transaction; returns its number of cases."""
    teller, rng, rows = _teller(order), Random(f"{order.seed}:{part}"), Rows()
    numbers = range(part * PART, min(order.cases, (part + 1) * PART))
    for number in numbers:
        plan = draw(number, order.cases, rng, teller.people, order.until, order.since)
        Told(teller, plan, rng, rows).tell()
    database = _database(order.url)
    with database.engine.begin() as connection:
        write(connection, rows)
    return len(numbers)


_kept: dict[str, Database] = {}
_tellers: dict[tuple[str, int], Teller] = {}


def _database(url: str) -> Database:
    if url not in _kept:
        _kept[url] = Database(url, pool_size=1)
    return _kept[url]


def _teller(order: Order) -> Teller:
    key = order.url, order.seed
    if key not in _tellers:
        people = make_people(order.seed)[0]
        _tellers[key] = Teller(people, order.keyring, Limits(Rulebook.shipped()), order.until)
    return _tellers[key]


def _refuse_unless_empty(database: Database) -> None:
    with database.engine.connect() as connection:
        for table in ("unit", '"case"'):
            if connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None:  # noqa: S608 - ours
                raise NotEmpty(table)
