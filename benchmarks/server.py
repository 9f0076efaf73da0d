"""The real product as a process: started as an administrator would, watched from outside through ``/proc``."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks import processor

ROOT = Path(__file__).resolve().parents[1]
_LANGNGHE = Path(sys.executable).with_name("langnghe")
_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running ``langnghe run``. ``started_in``: seconds from the command to the first answered page."""

    port: int
    pid: int
    started_in: float

    @property
    def cpu_seconds(self) -> float:
        """Processor time used so far, by all its threads and processes."""
        return processor.of_processes(processor.family(self.pid))

    @property
    def resident_mb(self) -> float:
        """Of the process and those it started."""
        pids = processor.family(self.pid)
        lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
        return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


@contextmanager
def running(home: Path, database_url: str = "", *, processes: int = 1, **settings: str) -> Iterator[Server]:
    """Start the web (with its relay, unless a broker is named) and stop it at the end."""
    port = free_port()
    named = {
        "HOME": str(home),
        "PORT": str(port),
        "DATABASE_URL": database_url,
        "TRUSTED_PROXIES": "127.0.0.1",
        "DEMO": "0",
    }
    began = time.perf_counter()
    with started("run", named | settings, "--processes", str(processes)) as process:
        _until_answered(port, process)
        yield Server(port, process.pid, time.perf_counter() - began)


@contextmanager
def started(command: str, settings: dict[str, str], *more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """One ``langnghe`` command, ended with SIGTERM."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANGNGHE_")}
    environment = ours | {f"LANGNGHE_{name}": value for name, value in settings.items()}
    log = ROOT / "var" / "bench" / f"{command}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen([_LANGNGHE, command, *more], cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_answered(port: int, process: "subprocess.Popen[bytes]") -> None:
    ends = time.perf_counter() + _PATIENCE
    while time.perf_counter() < ends:
        if process.poll() is not None:
            raise RuntimeError("the server ended; see var/bench/run.log")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.02)
    raise TimeoutError("the server did not answer; see var/bench/run.log")
