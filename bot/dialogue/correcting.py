"""A correction told in words, where something is shown once more: this and not that, another number."""

import re

from bot.dialogue import sentences
from bot.dialogue.steps import place, tell
from bot.dialogue.talk import Heard, Talk
from intake.cases.submission import read_phone
from routing.text import fold

_LONGEST = 14
_NOT_BUT = re.compile(
    r"(?:không|hông|khong|ko) (?:phải|phai)(?: là| la| ở| o)? (?P<wrong>.+?)"
    r",? (?:mà|ma)(?: là| la| phải là| ở| o)? (?P<right>.+?)(?: (?:nha|nhé|nè|ạ|á|đó))?[ .!]*$",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r"^(?:.*(?:,| là| la| ở)\s+)?(?P<right>.+?)"
    r",? (?:chứ|chớ|chu) (?:không|hông|khong|ko) (?:phải|phai)(?: là| la| ở| o)? (?P<wrong>.+?)[ .!]*$",
    re.IGNORECASE,
)


def take(talk: Talk, heard: Heard) -> bool:
    """Correct the place, the name or the number; False if nothing that was told is corrected by these words."""
    if heard.choice or not (_swapped(talk, heard) or _another_number(talk, heard)):
        return False
    talk.say(sentences.EDITED)
    return True


def _swapped(talk: Talk, heard: Heard) -> bool:
    """Take "không phải ấp 1 mà là ấp 2". Where the story says the first, the correction stands below it."""
    draft, found = talk.state.draft, _NOT_BUT.search(heard.text) or _BUT_NOT.search(heard.text)
    if found is None:
        return False
    wrong, right = found["wrong"].strip(" .,"), found["right"].strip(" .,")
    if draft.phone and (number := read_phone(right)):
        draft.phone = number
    elif (named := draft.where) and not draft.pin and (corrected := _replaced(named, wrong, right)):
        if fold(wrong) in fold(draft.story):
            draft.parts.append([heard.event.id, heard.text])
        place.settle(talk, corrected)
    elif draft.name and (corrected := _replaced(draft.name, wrong, right)):
        draft.name = corrected
    else:
        return False
    return True


def _another_number(talk: Talk, heard: Heard) -> bool:
    """Take one's own number, told in a few words where another one is known."""
    draft, phone = talk.state.draft, tell.own_phone(heard)
    if heard.words > _LONGEST or not draft.phone or phone in (None, draft.phone):
        return False
    draft.phone = phone
    return True


def _replaced(text: str, wrong: str, right: str) -> str:
    """The text with these words in it replaced, however they are accented; empty if they are not in it.

    What is told with both ("xã Tam Bình" for the "Tân Phú" of "xã Tân Phú") stands once.
    """
    begin = fold(text).find(fold(wrong))
    if begin < 0 or len(fold(text)) != len(text):
        return ""
    before, words = text[:begin].split(), right.split()
    shared = next((n for n in range(len(words), 0, -1) if _folded(before[-n:]) == _folded(words[:n])), 0)
    kept = " ".join(words[shared:])
    return text[:begin] + kept + text[begin + len(wrong) :]


def _folded(words: list[str]) -> list[str]:
    return [fold(word) for word in words]
