"""Rasa as an engine: it says what a message wants; what facts a message holds is checked by our own parsers.

A server is asked only after it has shown that it runs the model made from our files and understands a known sentence.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.nlu.breaker import Breaker, Resting
from bot.nlu.calibration import Calibration
from bot.nlu.commands import settle
from bot.nlu.entities import Facts
from bot.nlu.features import LONGEST_TEXT, length_of
from bot.nlu.port import Entity, Unanswered, Understanding
from bot.nlu.rasa_server import RasaServer
from models.vocabulary import EngineFault

ENGINE = "rasa"
OURS = frozenset({"case_code", "dossier", "phone", "date", "commune", "name"})
"""Facts that are believed only as far as our own finder sees them too."""

_NOTHING_YET = "/ \t\r\n"
"""What a message is sent without at its beginning: to Rasa a slash is a command that nobody trained."""


@dataclass(frozen=True)
class RasaNlu:
    """`Nlu` by a server. Safe to share between threads."""

    server: RasaServer
    facts: Facts
    calibration: Calibration = field(default_factory=Calibration.read)
    breaker: Breaker = field(default_factory=Breaker, repr=False, compare=False)

    def understand(self, text: str) -> Understanding:
        """What a message with a word in it means. Raises `Unanswered`."""
        try:
            with self.breaker.asking() as must_show_health:
                shares, told = self.server.parse(_sent(text), showing_health=must_show_health)
        except Resting:
            raise Unanswered(EngineFault.RESTING) from None
        intent, confidence = settle(self.calibration.believed(shares), length_of(text), self.calibration.threshold)
        heard = told if unicodedata.is_normalized("NFC", text) else ()  # places in another spelling are not ours
        return Understanding(intent, confidence, self._with_own(text, heard), ENGINE)

    def _with_own(self, text: str, told: Iterable[Entity]) -> tuple[Entity, ...]:
        """Our own facts and those the server found elsewhere in the text, in the order of the text."""
        found = list(self.facts.find(text))
        for entity in told:
            apart = all(entity.end <= one.start or one.end <= entity.start for one in found)
            if apart and entity.end <= len(text) and (checked := self._checked(text, entity)):
                found.append(checked)
        return tuple(sorted(found, key=lambda one: one.start))

    def _checked(self, text: str, told: Entity) -> Entity | None:
        if told.kind not in OURS:
            return told
        seen = (one for one in self.facts.find(text[told.start : told.end]) if one.kind == told.kind)
        return next((Entity(one.kind, one.value, told.start + one.start, told.start + one.end) for one in seen), None)


def _sent(text: str) -> str:
    """The first lines, composed, every letter at its place."""
    composed = unicodedata.normalize("NFC", text)[:LONGEST_TEXT]
    said = composed.lstrip(_NOTHING_YET)
    return " " * (len(composed) - len(said)) + said
