"""Pictures and papers: asked for once, if none came before."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "files"
_DONE = 4
_DROP = "drop"


def needed(draft: Draft) -> bool:
    return draft.asks_files or (not (draft.files or draft.urgent) and NAME not in draft.skipped)


def ask(talk: Talk) -> None:
    if kept := len(talk.state.draft.files):
        several = _(sentences.MORE_FILES).format(count=kept)
        talk.ask(several, ("done", sentences.ENOUGH_FILES), (_DROP, sentences.DROP_FILES))
    else:
        talk.ask(_(sentences.FILES), ("done", sentences.NO_FILES))


def hear(talk: Talk, heard: Heard) -> bool:
    if heard.choice == _DROP:
        talk.state.draft.files = []
        ask(talk)
        return False
    if not heard.choice and tell.fact_alone(talk, heard):
        ask(talk)
        return False
    if heard.text and heard.words > _DONE:
        tell.keep(talk, heard)
        if not talk.state.draft.understood:
            return True
        ask(talk)
        return False
    talk.state.draft.skipped.append(NAME)
    talk.state.draft.asks_files = False
    return True


def forget(draft: Draft) -> None:
    """Those that came are kept: more may be sent, or all of them taken out."""
    draft.asks_files = True
    draft.skipped = [field for field in draft.skipped if field != NAME]
