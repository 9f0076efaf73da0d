"""Understanding by plain rules: short phrases for intents, and the facts every engine finds.

It answers where no trained engine is there. It is sure only of short texts that say one thing; a longer text is a
story to it, whatever words it holds.
"""

from dataclasses import dataclass, field

from bot.nlu.entities import ANY_DAY, Facts
from bot.nlu.port import Entity, Understanding
from routing.classifier.places import find_place
from routing.text import folded

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


@dataclass(frozen=True)
class KeywordNlu:
    """The engine of plain rules. ``facts`` finds what is known of this installation; days only with a today."""

    facts: Facts = field(default_factory=lambda: Facts(today=lambda: ANY_DAY))

    def is_listed(self, text: str) -> bool:
        """Whether the text is one of the phrases, so that nothing need be guessed."""
        return _intent(text)[1] == _LISTED

    def understand(self, text: str) -> Understanding:
        intent, confidence = _intent(text)
        return Understanding(intent, confidence, self._entities(text), ENGINE)

    def _entities(self, text: str) -> tuple[Entity, ...]:
        """The facts, and a commune by its form alone where the installation's own names say nothing."""
        found = self.facts.find(text)
        place = None if any(one.kind == "commune" for one in found) else find_place(text)
        return (*found, Entity("commune", place, 0, 0)) if place else found


def _intent(text: str) -> tuple[str, float]:
    spoken = folded(text)
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
