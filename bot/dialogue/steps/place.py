"""Where it happened."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "place"
_LONGEST = 25


def needed(draft: Draft) -> bool:
    return not draft.place and NAME not in draft.skipped


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.PLACE), ("skip", sentences.SKIP))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if heard.choice == "skip" or heard.means("deny"):
        draft.skipped.append(NAME)
        return True
    if not heard.text:
        ask(talk)
        return False
    if heard.words > _LONGEST:
        tell.add(talk, heard)
        talk.say(sentences.ADDED)
        return not needed(draft) or _again(talk)
    draft.place = heard.text
    return True


def forget(draft: Draft) -> None:
    draft.place = None
    draft.skipped = [field for field in draft.skipped if field != NAME]


def _again(talk: Talk) -> bool:
    ask(talk)
    return False
