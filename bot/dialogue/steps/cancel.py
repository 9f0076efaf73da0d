"""Asking before everything told is thrown away."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "cancel"


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.CANCEL_ASK), ("drop", sentences.DROP), ("keep", sentences.KEEP))


def hear(talk: Talk, heard: Heard) -> bool:
    if heard.choice == "drop" or heard.means("affirm", "cancel"):
        talk.state.begin_anew()
        talk.say(sentences.CANCELLED)
        return False
    if heard.choice == "keep" or heard.means("deny", "back"):
        talk.say(sentences.GO_ON)
        return True
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    """Nothing was told here."""
