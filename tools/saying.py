"""How a set-up script talks: one sentence in Vietnamese and English instead of a traceback.

Knows how to run a command with its output in a log file and to tell a missing network, a full disk and a
forbidden folder from other faults. Knows nothing of what is being set up.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "log" / "setup.log"

_NETWORK = re.compile(
    r"Temporary failure in name resolution|Name or service not known|Network is unreachable"
    r"|NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Connection refused|ProxyError"
    r"|Failed to establish a new connection|Connection reset|Max retries exceeded"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT"
)
_DISK_FULL = re.compile(r"No space left on device|ENOSPC")
_FORBIDDEN = re.compile(r"Permission denied|Read-only file system|EACCES|EROFS|EPERM")


class SetupFailed(Exception):
    """A set-up step can't go on; carries the sentence to show in both languages."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.vietnamese = vietnamese
        self.english = english


def failure(output: str, *, doing: tuple[str, str]) -> SetupFailed:
    """The one sentence for a failed command, from what it printed."""
    if _DISK_FULL.search(output):
        return SetupFailed(
            f"{doing[0]}: ổ đĩa đã đầy. Xin dọn bớt rồi chạy lại lệnh này.",
            f"{doing[1]}: the disk is full. Free some space and run the same command again.",
        )
    if _NETWORK.search(output):
        return SetupFailed(
            f"{doing[0]}: không kết nối được mạng. Lần cài đầu tiên cần Internet; xin nối mạng rồi chạy lại.",
            f"{doing[1]}: no network. The first set-up needs the Internet; connect and run it again.",
        )
    if _FORBIDDEN.search(output):
        return SetupFailed(
            f"{doing[0]}: không ghi được vào thư mục {ROOT}. Xin kiểm tra quyền ghi.",
            f"{doing[1]}: the folder {ROOT} can't be written to. Check its permissions.",
        )
    last_words = output.strip().rpartition("\n")[2][:160] or "?"
    return SetupFailed(
        f"{doing[0]}: không thành công ({last_words}). Chi tiết ở {LOG.relative_to(ROOT)}.",
        f"{doing[1]}: failed ({last_words}). Details are in {LOG.relative_to(ROOT)}.",
    )


def run_quietly(command: Sequence[str | Path], *, doing: tuple[str, str], env: Mapping[str, str] | None = None) -> str:
    """Run a command in the project's folder, keep its output in the log, return it; raise `SetupFailed`."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n{done.stdout}\n")
    if done.returncode != 0:
        raise failure(done.stdout, doing=doing)
    return done.stdout


def say(vietnamese: str, english: str) -> None:
    """Tell the person at the terminal what is happening, in both languages."""
    print(f"{vietnamese} / {english}", flush=True)


def speak_plainly(step: Callable[[], None]) -> int:
    """Run a set-up step; turn an expected failure into its sentence and the exit code 1."""
    try:
        step()
    except SetupFailed as failed:
        print(f"\n{failed.vietnamese}\n{failed.english}", file=sys.stderr)
        return 1
    except OSError as error:
        told = failure(str(error), doing=("Cài đặt", "Set-up"))
        print(f"\n{told.vietnamese}\n{told.english}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nĐã dừng theo yêu cầu. / Stopped as asked.", file=sys.stderr)
        return 130
    return 0
