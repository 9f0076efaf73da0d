"""Covering who wrote in a text: what the machine finds personal, and everything its sender told of themselves."""

from models.citizen import Citizen
from routing.phrases import find_phrase
from routing.redaction import find_personal, redact


def without_personal_data(text: str, citizen: Citizen | None) -> str:
    """The text with both covered; without a citizen only what the machine finds."""
    told = (citizen.name, citizen.phone, citizen.email, citizen.address) if citizen is not None else ()
    known = [span for value in told if value for span in find_phrase(text, value)]
    return redact(text, [*find_personal(text), *known])
