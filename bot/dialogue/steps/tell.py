"""The story in free words. Whatever it already says of name, phone and place is taken from it and never asked."""

from bot.channel import EventKind
from bot.dialogue import sentences
from bot.dialogue.deeds import Guard
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


def add(talk: Talk, heard: Heard) -> bool:
    """One more piece of the story, with what it says besides; False if it must be asked anew what the story is."""
    text = f"(Tin chuyển tiếp) {heard.text}" if heard.event.forwarded else heard.text
    kept = heard.event.kind is EventKind.EDIT
    talk.state.draft.parts.append([heard.event.id if not kept else "", text])
    gather(talk, heard)
    return changed(talk)


def gather(talk: Talk, heard: Heard) -> None:
    """Take from the words what would be asked later. What was told by itself is not overwritten."""
    draft = talk.state.draft
    draft.phone = draft.phone or heard.entity("phone")
    draft.name = draft.name or heard.entity("name")


def forget(draft: Draft) -> None:
    draft.parts = []
    understood_forget(draft)


def changed(talk: Talk) -> bool:
    """The story is another one: False if it must be asked anew what it is. Matters found in it are looked for again."""
    draft = talk.state.draft
    if draft.apart is not None:
        understood_forget(draft)
    elif draft.understood:
        draft.understood = _is_still_the_same(talk)
    return draft.understood


def _is_still_the_same(talk: Talk) -> bool:
    """Whether what was confirmed holds for the story as it is now; more of an accusation may name others."""
    draft = talk.state.draft
    seen = talk.facts.proposal(draft.story, draft.place)
    draft.found = seen.place
    told = draft.kind is not None or (seen.kind, seen.unit) == (draft.proposed_kind, draft.proposed_unit)
    same = told and not seen.matters and seen.restricted == draft.restricted
    if same and seen.restricted:
        talk.deeds.append(Guard(draft.story))
    return same


def understood_forget(draft: Draft) -> None:
    """Another story may be another kind of matter, or several."""
    draft.understood, draft.kind, draft.apart, draft.matters = False, None, None, []
