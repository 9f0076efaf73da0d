"""The story in free words. Whatever it already says of name, phone and place is taken from it and never asked."""

from bot.channel import EventKind
from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "tell"
_SHORTEST = 3


def needed(draft: Draft) -> bool:
    return not draft.parts


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.TELL_WITH_FILES if talk.state.draft.files else sentences.TELL))


def hear(talk: Talk, heard: Heard) -> bool:
    if heard.means("greet", "affirm", "deny") or (heard.means("file") and heard.words <= _SHORTEST * 2):
        ask(talk)
        return False
    if heard.words < _SHORTEST and not talk.state.draft.files:
        talk.ask(_(sentences.TOO_SHORT))
        return False
    add(talk, heard)
    return True


def add(talk: Talk, heard: Heard) -> None:
    """One more piece of the story, with what it says besides."""
    text = f"(Tin chuyển tiếp) {heard.text}" if heard.event.forwarded else heard.text
    kept = heard.event.kind is EventKind.EDIT
    talk.state.draft.parts.append([heard.event.id if not kept else "", text])
    changed(talk.state.draft)
    gather(talk, heard)


def gather(talk: Talk, heard: Heard) -> None:
    """Take from the words what would be asked later. What was told by itself is not overwritten."""
    draft = talk.state.draft
    draft.phone = draft.phone or heard.entity("phone")
    draft.name = draft.name or heard.entity("name")
    draft.place = draft.place or heard.entity("commune")


def forget(draft: Draft) -> None:
    draft.parts = []
    understood_forget(draft)


def changed(draft: Draft) -> None:
    """Matters were found in the story as it was: they are looked for again, and asked about again."""
    if draft.apart is not None:
        understood_forget(draft)


def understood_forget(draft: Draft) -> None:
    """Another story may be another kind of matter, or several."""
    draft.understood, draft.kind, draft.apart, draft.matters = False, None, None, []
