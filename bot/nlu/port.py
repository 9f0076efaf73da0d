"""What the dialogue asks of an engine that understands: one message in, its meaning out.

It fixes the words both sides use. Which engine answers, and how it learned, is unknown here.
"""

from dataclasses import dataclass
from typing import Protocol

from models.vocabulary import EngineFault


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
    """What one message means. ``confidence`` is 0 to 1 and compares only with answers of the same engine.

    ``fault`` is why another engine, which comes first, did not answer.
    """

    intent: str
    confidence: float
    entities: tuple[Entity, ...]
    engine: str
    fault: EngineFault | None = None


class Nlu(Protocol):
    """Anything that understands. Safe to share between threads."""

    def understand(self, text: str) -> Understanding: ...


class Unanswered(Exception):
    """An engine gave no answer that can be used; never says what was asked."""

    def __init__(self, fault: EngineFault) -> None:
        super().__init__(fault.value)
        self.fault = fault
