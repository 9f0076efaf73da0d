"""`make rasa`: Rasa in an environment of its own, trained when its data or pipeline changed, answering on loopback.

It installs the pinned requirements into `.venv-rasa`, keeps models and token under `var/rasa`, and believes a server
only when it understands a known sentence with the very model that was asked for. It knows nothing of the product.
"""

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from bot.rasa import healthy
from bot.rasa.identity import PROJECT, REQUIREMENTS, model_name
from tools.saying import ROOT, SetupFailed, run_quietly, say, speak_plainly

VENV = ROOT / ".venv-rasa"
PYTHON = VENV / "bin" / "python"
KEPT = ROOT / "var" / "rasa"
PYTHONS = ((3, 10), (3, 11))
HOST, PORT = "127.0.0.1", int(os.environ.get("RASA_PORT", "5005"))
START_WITHIN = 180.0


def install() -> None:
    """Bring `.venv-rasa` to its pins; does nothing when it is there already."""
    stamp, wanted = VENV / ".installed", hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    python = fitting_python()
    say("Đang cài Rasa, khoảng 2 GB, vài phút …", "installing Rasa, some 2 GB, a few minutes …")
    doing = ("Cài Rasa", "Installing Rasa")
    run_quietly([python, "-m", "venv", "--clear", VENV], doing=doing)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--compile"]
    # Rasa says it is not for 3.11; with these pins it is, by our own testing.
    run_quietly([*pip, "--ignore-requires-python", "--require-hashes", "--no-deps", "-r", REQUIREMENTS], doing=doing)
    stamp.write_text(wanted)


def fitting_python() -> str:
    """A Python that Rasa runs on: this one, or another on this machine."""
    if sys.version_info[:2] in PYTHONS:
        return sys.executable
    for major, minor in PYTHONS:
        if found := shutil.which(f"python{major}.{minor}"):
            return found
    raise SetupFailed(
        "Rasa chỉ chạy với Python 3.10 hoặc 3.11, máy này không có bản nào (apt install python3.11 python3.11-venv).",
        "Rasa needs Python 3.10 or 3.11 and this machine has neither (apt install python3.11 python3.11-venv).",
    )


def model() -> Path:
    """The file of the model for today's data and pipeline."""
    return KEPT / model_name(PROJECT)


def train() -> Path:
    """Today's model, made unless it is there."""
    wanted = model()
    if wanted.exists():
        return wanted
    say("Đang huấn luyện Rasa, vài phút …", "training Rasa, a few minutes …")
    KEPT.mkdir(parents=True, exist_ok=True)
    run_quietly([PYTHON, "-m", "bot.rasa.train", KEPT], doing=("Huấn luyện Rasa", "Training Rasa"), env=surroundings())
    if not wanted.exists():
        raise SetupFailed("Rasa không ghi ra mô hình.", "Rasa wrote no model.")
    for older in set(KEPT.glob("nlu-*.tar.gz")) - {wanted}:
        older.unlink()
    return wanted


def surroundings() -> dict[str, str]:
    """Our folding is importable, nothing is reported to anyone, and the processor is left to others too."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    quiet |= {"RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(KEPT / "cache")}
    return {**os.environ, **quiet, "PYTHONPATH": str(ROOT), "RASA_TOKEN": token()}


def token() -> str:
    """The secret that the server asks for; made once, readable by its owner only."""
    file = KEPT / "token"
    if not file.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
            kept.write(secrets.token_urlsafe(32))
    return file.read_text()


def serve(model_file: Path) -> None:
    """Run the server until it ends or Ctrl+C; say when it answers."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the server ends with us
    with start(model_file) as server:
        try:
            wait_until_it_understands(server, model_file)
            say(f"Rasa đang nghe ở {HOST}:{PORT}", f"Rasa listens on {HOST}:{PORT}")
            server.wait()
        finally:
            server.terminate()


def start(model_file: Path) -> "subprocess.Popen[bytes]":
    """The process of a server, which does not answer yet. Rasa starts with no model if the path is wrong."""
    command: list[str | Path] = [PYTHON, "-m", "bot.rasa.start", "--enable-api", "-m", model_file]
    return subprocess.Popen([*command, "-i", HOST, "-p", str(PORT)], cwd=KEPT, env=surroundings())


def wait_until_it_understands(server: "subprocess.Popen[bytes]", model_file: Path) -> None:
    """Return once the known sentence is understood by this model."""
    until = time.monotonic() + START_WITHIN
    while server.poll() is None and time.monotonic() < until:
        if understands(model_file):
            return
        time.sleep(1)
    raise SetupFailed("Rasa không khởi động được.", "Rasa did not start.")


def understands(model_file: Path) -> bool:
    """Whether the server at our place runs this model and takes the known sentence for what it is."""
    return healthy.understands(HOST, PORT, token(), model_file.name)


def main() -> None:
    """Install, train, serve."""
    install()
    serve(train())


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
