"""A PostgreSQL server of a test's own, so that it may be killed and started again as a power cut does."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import leave_out
from tests.faults.gate import free_port

_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class OwnPostgres:
    """A cluster in a folder of its own, answering on one port of this machine without passwords."""

    programs: Path
    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1"
        self.run("pg_ctl", "-D", str(self.data), "-w", "-o", options, "-l", str(self.data / "log"), "start")

    def crash(self) -> None:
        """Stop without finishing anything; the next start has to recover from the write-ahead log."""
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def run(self, program: str, *arguments: str) -> None:
        """PostgreSQL refuses to run as root, so then it runs as its own user."""
        as_whom = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_whom, str(self.programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self.data, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """A fresh cluster, started; removed at the end."""
    data = Path(tempfile.mkdtemp(prefix="langnghe-postgres-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(data, user.pw_uid, user.pw_gid)
    server = OwnPostgres(_programs(), data, free_port())
    try:
        server.run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
        server.crash()
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _programs() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"))
    if not versions:
        leave_out("PostgreSQL", "không có initdb (apt install postgresql)")
    return versions[-1].parent
