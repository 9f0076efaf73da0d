"""Which field of the summary is to be changed; that one is asked again, and nothing else."""

import re
from collections.abc import Callable
from copy import copy

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import consent, contact, files, name, place, tell, understood, ways
from bot.dialogue.talk import Heard, Talk, holds
from models.languages import _
from routing.text import folded

NAME = "which"
_VALUE = re.compile(r"\b(?:thành|thanh|lại là|là)\s+(\S.*)$|([^,]+) (?:mới|moi) (?:đúng|dung)\b", re.IGNORECASE)
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
    draft, field = talk.state.draft, heard.choice or field_in(heard, talk.state.draft)
    if field not in _FIELDS:
        return False
    _restore(draft)
    phone, called = heard.entity("phone"), heard.entity("name") or _said(heard, capitals=True)
    if field == "contact" and phone:
        draft.phone = phone
    elif field == "name" and called:
        draft.name = called
    elif field == "place" and (where := _said(heard)) and holds(where, _LEVELS):
        place.forget(draft)
        place.settle(talk, where)
    else:
        draft.kept = {one: copy(getattr(draft, one)) for one in ("skipped", *_HELD[field])}
        _FIELDS[field](draft)
    return True


def stays(talk: Talk, heard: Heard) -> bool:
    """Take back a change that was only begun, or none; False for words that say nothing of the kind."""
    draft = talk.state.draft
    if heard.choice or heard.words > _KEEPING or "Huy" in heard.text.split() or heard.holds("gui", "goi"):
        return False
    if not draft.kept:
        return talk.state.step in _WHERE_NOTHING_CHANGES and heard.holds(*_AS_IT_WAS)
    if not (heard.means("cancel", "back") or heard.holds(*_AS_IT_WAS) or folded(heard.text) in _NOT_NOW):
        return False
    _restore(draft)
    return True


def _restore(draft: Draft) -> None:
    """What was only going to be changed is as it was."""
    for field, value in draft.kept.items():
        setattr(draft, field, value)
    draft.kept = {}


def _said(heard: Heard, *, capitals: bool = False) -> str:
    """The value told with the wish: "đổi chỗ xảy ra thành ấp 2"; ``capitals`` only what is written like a name."""
    found = None if heard.choice else _VALUE.search(heard.text)
    value = (found[1] or found[2]).strip(" .,!") if found else ""
    return value if not capitals or value.istitle() else ""


def field_in(heard: Heard, draft: Draft) -> str:
    """A field named in words: "sửa số điện thoại", or by a number. Whoever gave no address means the place by it."""
    named = next((field for field, words in _SPOKEN.items() if heard.holds(*words)), "")
    if named == "name" and _OF_A_PLACE.search(folded(heard.text)):
        return "place"
    if named == "contact" and heard.holds("dia chi", "address") and not draft.address:
        return "place"
    return named or ("contact" if heard.entity("phone") else "")


_UNDERSTOOD = ("understood", "kind", "apart", "matters")
_HELD: dict[str, tuple[str, ...]] = {
    "story": ("parts", "warned", "restricted", *_UNDERSTOOD),
    "kind": _UNDERSTOOD,
    "place": ("place", "found", "pin"),
    "name": ("name",),
    "contact": ("phone", "email", "address"),
    "files": ("asks_files", "files"),
    "consent": ("consent",),
    "ways": ("told_by",),
}
"""What of a draft each field is."""

_WHERE_NOTHING_CHANGES = ("summary", "cancel", NAME)
_KEEPING = 4
_AS_IT_WAS = ("giu nguyen", "nhu cu", "de vay", "de nguyen", "khong sua", "khoi sua", "leave it", "keep it")
_NOT_NOW = ("thoi", "khoi", "thoi khoi")
_LEVELS = ("ap", "khom", "khu pho", "thon", "xa", "phuong", "duong", "so nha", "huyen", "cau")
_OF_A_PLACE = re.compile(r"\bten (?:duong|ap|xa|phuong|khom|thon|truong|cho|cau)\b")
_SPOKEN = {
    "ways": ("cach bao", "bao tin", "nhan tin", "told"),
    "contact": (
        *("dien thoai", "sdt", "lien he", "dia chi", "phone", "address", "contact"),
        *("sua so", "doi so", "sai so", "so sai", "nham so", "so dt"),
    ),
    "name": ("ten", "name"),
    "place": ("noi xay ra", "dia diem", "cho xay ra", "place", "where"),
    "files": (
        *("tep", "file", "photo", "hinh anh", "tam hinh", "tam anh", "buc anh", "anh chup", "hinh chup"),
        *("sua hinh", "sua anh", "doi hinh", "doi anh", "them hinh", "them anh", "bo hinh", "bo anh"),
    ),
    "kind": ("loai", "co quan", "kind"),
    "consent": ("cong khai", "dong y", "publish"),
    "story": ("noi dung", "cau chuyen", "story"),
}
