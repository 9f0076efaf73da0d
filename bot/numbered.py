"""Choices for a channel without buttons: numbers to type under the words."""

import unicodedata
from collections.abc import Sequence

from intake.cases import conversations
from intake.cases.work import Desk
from models.languages import SOURCE, _, speaking
from models.vocabulary import ChannelKind, Speaker

Choices = Sequence[tuple[str, str]]


def written(body: str, choices: Choices) -> str:
    """The text to send; whoever types a number chooses what stands behind it."""
    shown = "\n".join(f"{number}. {label}" for number, label in numbered(choices))
    offered = f"\n\n{shown}\n{_hint(body + shown)}" if shown else ""
    return unicodedata.normalize("NFC", f"{body.strip()}{offered}")


def numbered(choices: Choices) -> list[tuple[str, str]]:
    """Each choice with the number to type. A score is its own number: "5" must never mean the fifth of five scores."""
    scores = [key.partition(":")[2] for key, _label in choices]
    own = all(score.isascii() and score.isdigit() for score in scores)
    return [(scores[at] if own else str(at + 1), label) for at, (_key, label) in enumerate(choices)]


def number_of(desk: Desk, channel: ChannelKind, account: str, person: str, key: str) -> str:
    """The number this person has to type for a choice that was offered last; anything else as it is."""
    with desk.look() as work:
        talk = conversations.find(work, channel, account, person)
        lines = conversations.lines_after(work, talk.id, 0) if talk is not None else ()
        offered = [line for line in lines if line.choices and line.speaker is not Speaker.CITIZEN]
        choices = conversations.choices_of(offered[-1]) if offered else []
    shown = zip(choices, numbered(choices), strict=True)
    return next((number for (known, _label), (number, _shown) in shown if known == key), key)


def _hint(said: str) -> str:
    """What to do with the numbers; Vietnamese is never without its marks, so bare letters are English."""
    with speaking("en" if said.isascii() else SOURCE):
        return _("Xin gõ số để chọn.")
