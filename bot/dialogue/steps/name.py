"""Who writes. Nobody is forced to tell; Điều 7 of Decree 20/2008/NĐ-CP asks for it."""

import re

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "name"
_LONGEST, _A_STORY = 7, 15
_SAYING = re.compile(
    r"^(?:(?:tôi|toi|tui|em|cháu|con|mình|minh)\s+)?(?:tên(?: là)?|ten(?: la)?|là|la)\s+", re.IGNORECASE
)
_UNSAID = ("khong muon", "khong noi ten", "khong neu ten", "giau ten", "an danh")
_NUMBER = re.compile(r"[+\d][\d .\-]{6,}\d")


def needed(draft: Draft) -> bool:
    return not draft.name and NAME not in draft.skipped


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.NAME), ("skip", sentences.ANONYMOUS))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if heard.choice == "skip" or heard.means("deny", "skip") or heard.holds(*_UNSAID):
        draft.skipped.append(NAME)
        return True
    if heard.means("affirm", "greet", "thanks", "help") or heard.is_question:
        ask(talk)
        return False
    if heard.words > _A_STORY:
        talk.say(sentences.ADDED)
        tell.add(talk, heard)
        return True
    tell.gather(talk, heard)
    if draft.name:
        return True
    told = _SAYING.sub("", _NUMBER.sub("", heard.text)).strip(" ,.-:")
    if told and len(told.split()) <= _LONGEST and not any(letter.isdigit() for letter in told):
        draft.name = told
        return True
    if heard.words > _LONGEST:
        talk.say(sentences.ADDED)
        tell.add(talk, heard)
        return True
    if heard.entity("phone"):
        talk.say(sentences.GOT_CONTACT)
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    draft.name = None
    draft.skipped = [field for field in draft.skipped if field != NAME]
