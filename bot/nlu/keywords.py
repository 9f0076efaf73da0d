"""Understanding by plain rules: short phrases for intents, patterns for entities.

It answers where no trained engine is there. It is sure only of short texts that say one thing; a longer text is a
story to it, whatever words it holds.
"""

import re
from collections.abc import Iterator

from bot.nlu.port import Entity, Understanding
from intake.cases.submission import read_phone
from routing.case_code import read_code
from routing.classifier.places import find_place
from routing.text import fold, words

ENGINE = "keywords"
_LISTED = 0.95
_SHORT = 8

_PHRASES: dict[str, tuple[str, ...]] = {
    "cancel": (
        "huy",
        "huy bo",
        "thoi khong gui nua",
        "khong gui nua",
        "bo di",
        "dung lai",
        "cancel",
        "stop",
        "thoi huy",
    ),
    "back": ("quay lai", "lui lai", "tro lai", "buoc truoc", "back", "go back"),
    "edit": ("sua", "sua lai", "chinh sua", "thay doi", "sai roi", "edit", "change"),
    "status": (
        "tra cuu",
        "tinh trang ho so",
        "ho so den dau roi",
        "xem ho so",
        "tra cuu ho so",
        "ket qua ho so",
        "tinh hinh ho so",
        "status",
        "track",
    ),
    "help": ("tro giup", "huong dan", "giup toi", "giup voi", "help", "lam sao", "lam the nao", "menu"),
    "person": (
        "gap can bo",
        "noi chuyen voi nguoi",
        "gap nguoi",
        "noi chuyen voi can bo",
        "cho toi gap can bo",
        "gap nhan vien",
        "talk to a person",
        "human",
    ),
    "ask_contact": (
        "so dien thoai co quan",
        "duong day nong",
        "dia chi co quan",
        "gio lam viec",
        "may gio lam viec",
        "mo cua may gio",
        "hotline",
        "dia chi o dau",
        "opening hours",
        "so dien thoai duong day nong",
    ),
    "ask_procedure": (
        "thu tuc",
        "giay to gi",
        "can giay to gi",
        "le phi bao nhieu",
        "lam thu tuc",
        "can nhung giay to",
    ),
    "thanks": ("cam on", "cam on nhieu", "cam on ban", "cam on em", "thank you", "thanks", "cam on ad"),
    "greet": ("chao", "xin chao", "chao ban", "chao em", "alo", "hello", "hi", "chao ad"),
    "ways": (
        "cach bao tin",
        "doi cach bao tin",
        "chon cach bao tin",
        "cach nhan tin",
        "doi cach nhan tin",
        "bao tin qua email",
        "gui tin qua email",
        "nhan tin qua email",
        "bao tin qua thu dien tu",
        "bao tin cach khac",
        "how to be told",
        "notifications",
    ),
    "affirm": (
        "dung",
        "dung roi",
        "phai",
        "vang",
        "da",
        "da dung",
        "ok",
        "oke",
        "u",
        "uh",
        "co",
        "dong y",
        "gui di",
        "gui",
        "chinh xac",
        "yes",
        "yep",
        "okay",
        "dung vay",
        "dong y gui",
        "da phai",
        "chuan",
    ),
    "deny": (
        "khong",
        "khong phai",
        "sai",
        "khong dung",
        "ko",
        "k",
        "hong phai",
        "hong",
        "khong co",
        "no",
        "chua",
        "ko co",
        "khong dong y",
        "bo qua",
        "khong can",
        "skip",
        "nope",
        "hem",
    ),
    "file": (
        "toi muon phan anh",
        "phan anh",
        "toi muon gui phan anh",
        "gui phan anh",
        "toi muon kien nghi",
        "kien nghi",
        "toi can phan anh",
        "muon phan anh",
        "toi muon khieu nai",
        "toi muon to cao",
        "bat dau",
        "start",
    ),
}
_LOOSE = ("status", "person", "ask_contact", "ask_procedure", "thanks", "file")
"""Intents that a short text may also only contain; of the others a word more may change the meaning."""

_PHONE = re.compile(r"(?<![\w.])\+?\d[\d .\-]{7,14}\d(?!\w)")
_CODE = re.compile(r"\bPA[\s\-._]?\d{6}[\s\-._]?\d{6}[\s\-._]?\d\b", re.IGNORECASE)
_DOSSIER = re.compile(r"\b[A-Z]\d{2}(?:[.\-]\d+){1,5}[.\-]\d{2,}\b|\b\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-\d{6}-\d{4,}\b")
_DATE = re.compile(r"\b\d{1,2}[/\-]\d{1,2}(?:[/\-]\d{2,4})?\b")
_NAME = re.compile(
    r"(?:[Tt]ôi tên(?: là)?|[Tt]ên tôi là|[Tt]ôi là|[Hh]ọ tên(?: tôi)?(?: là)?\s*:?|[Mm]y name is|[Cc]háu tên(?: là)?"
    r"|[Ee]m tên(?: là)?|[Tt]oi ten(?: la)?)\s+(?P<name>[^\W\d_a-z]\w*(?:\s+[^\W\d_a-z]\w*){1,4})"
)


class KeywordNlu:
    """The engine of plain rules."""

    def is_listed(self, text: str) -> bool:
        """Whether the text is one of the phrases, so that nothing need be guessed."""
        return _intent(text)[1] == _LISTED

    def understand(self, text: str) -> Understanding:
        intent, confidence = _intent(text)
        return Understanding(intent, confidence, tuple(_entities(text)), ENGINE)


def _intent(text: str) -> tuple[str, float]:
    spoken = " ".join(fold(word) for word in words(text))
    for polite in (" a", " nhe", " nha", " di", " voi", " giup toi"):
        bare = spoken.removesuffix(polite)
        for intent, phrases in _PHRASES.items():
            if spoken in phrases or bare in phrases:
                return intent, _LISTED
    if len(spoken.split()) <= _SHORT:
        for intent in _LOOSE:
            if any(f" {phrase} " in f" {spoken} " for phrase in _PHRASES[intent]):
                return intent, 0.75
    return "inform", 0.5


def _entities(text: str) -> Iterator[Entity]:
    codes = [match.span() for match in _CODE.finditer(text)]
    for match in _CODE.finditer(text):
        if code := read_code(match[0]):
            yield Entity("case_code", code, *match.span())
    for match in _PHONE.finditer(text):
        inside = any(start <= match.start() < end for start, end in codes)
        if not inside and (number := read_phone(match[0])):
            yield Entity("phone", number, *match.span())
    for kind, pattern in (("dossier", _DOSSIER), ("date", _DATE)):
        for match in pattern.finditer(text):
            yield Entity(kind, match[0], *match.span())
    if (named := _NAME.search(text)) and _is_name(named["name"]):
        yield Entity("name", named["name"], *named.span("name"))
    if place := find_place(text):
        yield Entity("commune", place, 0, 0)


def _is_name(found: str) -> bool:
    return all(word[0].isupper() for word in found.split())
