"""Which field of the summary is to be changed; that one is asked again, and nothing else."""

import re
from collections.abc import Callable

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import consent, contact, files, name, place, tell, understood, ways
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from routing.text import fold, folded

NAME = "which"
_NOT_BUT = re.compile(
    r"(?:không|hông|khong|ko) (?:phải|phai)(?: là| la| ở| o)? (?P<wrong>.+?)"
    r",? (?:mà|ma)(?: là| la| phải là| ở| o)? (?P<right>.+?)(?: (?:nha|nhé|nè|ạ|á|đó))?[ .!]*$",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\b(?:thành|thanh|lại là|là)\s+(\S.*)$", re.IGNORECASE)
_FIELDS: dict[str, Callable[[Draft], None]] = {
    "story": tell.forget,
    "kind": understood.forget,
    "place": place.forget,
    "name": name.forget,
    "contact": contact.forget,
    "files": files.forget,
    "consent": consent.forget,
    "ways": ways.forget,
}


def ask(talk: Talk) -> None:
    fields = ((field, sentences.FIELD_NAMES[field]) for field in _FIELDS)
    talk.ask(_(sentences.WHICH_FIELD), *fields, ("none", sentences.BACK_TO_SUMMARY))


def hear(talk: Talk, heard: Heard) -> bool:
    if heard.choice == "none" or heard.means("deny", "affirm") or named(talk, heard):
        return True
    if heard.entity("name") or heard.entity("phone"):
        tell.gather(talk, heard, anew=True)
        return True
    if tell.more(talk, heard):
        return True
    talk.say(sentences.NOT_UNDERSTOOD)
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    """Nothing was told here."""


def named(talk: Talk, heard: Heard) -> bool:
    """Whether a field was chosen or named, which then is asked again, or is as it was told with it."""
    draft, field = talk.state.draft, heard.choice or _named(heard.text)
    if field not in _FIELDS:
        return False
    phone, called = heard.entity("phone"), heard.entity("name") or _said(heard, capitals=True)
    if field == "contact" and phone:
        draft.phone = phone
    elif field == "name" and called:
        draft.name = called
    elif field == "place" and (where := _said(heard)):
        place.forget(draft)
        draft.place = where
    else:
        draft.kept = {one: getattr(draft, one) for one in _HELD.get(field, ())}
        _FIELDS[field](draft)
    return True


def stays(talk: Talk, heard: Heard) -> bool:
    """Take back a change that was only begun: the field is as it was. False where none was, or it is told anew."""
    draft = talk.state.draft
    if not any(draft.kept.values()) or heard.choice or heard.words > _KEEPING:
        return False
    if not (heard.means("cancel", "back") or heard.holds(*_AS_IT_WAS) or folded(heard.text) in _NOT_NOW):
        return False
    for field, value in draft.kept.items():
        setattr(draft, field, getattr(draft, field) or value)
    return True


def swapped(talk: Talk, heard: Heard) -> bool:
    """Take "không phải ấp 1 mà là ấp 2" where the first of the two was told for a place or a name; else False."""
    draft, found = talk.state.draft, _NOT_BUT.search(heard.text)
    if found is None:
        return False
    wrong, right = found["wrong"].strip(" .,"), found["right"]
    if (named := draft.where) and not draft.pin and (corrected := _replaced(named, wrong, right)):
        place.settle(talk, corrected)
    elif draft.name and (corrected := _replaced(draft.name, wrong, right)):
        draft.name = corrected
    else:
        return False
    talk.say(sentences.EDITED)
    return True


def _replaced(text: str, wrong: str, right: str) -> str:
    """The text with these words in it replaced, however they are accented; empty if they are not in it."""
    begin = fold(text).find(fold(wrong))
    return text[:begin] + right + text[begin + len(wrong) :] if begin >= 0 and len(fold(text)) == len(text) else ""


def _said(heard: Heard, *, capitals: bool = False) -> str:
    """The value told with the wish: "đổi chỗ xảy ra thành ấp 2"; ``capitals`` only what is written like a name."""
    found = None if heard.choice else _VALUE.search(heard.text)
    value = found[1].strip(" .,!") if found else ""
    return value if not capitals or value.istitle() else ""


def _named(text: str) -> str:
    """A field named in words: "sửa số điện thoại"."""
    spoken = fold(text)
    for field, words in _SPOKEN.items():
        if any(word in spoken for word in words):
            return field
    return ""


_HELD = {"name": ("name",), "contact": ("phone", "email", "address"), "place": ("place", "found", "pin")}
_KEEPING = 6
_AS_IT_WAS = ("giu nguyen", "nhu cu", "de vay", "de nguyen", "khong sua", "khoi sua", "leave it", "keep it")
_NOT_NOW = ("thoi", "khoi", "thoi khoi")
_SPOKEN = {
    "ways": ("bao tin", "nhan tin", "told"),
    "contact": ("dien thoai", "sdt", "lien he", "dia chi", "phone", "address", "contact"),
    "name": ("ten", "name"),
    "place": ("noi xay ra", "dia diem", "cho xay ra", "place", "where"),
    "files": ("anh", "tep", "hinh", "file", "photo"),
    "kind": ("loai", "co quan", "kind"),
    "consent": ("cong khai", "dong y", "publish"),
    "story": ("noi dung", "cau chuyen", "story"),
}
