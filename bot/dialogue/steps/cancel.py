"""Asking before everything told is thrown away."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "cancel"
_PLAIN = 3
"""So few words that say "bỏ" mean everything; more may mean a part of it."""


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.CANCEL_ASK), ("drop", sentences.DROP), ("keep", sentences.KEEP))


def hear(talk: Talk, heard: Heard) -> bool:
    sends = heard.holds("gui", "goi") and not heard.means("cancel", "deny")  # "gửi đi" is a yes to another question
    gives_up = heard.means("cancel") and heard.words <= _PLAIN and not heard.asks  # "bỏ cái tên thôi" drops a name
    if heard.choice == "drop" or ((heard.agrees or gives_up) and not (sends or heard.refuses)):
        talk.state.begin_anew()
        talk.say(sentences.CANCELLED)
        return False
    if (
        heard.choice == "keep"
        or heard.holds("giu", "khoan", "coi lai", "xem lai")
        or sends
        or heard.refuses
        or heard.means("deny", "back")
    ):
        talk.say(sentences.GO_ON)
        return True
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    """Nothing was told here."""
