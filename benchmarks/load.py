"""The load generator, run as a process of its own: N connections, each sending its next request after the answer.

Raw sockets and nothing else, because an HTTP client library would cost more than the server under test. Reads a
job as JSON on standard input, writes times and statuses as JSON on standard output. Knows no meaning of a request.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

_APART_SECONDS = 0.05


@dataclass
class Outcome:
    """What came back: seconds for each request, and how often each status."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Send ``job["requests"]`` (each ``{method, path, headers, body}``) to ``host:port`` until ``seconds`` are over."""
    outcome = Outcome()
    began = time.perf_counter()
    asyncio.run(_all(job, outcome))
    took = time.perf_counter() - began
    return {"took": took, "seconds": outcome.seconds, "statuses": outcome.statuses, "bodies": outcome.bodies}


async def _all(job: dict[str, Any], outcome: Outcome) -> None:
    waiting = iter([_bytes(request) for request in job["requests"]])
    ends = time.perf_counter() + job["seconds"]

    async def connection(number: int) -> None:
        # One after the other, as people come: of connections that come all at once one web process takes all.
        await asyncio.sleep(number * _APART_SECONDS)
        reader, writer = await asyncio.open_connection(job["host"], job["port"])
        for request in waiting:
            if time.perf_counter() >= ends:
                break
            await _exchange(reader, writer, request, outcome, keep=job.get("keep", False))
        writer.close()

    await asyncio.gather(*(connection(number) for number in range(job["connections"])))


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, outcome: Outcome, *, keep: bool
) -> None:
    began = time.perf_counter()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(_length(head))
    outcome.seconds.append(time.perf_counter() - began)
    status = int(head.split(b" ", 2)[1])
    outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
    if keep:
        outcome.bodies.append(body.decode())


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    return 0


def _bytes(request: dict[str, Any]) -> bytes:
    body = str(request.get("body", "")).encode()
    lines = [f"{request['method']} {request['path']} HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in request.get("headers", {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
