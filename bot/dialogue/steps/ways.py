"""How the citizen wants to be told: here, by e-mail, or not at all. Asked only of whoever brings it up.

A draft keeps the choice for the case that will be filed; where nothing is under way it is for the cases filed here.
"""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import email
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "ways"


def needed(draft: Draft) -> bool:
    return draft.told_by is None


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.WAYS), *_offered(talk).items())


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if heard.choice not in _offered(talk):
        if heard.means("cancel", "deny", "back"):
            draft.told_by = ""
            return _left(talk)
        talk.say(sentences.NOT_UNDERSTOOD)
        ask(talk)
        return False
    draft.told_by = heard.choice
    if not draft.is_empty:
        return True
    if email.needed(draft) and not talk.facts.has_email():
        talk.turn_to(email)
    else:
        email.settle(talk)
    return False


def forget(draft: Draft) -> None:
    draft.told_by = None


def _offered(talk: Talk) -> dict[str, str]:
    """The ways there are: no e-mail where the office sends none."""
    if talk.facts.sends_email():
        return sentences.WAY_CHOICES
    return {way: label for way, label in sentences.WAY_CHOICES.items() if way not in email.BY_EMAIL}


def _left(talk: Talk) -> bool:
    """Everything stays as it is."""
    if not talk.state.draft.is_empty:
        return True
    talk.state.begin_anew()
    talk.say(sentences.WAY_KEPT)
    return False
