"""The machine was wrong: the citizen says what kind of matter it is. An officer sees that and decides."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from models.vocabulary import CaseKind
from routing.text import folded

NAME = "kind"
_SHORTEST = 4
_ASKS_ONLY = ("chi hoi", "hoi thoi")
_OFFERED = (CaseKind.CONDUCT, CaseKind.REGULATION, CaseKind.SERVICE, CaseKind.QUESTION, CaseKind.OTHER)


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.WHICH_KIND), *((kind.value, kind.label) for kind in _OFFERED))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if heard.choice in {kind.value for kind in _OFFERED}:
        draft.kind, draft.understood = heard.choice, True
        return True
    if named := _named(heard.text):
        draft.kind, draft.understood = named.value, True
        return True
    if heard.means("deny", "skip", "affirm"):  # an officer will see
        draft.kind, draft.understood = CaseKind.OTHER.value, True
        return True
    if heard.text and tell.more(talk, heard):
        return True
    talk.say(sentences.NOT_UNDERSTOOD)
    ask(talk)
    return False


def _named(text: str) -> CaseKind | None:
    """The kind of which a part was typed: "hỏi đáp", "tôi chỉ hỏi thôi"."""
    said = folded(text)
    if any(phrase in said for phrase in _ASKS_ONLY):
        return CaseKind.QUESTION
    meant = [kind for kind in _OFFERED if len(said) >= _SHORTEST and said in folded(_(kind.label))]
    return meant[0] if len(meant) == 1 else None


def forget(draft: Draft) -> None:
    draft.kind, draft.understood = None, False
