"""Everything once more, to be sent, changed or dropped."""

from bot.dialogue import correcting, sentences
from bot.dialogue.deeds import FileCase
from bot.dialogue.facts import said_kind
from bot.dialogue.state import Draft
from bot.dialogue.steps import cancel, tell, which
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from models.vocabulary import CaseKind
from routing.text import first_line, folded

NAME = "summary"
_SHOWN = 400
_REMARK = 4
_SEND = (
    "gui i",
    "gui di",
    "goi di",
    "gui luon",
    "gui cho xong",
    "gui cho xong di",
    "gui lien",
    "send",
    "send it",
    "send it please",
    "please send it",
)
_WRONG, _CORRECTION = ("sai", "nham", "sua", "doi"), 12


def needed(draft: Draft) -> bool:
    return True


def ask(talk: Talk) -> None:
    lines = [_(sentences.SUMMARY), *(f"• {label}: {value}" for label, value in (*_matters(talk), *_told(talk)))]
    text = "\n".join((*lines, "", _(sentences.SUMMARY_ASK)))
    talk.ask(text, ("send", sentences.SEND), ("edit", sentences.EDIT), ("cancel", sentences.CANCEL))


def hear(talk: Talk, heard: Heard) -> bool:
    if heard.choice == "send" or heard.agrees_to(talk.state.draft.proposed_unit) or folded(heard.text) in _SEND:
        talk.deeds.append(FileCase(talk.state.draft))
        return False
    if correcting.take(talk, heard):
        ask(talk)
        return False
    if heard.choice == "cancel" or (heard.means("deny") and heard.holds("gui", "goi")):  # "thôi đừng gửi"
        talk.state.under = NAME
        talk.turn_to(cancel)
        return False
    if heard.directed:
        talk.say(sentences.DIRECTED)
        ask(talk)
        return False
    if heard.choice == "edit" or heard.means("deny"):
        talk.turn_to(which)
        return False
    if heard.holds(*_WRONG) and heard.words <= _CORRECTION and which.named(talk, heard):
        return True
    if tell.fact_alone(talk, heard):
        ask(talk)
        return False
    if heard.asks:
        talk.say(sentences.HOW_IT_GOES)
        ask(talk)
        return False
    if heard.words > _REMARK:
        tell.keep(talk, heard)
        return True
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    """Nothing was told here."""


def _matters(talk: Talk) -> list[tuple[str, str]]:
    """What each case will be, where there will be several."""
    label = _(sentences.FIELD_NAMES["matter"])
    told = enumerate(talk.state.draft.matters, 1)
    return [
        (label.format(number=number), first_line(text, _SHOWN) + (f" → {unit}" if unit else ""))
        for number, (text, unit) in told
    ]


def _told(talk: Talk) -> list[tuple[str, str]]:
    """The labels and values of everything else that was told."""
    draft, none = talk.state.draft, _(sentences.NOT_GIVEN)
    kind = CaseKind(draft.kind).label if draft.kind else _proposed(draft)
    contact = ", ".join(part for part in (draft.phone, draft.email, draft.address) if part)
    told = [
        ("story", "" if draft.apart else first_line(draft.story, _SHOWN)),
        ("kind", "" if draft.apart else _(kind)),
        ("unit", "" if draft.kind or draft.apart else draft.proposed_unit),
        ("place", draft.where or none),
        ("name", draft.name or none),
        ("contact", contact or none),
        (_files(draft), ", ".join(name for _id, name in draft.files)),
    ]
    if draft.consent is not None:
        told.append(("consent", _(sentences.AGREE if draft.consent else sentences.DISAGREE)))
    if draft.told_by:
        told.append(("ways", _(sentences.WAY_CHOICES[draft.told_by])))
    return [(_(sentences.FIELD_NAMES[name]), value) for name, value in told if value]


def _proposed(draft: Draft) -> str:
    """The kind that was proposed, if it was said at all."""
    return said_kind(CaseKind(draft.proposed_kind)) if draft.proposed_kind else ""


def _files(draft: Draft) -> str:
    """The label of the files: with which case they go."""
    if not draft.apart:
        return "files"
    return "files_each" if draft.files_with_each else "files_first"
