"""Checks the examples and trains today's model into a folder: ``python -m bot.rasa.train FOLDER``.

It runs in Rasa's own environment, where ``make rasa`` or the image has installed it.
"""

import subprocess
import sys
from pathlib import Path

from bot.rasa.identity import PROJECT, model_name

DOMAIN = PROJECT / "domain.yml"


def validating(python: str | Path) -> list[str | Path]:
    """The command that fails on examples that contradict each other or the domain."""
    command: list[str | Path] = [python, "-m", "rasa", "data", "validate", "--fail-on-warnings"]
    return [*command, "--data", PROJECT / "data", "--domain", DOMAIN, "--config", PROJECT / "config.yml"]


def training(python: str | Path, data: Path, config: Path, out: Path, name: str) -> list[str | Path]:
    """The command that makes the model ``name`` in a folder."""
    command: list[str | Path] = [python, "-m", "rasa", "train", "nlu", "--nlu", data, "--config", config]
    return [*command, "--domain", DOMAIN, "--out", out, "--fixed-model-name", name]


def main(out: Path) -> None:
    """Validate, then train; a fault ends with the code of what failed."""
    name = model_name().removesuffix(".tar.gz")
    for command in (
        validating(sys.executable),
        training(sys.executable, PROJECT / "data", PROJECT / "config.yml", out, name),
    ):
        if code := subprocess.run(command, check=False).returncode:
            sys.exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
