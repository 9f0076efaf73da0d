"""The product itself, started from nothing with the demo province, for tools that look at it from outside.

Knows a process, a folder that is thrown away afterwards, and the doors into it: the sample password and, for
cases chosen by status, the code and key a citizen would hold.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import select

from intake.cases.keys import case_key
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.case import Case
from models.vocabulary import CaseStatus
from tools.saying import ROOT, SetupFailed

STORY = (
    "Cầu bê tông qua rạch ở ấp Long Trị, xã Long Hữu bị gãy một bên lan can đã hơn hai tuần. Buổi tối không có đèn, "
    "học sinh đi xe đạp qua rất nguy hiểm. Xin cơ quan cho người xuống sửa."
)
"""What somebody of the demo province would file."""

_PATIENCE_SECONDS = 900
"""A minute on an idle machine, many on a busy one; a start that has failed ends by itself and is told at once."""
_ANSWER_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo province: ``address`` without a trailing slash."""

    address: str
    home: Path

    @property
    def password(self) -> str:
        """The one password of all sample accounts."""
        password: str = json.loads((self.home / "demo.json").read_text())["password"]
        return password

    def keys(self) -> dict[str, tuple[str, str]]:
        """Code and key of one case for each status there is, and of restricted ones apart."""
        desk = open_desk(Settings(home=self.home, demo=True))
        found: dict[str, tuple[str, str]] = {}
        with desk.look() as work:
            for case in work.session.scalars(select(Case).order_by(Case.received_at.desc())):
                name = f"restricted-{case.status}" if case.restricted else str(case.status)
                found.setdefault(name, (case.code, case_key(work, case)))
        desk.database.dispose()
        order = {status.value: number for number, status in enumerate(CaseStatus)}
        return dict(sorted(found.items(), key=lambda entry: order.get(entry[0], len(order))))


@contextmanager
def running_demo() -> Iterator[Demo]:
    """Start the demo on a free port in a folder of its own; stop it and remove the folder at the end."""
    with tempfile.TemporaryDirectory(prefix="langnghe-") as folder:
        home, port = Path(folder), _free_port()
        own = {name: value for name, value in os.environ.items() if not name.startswith("LANGNGHE_")}
        own |= {"LANGNGHE_HOME": folder, "LANGNGHE_PORT": str(port), "LANGNGHE_DEMO": "1"}
        with (home / "server.log").open("w") as log:
            command = [str(Path(sys.executable).parent / "langnghe"), "run"]
            server = subprocess.Popen(command, cwd=ROOT, env=own, stdout=log, stderr=subprocess.STDOUT)
        try:
            demo = Demo(f"http://localhost:{port}", home)
            _wait_for(demo, server)
            yield demo
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(demo: Demo, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            # The port is taken before the province is loaded, so an answer means that all of it is there.
            httpx.get(f"{demo.address}/tro-giup", timeout=_ANSWER_SECONDS)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    said = (demo.home / "server.log").read_text(encoding="utf-8").strip().rpartition("\n")[2]
    raise SetupFailed(f"Bản trình diễn không khởi động được: {said}", f"The demo did not start: {said}")
