"""When a command may be a command: only in a short message. "… họ đòi hủy hồ sơ của tôi …" tells a story.

It corrects any engine's probabilities by the length of the message, and says from where on an answer is no answer.
"""

from collections.abc import Mapping

LONGEST = {
    "affirm": 12,
    "deny": 12,
    "back": 14,
    "skip": 14,
    "cancel": 14,
    "goodbye": 16,
    "greet": 16,
    "thanks": 16,
    "rate": 24,
    "edit": 24,
    "person": 22,
    "withdraw": 30,
    "status": 28,
    "help": 20,
    "ask_contact": 34,
    "inform": 24,
    "out_of_scope": 13,
}
"""How many words a message of an intent may have. What is not listed may be of any length."""

A_STORY = 12
"""An unclear message of at least so many words is somebody telling what happened: to take a joke for a story costs a
question, to take a story for a joke costs the story."""

STORY, UNCLEAR = "file", "out_of_scope"


def settle(shares: Mapping[str, float], length: int, enough: float) -> tuple[str, float]:
    """The intent and its confidence. Below ``enough``, the threshold of the engine that asks, nothing is claimed."""
    fitting = {intent: share for intent, share in shares.items() if length <= LONGEST.get(intent, length)}
    total = sum(fitting.values())
    if not total:
        return UNCLEAR, 0.0
    intent = max(fitting, key=lambda name: fitting[name])
    confidence = fitting[intent] / total
    if confidence >= enough:
        return intent, confidence
    return (STORY if length >= A_STORY else UNCLEAR), confidence
