"""A card that was sent: anybody can send anybody's, so its number counts only once the sender says it is theirs."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "card"


def take(talk: Talk, name: str, phone: str) -> None:
    """Keep what is the sender's own."""
    draft = talk.state.draft
    draft.phone, draft.name = phone or draft.phone, draft.name or name or None
    talk.say(sentences.GOT_CONTACT)


def ask(talk: Talk) -> None:
    _name, phone = talk.state.draft.card
    talk.ask(_(sentences.CARD).format(phone=phone), ("yes", sentences.YES), ("no", sentences.NO))


def hear(talk: Talk, heard: Heard) -> bool:
    if heard.choice == "yes" or heard.agrees:
        take(talk, *talk.state.draft.card)
    elif heard.choice == "no" or heard.means("deny"):
        talk.say(sentences.CARD_OF_ANOTHER)
    else:
        ask(talk)
        return False
    talk.state.draft.card = []
    return True


def forget(draft: Draft) -> None:
    """Nothing was told here."""
