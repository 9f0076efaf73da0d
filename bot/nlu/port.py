"""What the dialogue asks of an engine that understands: one message in, its meaning out.

It fixes the words both sides use. Which engine answers, and how it learned, is unknown here.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entity:
    """A fact in the text: ``text[start:end]`` says it, ``value`` is how we write it.

    ``kind`` is one of case_code, phone, commune, procedure, date, dossier, name.
    """

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one message means. ``confidence`` is 0 to 1 and compares only with answers of the same engine."""

    intent: str
    confidence: float
    entities: tuple[Entity, ...]
    engine: str


class Nlu(Protocol):
    """Anything that understands. Safe to share between threads."""

    def understand(self, text: str) -> Understanding: ...
