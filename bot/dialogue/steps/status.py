"""How far a case is: one's own at once, any other with its code and key. A wrong code and a wrong key look alike."""

import re

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "status"
_LEAVE = "leave"
_LONGEST = 12
"""Words of somebody who says that they have no code; more are a story."""

_KEY = re.compile(r"(?<!\w)(?!PA)[0-9A-Za-z]{5}[\s\-]?[0-9A-Za-z]{5}[\s\-]?[0-9A-Za-z]{5}(?!\w)")


def ask(talk: Talk) -> None:
    own = talk.facts.own_cases()
    talk.ask(_(sentences.ASK_CODE), *((code, code) for code in own[:5]), (_LEAVE, sentences.NO_CODE))


def hear(talk: Talk, heard: Heard) -> bool:
    state = talk.state
    code = heard.entity("case_code") or (heard.choice if heard.choice.startswith("PA-") else "") or state.code
    if not code:
        if heard.choice == _LEAVE or heard.means("cancel", "deny", "thanks") or heard.holds("thoi", "khong tra cuu"):
            return _left(talk)
        ask(talk)
        return False
    key = _key(heard.text)
    state.code = code
    if key is None and code not in talk.facts.own_cases():
        if heard.means("cancel", "deny") or heard.holds("thoi"):
            state.code = ""
            return _left(talk)
        talk.ask(_(sentences.ASK_KEY).format(code=code))
        return False
    state.code = ""
    told = talk.facts.status(code, key)
    if told is None:
        talk.ask(_(sentences.WRONG_KEY))
        return False
    talk.tell(told)
    return True


def _left(talk: Talk) -> bool:
    talk.say(sentences.AT_EASE)
    return True


def forget(draft: Draft) -> None:
    """Nothing was told here."""


def is_a_story(heard: Heard) -> bool:
    """Whether somebody who is asked for a code tells what happened instead."""
    return heard.words > _LONGEST and heard.entity("case_code") is None and not holds_key(heard.text)


def holds_key(text: str) -> bool:
    """Whether what looks like a key stands in a text."""
    return _key(text) is not None


def _key(text: str) -> str | None:
    """The key in a text; a case code is no key."""
    without_code = re.sub(r"PA[\s\-._]?\d{6}[\s\-._]?\d{6}[\s\-._]?\d", " ", text, flags=re.IGNORECASE)
    found = _KEY.search(without_code)
    return found[0] if found else None
