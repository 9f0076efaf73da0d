"""Builds the Python environment `.venv` from the pinned requirements.

Run by the system's Python before anything is installed, so it uses the standard library alone. Knows three
layers: `base` (what runs), `dev` (tests and checks) and `node` (only where no npm is on PATH). Each layer is
installed again only when its pins, the interpreter or the folder changed.
"""

import hashlib
import importlib.util
import os
import sys
from pathlib import Path

from tools.saying import ROOT, SetupFailed, run_quietly, say, speak_plainly

OLDEST_PYTHON = (3, 11)
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LAYERS = ("base", "dev", "node")
_DOING = ("Cài các gói Python", "Installing the Python packages")


def requirements(layer: str) -> Path:
    """The file of pinned and hashed packages of a layer."""
    return ROOT / "requirements" / f"{layer}.txt"


def stamp(layer: str) -> Path:
    """The file that remembers what was installed for a layer."""
    return VENV / f".installed-{layer}"


def fingerprint(layer: str) -> str:
    """Changes when the layer must be installed again: other pins, another Python, a moved folder."""
    seen = hashlib.sha256(f"{sys.version_info[:2]} {VENV}".encode())
    seen.update(requirements(layer).read_bytes())
    if layer == "base":
        seen.update((ROOT / "pyproject.toml").read_bytes())
    return seen.hexdigest()


def is_installed(layer: str) -> bool:
    """Whether the layer in `.venv` is the one the pins ask for."""
    return PYTHON.exists() and stamp(layer).exists() and stamp(layer).read_text() == fingerprint(layer)


def install(layer: str) -> None:
    """Bring one layer of `.venv` to its pins; does nothing when it is there already."""
    if is_installed(layer):
        return
    _ensure_venv()
    say(
        f"Đang cài các gói Python ({layer}), khoảng một phút …",
        "installing Python packages, about a minute …",
    )
    _pip("--require-hashes", "--no-deps", "-r", str(requirements(layer)))
    if layer == "base":
        _pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp(layer).write_text(fingerprint(layer))


def _ensure_venv() -> None:
    if PYTHON.exists() and (VENV / "pyvenv.cfg").exists() and _belongs_here():
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed(
            "Python trên máy này thiếu mô-đun venv. Trên Debian, Ubuntu: apt install python3-venv.",
            "This machine's Python lacks the venv module. On Debian and Ubuntu: apt install python3-venv.",
        )
    run_quietly(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        doing=("Tạo môi trường Python", "Creating the Python environment"),
    )


def _belongs_here() -> bool:
    """A virtual environment names its own folder in its scripts: moved, it is built again."""
    marks = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    same_python = f"version = {sys.version_info.major}.{sys.version_info.minor}." in marks
    pip = VENV / "bin" / "pip"
    return same_python and pip.exists() and str(VENV) in pip.read_text(encoding="utf-8", errors="replace")


def _pip(*arguments: str) -> None:
    # Nobody waits for minutes to learn that there is no network.
    quick = {"PIP_RETRIES": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    run_quietly([PYTHON, "-m", "pip", "install", *arguments], doing=_DOING, env={**os.environ, **quick})


def main() -> None:
    """Install the layers named on the command line; without a name, what running needs."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetupFailed(
            f"Cần Python 3.11 trở lên; máy này chạy Python {sys.version_info[0]}.{sys.version_info[1]}.",
            f"Python 3.11 or newer is needed; this one is {sys.version_info[0]}.{sys.version_info[1]}.",
        )
    for layer in sys.argv[1:] or ["base"]:
        install(layer)


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
