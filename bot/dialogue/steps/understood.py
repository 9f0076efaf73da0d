"""What kind of matter it is and whose: proposed by the machine, confirmed in one tap.

A possible complaint or denunciation is told plainly, with the lawful way; whoever still sends it here has it kept
restricted.
"""

from bot.dialogue import correcting, sentences
from bot.dialogue.deeds import Guard
from bot.dialogue.state import Draft
from bot.dialogue.steps import cancel, kind, matters, tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from models.vocabulary import CaseKind

NAME = "understood"


_SENTENCES = {
    (True, True): sentences.UNDERSTOOD,
    (True, False): sentences.UNDERSTOOD_NO_UNIT,
    (False, True): sentences.UNDERSTOOD_UNIT,
    (False, False): sentences.UNDERSTOOD_NOTHING,
}


def needed(draft: Draft) -> bool:
    return not draft.understood


def ask(talk: Talk) -> None:
    draft = talk.state.draft
    seen = tell.proposed(talk)
    draft.urgent = seen.kind == CaseKind.EMERGENCY or talk.facts.is_emergency(draft.story)
    if seen.urgent and not talk.state.alarmed:
        talk.tell(talk.facts.emergency())
        talk.state.alarmed = True
    draft.proposed_kind, draft.proposed_unit, draft.restricted = seen.kind, seen.unit, seen.restricted
    if seen.matters and draft.apart is None:
        talk.state.step = matters.NAME
        matters.offer(talk, seen.matters)
        return
    if seen.restricted:
        draft.consent = None  # nothing of it is ever published
        talk.deeds.append(Guard(draft.story))
        whole = _(sentences.RESTRICTED).format(sentence=seen.sentence)
        text = _(sentences.RESTRICTED_AGAIN) if draft.warned else whole
        draft.warned = True
        talk.ask(text, ("yes", sentences.STILL_SEND), ("no", sentences.DO_NOT_SEND))
        return
    sentence = _SENTENCES[bool(seen.kind_label), bool(seen.unit)]
    text = _(sentence).format(kind=_(seen.kind_label).lower(), unit=seen.unit)
    talk.ask(text, ("yes", sentences.YES), ("no", sentences.NO))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if heard.choice == "yes" or heard.agrees_to(draft.proposed_unit):
        draft.understood = True
        return True
    if correcting.take(talk, heard):
        ask(talk)
        return False
    if not draft.restricted and heard.means("deny") and heard.holds("gui", "goi"):  # "thôi khỏi gửi"
        talk.state.under = NAME
        talk.turn_to(cancel)
        return False
    if heard.directed:
        talk.say(sentences.DIRECTED)
        ask(talk)
        return False
    if draft.restricted and heard.choice == "no":
        _drop(talk)
        return False
    if draft.restricted and heard.means("deny"):
        talk.say(sentences.NOT_ACCUSING)
        ask(talk)
        return False
    if heard.choice == "no" or heard.means("deny"):
        talk.turn_to(kind)
        return False
    if heard.text and not heard.means("greet") and not tell.more(talk, heard):
        talk.say(sentences.NOT_UNDERSTOOD)
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    tell.understood_forget(draft)


def _drop(talk: Talk) -> None:
    talk.state.begin_anew()
    talk.say(sentences.CANCELLED)
