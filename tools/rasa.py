"""`make rasa`: Rasa in an environment of its own, trained when its data or pipeline changed, answering on loopback.

It installs the pinned requirements into `.venv-rasa`, keeps models and token under `var/rasa`, and believes a server
only when it understands a known sentence with the very model that was asked for. It knows nothing of the product.
"""

import hashlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from bot.rasa.identity import KNOWN, PROJECT, REQUIREMENTS, model_name
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
    if sys.version_info[:2] not in PYTHONS:
        raise SetupFailed(
            "Rasa chỉ chạy với Python 3.10 hoặc 3.11, ví dụ: make rasa PYTHON=python3.11.",
            "Rasa needs Python 3.10 or 3.11, for example: make rasa PYTHON=python3.11.",
        )
    say("Đang cài Rasa, khoảng 2 GB, vài phút …", "installing Rasa, some 2 GB, a few minutes …")
    doing = ("Cài Rasa", "Installing Rasa")
    run_quietly([sys.executable, "-m", "venv", "--clear", VENV], doing=doing)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--compile"]
    # Rasa says it is not for 3.11; with these pins it is, by our own testing.
    run_quietly([*pip, "--ignore-requires-python", "--require-hashes", "--no-deps", "-r", REQUIREMENTS], doing=doing)
    stamp.write_text(wanted)


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
    command = training(PROJECT / "data", PROJECT / "config.yml", KEPT, wanted.name.removesuffix(".tar.gz"))
    run_quietly(command, doing=("Huấn luyện Rasa", "Training Rasa"), env=surroundings())
    if not wanted.exists():
        raise SetupFailed("Rasa không ghi ra mô hình.", "Rasa wrote no model.")
    for older in set(KEPT.glob("nlu-*.tar.gz")) - {wanted}:
        older.unlink()
    return wanted


def training(data: Path, config: Path, out: Path, name: str) -> list[str | Path]:
    """The command that makes the model ``name`` in a folder."""
    command: list[str | Path] = [PYTHON, "-m", "rasa", "train", "nlu", "--nlu", data, "--config", config]
    return [*command, "--domain", PROJECT / "domain.yml", "--out", out, "--fixed-model-name", name]


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
    """Run the server until it ends or Ctrl+C; say when it answers. Rasa starts with no model if the path is wrong."""
    command: list[str | Path] = [PYTHON, "-m", "bot.rasa.start", "--enable-api", "-m", model_file]
    command += ["-i", HOST, "-p", str(PORT)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the server ends with us
    with subprocess.Popen(command, cwd=KEPT, env=surroundings()) as server:
        try:
            wait_until_it_understands(server, model_file)
            say(f"Rasa đang nghe ở {HOST}:{PORT}", f"Rasa listens on {HOST}:{PORT}")
            server.wait()
        finally:
            server.terminate()


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
    try:
        status = _asked("GET", "/status", None)
        parsed = _asked("POST", "/model/parse", {"text": KNOWN[0]})
    except (OSError, HTTPException, ValueError):
        return False
    return bool(status.get("model_file") == model_file.name and parsed.get("intent", {}).get("name") == KNOWN[1])


def _asked(method: str, path: str, content: dict[str, str] | None) -> dict[str, Any]:
    connection = HTTPConnection(HOST, PORT, timeout=10)
    try:
        connection.request(method, f"{path}?token={token()}", json.dumps(content) if content else None)
        answer = json.loads(connection.getresponse().read())
        return answer if isinstance(answer, dict) else {}
    finally:
        connection.close()


def main() -> None:
    """Install, train, serve."""
    install()
    serve(train())


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
