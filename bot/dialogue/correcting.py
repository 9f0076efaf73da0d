"""A correction told in words, where something is shown once more: this and not that, another number."""

import re

from bot.dialogue import sentences
from bot.dialogue.steps import place, tell
from bot.dialogue.talk import Heard, Talk
from intake.cases.submission import read_phone
from routing.text import fold

_LONGEST, _BESIDE, _NAMED = 14, 3, 7
"""Words of a correction, of those beside a number that is told alone, and of the name of a place."""

_LEVEL = r"(?:ấp|ap|khóm|khom|khu phố|khu pho|thôn|thon|xã|xa|phường|phuong|thị trấn|thi tran)"
_NOT_BUT = re.compile(
    r"(?:không|hông|khong|ko) (?:phải|phai)(?: là| la| ở| o)? (?P<wrong>.+?)"
    r",? (?:mà|ma) (?P<right>.+?)(?: (?:nha|nhé|nè|ạ|á|đó))?[ .!]*$",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r"^(?:.*(?:,| là| la| ở)\s+)?(?P<right>.+?)"
    r",? (?:chứ|chớ|chu) (?:không|hông|khong|ko) (?:phải|phai)(?: là| la| ở| o)? (?P<wrong>.+?)[ .!]*$",
    re.IGNORECASE,
)
_RATHER = re.compile(
    rf"\b(?P<right>{_LEVEL} [^,]+?) (?:mới|moi) (?:đúng|dung)|\b{_LEVEL} (?:là|la) (?P<said>{_LEVEL} [^,]+?)[ .!]*$",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:(?:phải|là|la|ở|o|tại|tai)\s+)+", re.IGNORECASE)
_PLACED = re.compile(rf"^{_LEVEL}\b", re.IGNORECASE)


def take(talk: Talk, heard: Heard) -> bool:
    """Correct the place, the name or the number; False if nothing that was told is corrected by these words."""
    if heard.choice or heard.words > _LONGEST:
        return False
    if not (_swapped(talk, heard) or _placed_anew(talk, heard) or _another_number(talk, heard)):
        return False
    talk.say(sentences.EDITED)
    return True


def _swapped(talk: Talk, heard: Heard) -> bool:
    """Take "không phải ấp 1 mà là ấp 2": a place for a place, a name for a name."""
    draft, found = talk.state.draft, _NOT_BUT.search(heard.text) or _BUT_NOT.search(heard.text)
    if found is None:
        return False
    wrong, right = found["wrong"].strip(" .,"), _LEADING.sub("", found["right"].strip(" .,"))
    if draft.phone and (number := read_phone(right)):
        draft.phone = number
        return True
    if _PLACED.match(right) and (corrected := _replaced(draft.where or "", wrong, right)):
        return _is_at(talk, heard, wrong, corrected)
    if right.istitle() and wrong.istitle() and (corrected := _replaced(draft.name or "", wrong, right)):
        draft.name = corrected
        return True
    return False


def _placed_anew(talk: Talk, heard: Heard) -> bool:
    """Take "sai rồi, ấp 3 mới đúng" for whatever of the same level was told."""
    found, where = _RATHER.search(heard.text), talk.state.draft.where or ""
    if found is None or not where:
        return False
    right = (found["right"] or found["said"]).strip(" .")
    named = right.split()[1:]
    if len(named) > _NAMED or not all(word[0].isdigit() or word[0].isupper() for word in named):
        return False
    level = fold(right.split()[0])
    before = next(
        (part for part in re.split(r",\s*|\s+(?=(?:xã|phường)\b)", where) if fold(part).startswith(level)), ""
    )
    corrected = where.replace(before, right, 1) if before else f"{right}, {where}"
    return _is_at(talk, heard, before, corrected)


def _is_at(talk: Talk, heard: Heard, wrong: str, corrected: str) -> bool:
    """Where the story says it wrong, the correction stands below it."""
    draft = talk.state.draft
    if draft.pin:
        return False
    if wrong and fold(wrong) in fold(draft.story):
        draft.parts.append([heard.event.id, heard.text])
    place.settle(talk, corrected)
    return True


def _another_number(talk: Talk, heard: Heard) -> bool:
    """Take one's own number where another one is known: told alone, or as a correction."""
    draft, phone = talk.state.draft, tell.own_phone(heard)
    beside = sum(not any(letter.isdigit() for letter in word) for word in heard.text.split())
    if not draft.phone or phone in (None, draft.phone) or not (beside <= _BESIDE or heard.holds(*tell.CORRECTS)):
        return False
    draft.phone = phone
    return True


def _replaced(text: str, wrong: str, right: str) -> str:
    """The text with these whole words in it replaced, however they are accented; empty if they are not in it.

    What is told with both ("xã Tam Bình" for the "Tân Phú" of "xã Tân Phú") stands once. A number or a level alone
    ("3", "xã") may be anything, and is not replaced.
    """
    said, told = _folded(text.split()), _folded(wrong.split())
    begin = next((n for n in range(len(said)) if told and said[n : n + len(told)] == told), -1)
    if begin < 0 or wrong.isdigit() or _PLACED.fullmatch(wrong):
        return ""
    before, after, words = text.split()[:begin], text.split()[begin + len(told) :], right.split()
    shared = next((n for n in range(len(words), 0, -1) if _folded(before[-n:]) == _folded(words[:n])), 0)
    comma = "," if text.split()[begin + len(told) - 1].endswith(",") else ""
    return " ".join([*before, " ".join(words[shared:]) + comma, *after])


def _folded(words: list[str]) -> list[str]:
    return [fold(word).strip(",.") for word in words]
