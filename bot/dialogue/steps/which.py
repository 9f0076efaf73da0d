"""Which field of the summary is to be changed; that one is asked again, and nothing else."""

import re
from collections.abc import Callable

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import consent, contact, files, name, place, tell, understood, ways
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from routing.text import fold

NAME = "which"
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
        _FIELDS[field](draft)
    return True


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
