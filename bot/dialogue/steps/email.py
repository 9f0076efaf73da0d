"""The address for whoever wants to be told by e-mail and has given none."""

import re

from bot.dialogue import sentences
from bot.dialogue.deeds import ChooseWay
from bot.dialogue.state import Draft
from bot.dialogue.talk import Heard, Talk
from intake.cases.errors import Invalid
from intake.cases.submission import read_identity
from models.languages import _

NAME = "email"
BY_EMAIL = ("chat_email", "email_chat")
_ADDRESS = re.compile(r"\S+@\S+")


def needed(draft: Draft) -> bool:
    return draft.told_by in BY_EMAIL and not draft.email


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.EMAIL), ("skip", sentences.SKIP))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if heard.choice == "skip" or heard.means("deny", "cancel"):
        draft.told_by = "chat"
        return _settled(talk)
    found = _ADDRESS.search(heard.text)
    if found is None:
        ask(talk)
        return False
    try:
        draft.email = read_identity(email=found[0].strip(".,;")).email
    except Invalid as wrong:
        talk.ask(wrong.sentence, ("skip", sentences.SKIP))
        return False
    return _settled(talk)


def forget(draft: Draft) -> None:
    draft.email = None


def settle(talk: Talk) -> None:
    """Nothing is under way: how to be told is chosen for the cases that were filed here."""
    draft = talk.state.draft
    talk.deeds.append(ChooseWay(draft.told_by or "", draft.email))
    talk.state.begin_anew()


def _settled(talk: Talk) -> bool:
    """In a draft the form goes on; elsewhere the choice is made."""
    if talk.state.draft.is_empty:
        settle(talk)
        return False
    return True
