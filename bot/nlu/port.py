"""The port of understanding: a text goes in, an intent with its confidence and the entities it names come out."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing a text names: case_code, phone, commune, procedure, date, dossier or name."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood; ``confidence`` from 0 to 1, ``engine`` names who understood it."""

    intent: str
    confidence: float
    entities: tuple[Entity, ...]
    engine: str


class Nlu(Protocol):
    """Understands one text. It keeps nothing."""

    def understand(self, text: str) -> Understanding: ...
