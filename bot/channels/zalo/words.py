"""What is said on Zalo: the words with their choices as numbers, in messages no longer than Zalo takes."""

import unicodedata
from collections.abc import Sequence

from bot.dialogue import sentences
from models import languages
from models.languages import SOURCE, _, speaking

TEXT_MAX = 2_000
Choices = Sequence[tuple[str, str]]


def messages(body: str, choices: Choices) -> list[str]:
    """The texts to send, in order; whoever types a number chooses what stands behind it."""
    shown = "\n".join(f"{number}. {label}" for number, label in numbered(choices))
    offered = f"\n\n{shown}\n{_hint(body + shown)}" if shown else ""
    return _split(unicodedata.normalize("NFC", f"{body.strip()}{offered}"))


def numbered(choices: Choices) -> list[tuple[str, str]]:
    """Each choice with the number to type. A score is its own number: "5" must never mean the fifth of five scores."""
    scores = [key.partition(":")[2] for key, _label in choices]
    own = all(score.isascii() and score.isdigit() for score in scores)
    return [(scores[at] if own else str(at + 1), label) for at, (_key, label) in enumerate(choices)]


def asks_contact(body: str) -> bool:
    """Whether this is the question for a phone number, in whatever language it was asked."""
    for language in languages.available():
        with speaking(language):
            if body.strip() == _(sentences.CONTACT):
                return True
    return False


def _hint(said: str) -> str:
    """What to do with the numbers; Vietnamese is never without its marks, so bare letters are English."""
    with speaking("en" if said.isascii() else SOURCE):
        return _("Xin gõ số để chọn.")


def _split(text: str) -> list[str]:
    """At the end of a paragraph, a line, a sentence or a word, whichever is the largest that fits."""
    parts = []
    while len(text) > TEXT_MAX:
        ends = (text.rfind(mark, TEXT_MAX // 2, TEXT_MAX - 1) + 1 for mark in ("\n\n", "\n", ". ", " "))
        at = next((end for end in ends if end), TEXT_MAX)
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*parts, text]
