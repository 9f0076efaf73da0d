"""What a worker is called in the rows it holds, so that another process of its host can see that it is no more.

A name has the host, the process and when that was started, because numbers of processes come again: in a container
that is started anew they are all the same.
"""

import os
import time
from pathlib import Path

_HOST_MAX = 30
_STARTED = 19
"""Of what stands behind the command in ``/proc/PID/stat``: when the process was started, in ticks since the boot."""


def worker_name(role: str = "") -> str:
    """A name that no other worker has, of this process or another."""
    pid, made = os.getpid(), time.time_ns() % 1_000_000
    return f"{_host()}:{pid}:{_started(pid)}:{made}:{role}"


def is_gone(worker: str) -> bool:
    """Whether a worker ran in a process of this host that is no more; of other hosts nothing is known.

    Two containers may bear one host's name and not see each other's processes: whoever asks must be able to be wrong.
    """
    host, *rest = worker.split(":")
    known = host == _host() and len(rest) > 1 and rest[0].isdecimal()
    return known and rest[1] != _started(int(rest[0]))


def _host() -> str:
    return os.uname().nodename.replace(":", "")[:_HOST_MAX]


def _started(pid: int) -> str:
    """Empty for a process that is not there."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()[_STARTED]
    except OSError:
        return ""
