"""The examples in ``bot/rasa/data``: one source for the embedded engine and for Rasa.

It reads the part of Rasa's training format (version 3.1) that these files use: intents with their examples, and facts
marked in them as ``[0912345678](phone)``. Regexes, look-ups and synonyms are Rasa's own and are passed over.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.port import Entity

DATA_FOLDER = Path(__file__).resolve().parent.parent / "rasa" / "data" / "nlu"
VERSION = "3.1"
_MARKED = re.compile(r"\[(?P<said>[^\]]+)\]\((?P<kind>\w+)\)")


@dataclass(frozen=True, slots=True)
class Example:
    """One message, what it means, and the facts marked in it; their value is what the text says."""

    text: str
    intent: str
    entities: tuple[Entity, ...]


def data_files(folder: Path = DATA_FOLDER) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.yml")))


def load_examples(folder: Path = DATA_FOLDER) -> tuple[Example, ...]:
    """All examples, in the order of file names. What is not in the format names the file."""
    return tuple(example for path in data_files(folder) for example in _read(path))


def _read(path: Path) -> list[Example]:
    try:
        written: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        if written["version"] != VERSION:
            raise ValueError(f"version {written['version']}")
        intents = [section for section in written["nlu"] if "intent" in section]
        return [_example(line, section["intent"]) for section in intents for line in _lines(section["examples"])]
    except (KeyError, ValueError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _lines(block: str) -> list[str]:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    if wrong := [line for line in lines if not line.startswith("- ")]:
        raise ValueError(wrong[0])
    return [line[2:].strip() for line in lines]


def _example(line: str, intent: str) -> Example:
    """The text without its marks; places are those of the bare text."""
    text, entities, done = "", [], 0
    for match in _MARKED.finditer(line):
        text += line[done : match.start()]
        entities.append(Entity(match["kind"], match["said"], len(text), len(text) + len(match["said"])))
        text += match["said"]
        done = match.end()
    return Example(text + line[done:], intent, tuple(entities))
