"""How an officer may reach the citizen: a phone, an e-mail or an address."""

import re

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk, holds
from intake.cases.errors import Invalid
from intake.cases.submission import read_identity
from models.languages import _, available, speaking

NAME = "contact"
_LONGEST = 25
_NUMBER = re.compile(r"\+?\d[\d .\-()]{4,}\d")
_WITHOUT = re.compile(r"^[^,]*(?:không|hông|khong|ko) (?:có|co)[^,]*,\s*", re.IGNORECASE)
_AROUND = 8
"""With no more words beside it, so many digits are meant to be a phone number."""

_PLACES = (
    *("ap", "khom", "xa", "phuong", "duong", "thon", "to", "nha", "cho", "chua", "khu", "hem", "xom", "cau", "gan"),
    *("tinh", "huyen", "tp", "ward", "street", "road", "house"),
)
"""One of them is in every address that is told without a number."""

_LIVING, _AN_ADDRESS = ("o ap", "o xa", "o khom", "o phuong", "nha o", "nha toi o", "nha tui o"), 6
_NONE = ("khong co", "ko co", "hong co", "khong muon", "khong cho")


def needed(draft: Draft) -> bool:
    return not (draft.phone or draft.email or draft.address) and NAME not in draft.skipped


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.CONTACT), ("skip", sentences.SKIP))


def asked_in(body: str) -> str | None:
    """The language in which these words ask for a phone number; None where they ask for something else."""
    for language in available():
        with speaking(language):
            again = _(sentences.PHONE_WRONG).format(why="").strip()
            if body.strip() == _(sentences.CONTACT) or body.strip().endswith(again):
                return language
    return None


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    has_digits = any(letter.isdigit() for letter in heard.text)
    lives = heard.words >= _AN_ADDRESS and heard.holds(*_LIVING)
    none = heard.means("deny", "skip") or (heard.holds(*_NONE) and not has_digits)
    if heard.choice == "skip" or (none and not lives):
        draft.skipped.append(NAME)
        return True
    phone = heard.entity("phone")
    email = tell.email_in(heard.text)
    draft.phone, draft.email = phone or draft.phone, email or draft.email
    if (number := _NUMBER.search(heard.text)) and heard.words <= _AROUND:
        return _number(talk, number[0])
    if heard.words > _LONGEST:
        tell.keep(talk, heard)
        return True
    if phone or email:
        return True
    if not heard.holds(*_PLACES) and tell.fact(talk, heard):  # a name, one question late
        ask(talk)
        return False
    is_place = heard.words > 1 and (has_digits or heard.holds(*_PLACES))
    if is_place and not heard.asks and not heard.means("affirm", "greet", "thanks"):
        cut = _WITHOUT.match(heard.text)
        draft.address = heard.text if cut is None or holds(cut[0], _PLACES) else heard.text[cut.end() :]
        return True
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    draft.phone = draft.email = draft.address = None
    draft.skipped = [field for field in draft.skipped if field != NAME]


def _number(talk: Talk, typed: str) -> bool:
    """A number no engine took for a phone: what is wrong with it, in the words of the form."""
    try:
        talk.state.draft.phone = read_identity(phone=typed).phone
    except Invalid as wrong:
        talk.ask(_(sentences.PHONE_WRONG).format(why=wrong.sentence), ("skip", sentences.SKIP))
        return False
    return True
