"""Whether question and answer may be published. Silence is no consent (Điều 9 of the data protection law)."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "consent"
_REMARK = 4
_UNWANTED = ("khoi dang", "khoi cong khai")


def needed(draft: Draft) -> bool:
    return draft.consent is None and not (draft.restricted or draft.urgent)


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.CONSENT), ("agree", sentences.AGREE), ("disagree", sentences.DISAGREE))


def hear(talk: Talk, heard: Heard) -> bool:
    only_sends = heard.holds("gui", "goi") and not heard.holds("dong y")  # sending is no consent to publish
    is_unclear = "dung" in heard.text.lower().split()  # "đúng", or "đừng"
    if heard.choice == "agree" or (heard.agrees and not (only_sends or is_unclear)):
        talk.state.draft.consent = True
        return True
    if heard.choice == "disagree" or heard.means("deny") or heard.refuses or heard.holds(*_UNWANTED):
        talk.state.draft.consent = False
        return True
    answers = heard.meant.intent in ("affirm", "deny")
    if heard.words > _REMARK and not (only_sends or answers or heard.asks):
        tell.keep(talk, heard)
        return True
    if not tell.fact(talk, heard):
        talk.say(sentences.CONSENT_FIRST if only_sends else sentences.NOT_UNDERSTOOD)
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    draft.consent = None
