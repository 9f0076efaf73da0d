"""Pictures and papers: asked for once, if none came before."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "files"
_DONE = 4


def needed(draft: Draft) -> bool:
    return not (draft.files or draft.urgent) and NAME not in draft.skipped


def ask(talk: Talk) -> None:
    enough = sentences.ENOUGH_FILES if talk.state.draft.files else sentences.NO_FILES
    talk.ask(_(sentences.FILES), ("done", enough))


def hear(talk: Talk, heard: Heard) -> bool:
    if heard.text and heard.words > _DONE:
        talk.say(sentences.ADDED)
        tell.add(talk, heard)
        if not talk.state.draft.understood:
            return True
        ask(talk)
        return False
    talk.state.draft.skipped.append(NAME)
    return True


def forget(draft: Draft) -> None:
    draft.files = []
    draft.skipped = [field for field in draft.skipped if field != NAME]
