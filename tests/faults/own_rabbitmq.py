"""A RabbitMQ node of a test's own, so that it may be killed and started again as a power cut does."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import amqp

from tests.conftest import leave_out
from tests.faults.gate import free_port
from tests.faults.waiting import until

_DEBIAN = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class OwnRabbitmq:
    """A node in a folder of its own, answering on one port of this machine; its queues lie on disk."""

    def __init__(self, folder: Path, program: str) -> None:
        self._folder, self._program = folder, program
        self.port, self._apart = free_port(), free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        own = {
            "HOME": self._folder,
            "RABBITMQ_NODENAME": f"langnghe{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": self.port,
            "RABBITMQ_DIST_PORT": self._apart,
            "RABBITMQ_MNESIA_BASE": self._folder / "data",
            "RABBITMQ_LOG_BASE": self._folder / "log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self._folder / "plugins",
            "RABBITMQ_CONFIG_FILE": self._folder / "none",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",
        }
        self._server = subprocess.Popen(
            [self._program],
            env=os.environ | {name: str(value) for name, value in own.items()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until("RabbitMQ answers", self._answers, seconds=60)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()

    def _answers(self) -> bool:
        try:
            with amqp.Connection(f"127.0.0.1:{self.port}", connect_timeout=2):
                return True
        except (OSError, amqp.AMQPError):
            return False


@contextmanager
def own_rabbitmq() -> Iterator[OwnRabbitmq]:
    """A fresh node, started; killed and removed at the end."""
    program = str(_DEBIAN) if _DEBIAN.exists() else shutil.which("rabbitmq-server")
    if program is None:
        leave_out("RabbitMQ", "chưa cài (apt install rabbitmq-server)")
        return
    folder = Path(tempfile.mkdtemp(prefix="langnghe-rabbitmq-"))
    server = None
    try:
        server = OwnRabbitmq(folder, program)
        yield server
    finally:
        if server is not None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
