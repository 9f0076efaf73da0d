"""Where processor time goes while a load runs: in the web, in relay and workers, in PostgreSQL, in the load itself.

Read from ``/proc`` before and after, so it knows only what runs on this machine. What nobody is named for is Redis,
RabbitMQ, the kernel and whoever else works here.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg

_TICKS = os.sysconf("SC_CLK_TCK")
_NOT_BUSY = (3, 4)
"""Of the times of ``/proc/stat``: idle, and waiting for a disk."""


def of_processes(pids: Iterable[str]) -> float:
    """Seconds used so far by all threads of these processes; of one that has ended nothing is known."""
    used = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        used += int(fields[11]) + int(fields[12])
    return used / _TICKS


def family(pid: int) -> list[str]:
    """A process and everything it started that still runs."""
    try:
        told = [task.read_text().split() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [str(pid), *(one for child in told for number in child for one in family(int(number)))]


def of_postgres(server: str, database: str) -> float:
    """Seconds used by a server's connections to this database, and by what writes its log and pages."""
    asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s OR datname IS NULL"
    with psycopg.connect(server, autocommit=True) as connection:
        return of_processes(str(pid) for (pid,) in connection.execute(asked, [database]).fetchall())


def pace() -> float:
    """Milliseconds of a processor for a million steps of plain Python.

    A shared machine is three times as fast on one day as on another; figures of two days are compared by this.
    """
    began, counted = time.thread_time(), 0
    for step in range(1_000_000):
        counted += step
    return (time.thread_time() - began) * 1000


def of_machine() -> float:
    """Seconds in which a processor of this machine was busy, since it was started."""
    times = [int(ticks) for ticks in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(times) - sum(times[at] for at in _NOT_BUSY)) / _TICKS
