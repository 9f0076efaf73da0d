"""Reading the Dockerfile, .dockerignore, compose file and example environment the way their engines would."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]

FILLED_IN = {
    "POSTGRES_PASSWORD": "bimatpostgres",
    "RABBITMQ_PASSWORD": "bimatrabbitmq",
    "REDIS_PASSWORD": "bimatredis",
    "RASA_TOKEN": "bimatrasa",
    "LANGNGHE_PUBLIC_URL": "http://localhost:8000",
}
"""What somebody must have filled in before anything starts."""

_VARIABLE = re.compile(r"\$(?:\$|\{(?P<name>\w+)(?:(?P<how>:\?|:-)(?P<word>[^}]*))?\})")


class MissingVariable(Exception):
    """Compose would refuse to start; the text names the variable."""


def compose(given: dict[str, str]) -> dict[str, Any]:
    """The compose file with variables filled in and without its extension fields."""
    stored = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    kept = {key: value for key, value in stored.items() if not key.startswith("x-")}
    filled: dict[str, Any] = _fill_in(kept, given)
    return filled


def _fill_in(value: Any, given: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _fill_in(part, given) for key, part in value.items()}
    if isinstance(value, list):
        return [_fill_in(part, given) for part in value]
    return _VARIABLE.sub(lambda found: _one(found, given), value) if isinstance(value, str) else value


def _one(found: re.Match[str], given: dict[str, str]) -> str:
    if found["name"] is None:
        return "$"
    if given.get(found["name"]):
        return given[found["name"]]
    if found["how"] == ":-":
        return found["word"]
    raise MissingVariable(f"{found['name']}: {found['word']}")


def variables_of_compose() -> set[str]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return {found["name"] for found in _VARIABLE.finditer(text) if found["name"]}


def environment_example() -> dict[str, str]:
    """The variables of deploy/env.example."""
    lines = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def dockerfile(instruction: str, file: str = "Dockerfile") -> list[str]:
    """The arguments of every such instruction, in order, continued lines joined."""
    return [line.split(None, 1)[1] for line in _instructions(file) if line.split()[0] == instruction]


def last_stage() -> list[str]:
    lines = _instructions()
    begins = max(number for number, line in enumerate(lines) if line.startswith("FROM "))
    return lines[begins:]


def _instructions(file: str = "Dockerfile") -> list[str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", text))
    return [line for line in joined.splitlines() if line.strip()]


def let_into_the_build() -> set[str]:
    """The top-level names that .dockerignore lets through; everything else stays out."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    return {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
