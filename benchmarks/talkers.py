"""People who chat in a browser, run as a process of its own: each tells the script, again and again as somebody new.

As the page does, each sends with one connection and holds a second one open on which what is said arrives. A turn lasts
from the moment somebody begins to send until the answer has arrived there. Raw sockets and nothing else, because an
HTTP client library would cost more than the server under test. Reads a job as JSON on standard input, writes times and
its own processor time as JSON on standard output. Knows no meaning of what is said.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

_APART_SECONDS = 0.05
"""Between two who come: of connections that come all at once one web process takes all."""

_PATIENCE_SECONDS = 60.0
_THEIRS, _OURS = b'{"speaker": "citizen"', b'{"speaker": "bot"'


@dataclass
class Job:
    """``script`` has what is sent in each turn; ``pause`` are the seconds between a reply and the next message."""

    host: str
    port: int
    people: int
    seconds: float
    pause: float
    script: list[dict[str, str]]
    posts: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)


class Page:
    """The stream of one open page: how many of its reader's lines it shows, and whether the last word is ours."""

    def __init__(self, job: Job, person: str) -> None:
        self._job, self._person = job, person
        self._shown, self._ours, self._last = 0, False, b"0"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._rest = b""

    async def answered(self, turn: int) -> None:
        """Wait until the answer to this turn, counted from 1, is there."""
        while self._shown < turn or not self._ours:
            if self._reader is None:
                await self._open()
            self._read(await self._reader.read(65_536) if self._reader is not None else b"")

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(self._job.host, self._job.port)
        asked = f"GET /tro-chuyen/dong?sau={self._last.decode()} HTTP/1.1\r\nHost: bench\r\n"
        self._writer.write(f"{asked}Accept: text/event-stream\r\nCookie: {_cookie(self._person)}\r\n\r\n".encode())

    def _read(self, told: bytes) -> None:
        if not told:  # a stream ends by itself, and a browser asks again
            self.close()
        *events, self._rest = (self._rest + told).split(b"\n\n")
        for event in events:
            if b"event: line" not in event:
                continue
            self._last = event.split(b"id: ", 1)[1].split(b"\n", 1)[0]
            self._shown += _THEIRS in event
            self._ours = _OURS in event


def run(job: Job) -> dict[str, Any]:
    """Chat until the time is over."""
    return asyncio.run(_all(job))


async def _all(job: Job) -> dict[str, Any]:
    connections = []
    for _number in range(job.people):
        connections.append(await asyncio.open_connection(job.host, job.port))
        await asyncio.sleep(_APART_SECONDS)
    began, used = time.perf_counter(), time.process_time()
    ends = began + job.seconds
    await asyncio.gather(*(_people(job, number, *each, ends) for number, each in enumerate(connections)))
    took, cpu = time.perf_counter() - began, time.process_time() - used
    return {"took": took, "cpu": cpu, "posts": job.posts, "turns": job.turns}


async def _people(
    job: Job, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ends: float
) -> None:
    """One after the other, until the time is over."""
    await asyncio.sleep(job.pause * number / job.people)
    while time.perf_counter() < ends:
        person = uuid4().hex
        page = Page(job, person)
        for turn, told in enumerate(job.script, 1):
            began = time.perf_counter()
            writer.write(_message(person, number, told))
            await _taken(reader)
            posted = time.perf_counter()
            await asyncio.wait_for(page.answered(turn), _PATIENCE_SECONDS)
            job.posts.append(posted - began)
            job.turns.append(time.perf_counter() - began)
            if time.perf_counter() >= ends:
                break
            await asyncio.sleep(job.pause)
        page.close()
    writer.close()


async def _taken(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    if head.split(b" ", 2)[1] != b"204":
        raise ValueError(f"not taken: {head.splitlines()[0].decode()}")


def _message(person: str, number: int, told: dict[str, str]) -> bytes:
    """Each person comes from an address of their own: limits stay on. No two live in the same house."""
    said = {name: what.replace("{house}", str(int(person[:5], 16))) for name, what in told.items()}
    body = urlencode({**said, "sending": uuid4().hex})
    address = f"10.{number}.{person.encode()[0]}.{person.encode()[1]}"
    head = (
        f"POST /tro-chuyen HTTP/1.1\r\nHost: bench\r\nX-Chat: 1\r\nX-Forwarded-For: {address}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    )
    return f"{head}Cookie: {_cookie(person)}\r\n\r\n{body}".encode()


def _cookie(person: str) -> str:
    return f"langnghe_tro_chuyen={person}"


if __name__ == "__main__":
    json.dump(run(Job(**json.load(sys.stdin))), sys.stdout)
