"""Marking personal data in a citizen's text, so that a person can confirm before anything is published.

It finds and it replaces; it never publishes. It prefers marking too much to too little, but leaves agencies,
streets and communes readable, because a result without its place helps nobody. Offsets are those of the text
given, whatever its Unicode form.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.languages import N_
from routing.personal_names import CAPITALISED, named_people


class Personal(StrEnum):
    """What kind of personal data a span holds."""

    PHONE = "phone"
    EMAIL = "email"
    CITIZEN_ID = "citizen_id"
    ACCOUNT = "account"
    PLATE = "plate"
    ADDRESS = "address"
    BIRTH = "birth"
    NAME = "name"
    DOSSIER = "dossier"
    OTHER = "other"


WORDS = {
    Personal.PHONE: N_("[số điện thoại]"),
    Personal.EMAIL: N_("[thư điện tử]"),
    Personal.CITIZEN_ID: N_("[số căn cước]"),
    Personal.ACCOUNT: N_("[số tài khoản]"),
    Personal.PLATE: N_("[biển số xe]"),
    Personal.ADDRESS: N_("[số nhà]"),
    Personal.BIRTH: N_("[ngày sinh]"),
    Personal.NAME: N_("[họ tên]"),
    Personal.DOSSIER: N_("[mã hồ sơ]"),
    Personal.OTHER: "[…]",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: ``text[start:end]`` is personal, of this kind, for this reason."""

    start: int
    end: int
    kind: Personal
    why: str


def _rule(kind: Personal, why: str, pattern: str) -> tuple[Personal, str, re.Pattern[str]]:
    return kind, why, re.compile(pattern, re.IGNORECASE)


HOUSE = r"(?P<it>\d+[A-Za-z]?(?:[/-]\d+[A-Za-z]?)*)"
STREET = r"(?:đường|phố|hẻm|ngõ|ngách|kiệt|ấp|khóm|tổ|thôn|khu phố)\b"
DATE = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|\d{1,2} tháng \d{1,2} năm \d{4}|(?:19|20)\d{2}\b"
NOT_MONEY = r"(?!\w)(?!\s*(?:đồng|đ\b|vnđ|vnd|triệu|m2))"

# In order of strength: where two overlap, the earlier one wins. A group named "it" narrows the mark.
RULES = (
    _rule(Personal.EMAIL, N_("có dạng thư điện tử"), r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    _rule(Personal.DOSSIER, N_("có dạng mã hồ sơ"), r"\bPA-\d{6}-\d{6}-\w\b"),
    _rule(
        Personal.DOSSIER,
        N_("có dạng mã hồ sơ"),
        r"\b(?:[A-Z]?\d{1,3}\.){1,4}[A-Z]?\d{1,3}-\d{6}-\d{3,6}\b",
    ),
    _rule(
        Personal.DOSSIER,
        N_("đi sau chữ mã hồ sơ"),
        r"\b(?:mã|số)\s+(?:hồ sơ|biên nhận)\s*(?:là|:|số)?\s*(?P<it>[\w./-]*\d[\w./-]*\d)",
    ),
    _rule(
        Personal.BIRTH,
        N_("đi sau chữ sinh ngày hoặc sinh năm"),
        rf"\b(?:ngày sinh|sinh ngày|sinh năm|sn|sinh)\s*:?\s*(?P<it>{DATE})",
    ),
    _rule(
        Personal.ACCOUNT,
        N_("đi sau chữ số tài khoản"),
        r"\b(?:stk|số tài khoản|tài khoản(?: ngân hàng)?|tk)\s*(?:số|là|:|[^\W\d]{2,12})?\s*:?\s*"
        r"(?P<it>\d[\d .-]{5,22}\d)",
    ),
    _rule(Personal.PHONE, N_("có dạng số điện thoại"), r"(?<![\w.])(?:\+84|0084|84|0)(?:[ .-]?\d){9,10}(?!\d)"),
    _rule(
        Personal.CITIZEN_ID,
        N_("có 12 hoặc 9 chữ số như số căn cước"),
        rf"(?<![\w.,])\d{{3}}[ ]?\d{{3}}[ ]?\d{{3}}(?:[ ]?\d{{3}})?{NOT_MONEY}",
    ),
    _rule(Personal.ACCOUNT, N_("là dãy số dài như số tài khoản"), rf"(?<![\w.,])\d{{8,19}}{NOT_MONEY}"),
    _rule(
        Personal.PLATE,
        N_("có dạng biển số xe"),
        r"(?<!\w)\d{2}\s?-?\s?[A-Z]{1,2}\d?\s?[-. ]?\s?\d{3}[.]?\d{1,2}(?!\w)",
    ),
    _rule(
        Personal.ADDRESS,
        N_("là số nhà"),
        rf"\b(?:số nhà|nhà số|căn hộ số|số|địa chỉ)\s*:?\s*{HOUSE}(?=\s*,?\s*{STREET})",
    ),
    _rule(Personal.ADDRESS, N_("là số nhà"), rf"\b(?:số nhà|nhà số|căn hộ số)\s*:?\s*{HOUSE}"),
    _rule(
        Personal.ADDRESS,
        N_("là số nhà trong hẻm"),
        rf"(?<![\w/])(?P<it>\d+[A-Za-z]?(?:/\d+[A-Za-z]?)+)(?=\s+{STREET})",
    ),
    _rule(
        Personal.ADDRESS,
        N_("đứng trước tên đường như số nhà"),
        rf"(?<![\w/.,])(?P<it>\d+[A-Za-z]?)(?=\s+(?:đường|phố|hẻm)\s+(?-i:{CAPITALISED}))",
    ),
)


def find_personal(text: str) -> tuple[Span, ...]:
    """Personal data in the text: spans sorted, apart from each other and inside the text."""
    plain, origin = _composed(text)
    taken: list[Span] = []
    for span in (*_by_rules(plain), *_names(plain)):
        if span.start < span.end and all(span.end <= other.start or other.end <= span.start for other in taken):
            taken.append(span)
    return tuple(
        Span(origin[span.start], _after(origin, span.end), span.kind, span.why)
        for span in sorted(taken, key=lambda span: span.start)
    )


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by a word for it. Overlapping spans are covered once, by the first."""
    pieces: list[str] = []
    done = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= done:
            pieces += [text[done : span.start], WORDS[span.kind]]
        done = max(done, span.end)
    return "".join([*pieces, text[done:]])


def _by_rules(text: str) -> Iterator[Span]:
    for kind, why, pattern in RULES:
        for match in pattern.finditer(text):
            start, end = match.span("it" if "it" in pattern.groupindex else 0)
            yield Span(start, end, kind, why)


def _names(text: str) -> Iterator[Span]:
    for start, end, why in named_people(text):
        yield Span(start, end, Personal.NAME, why)


def _composed(text: str) -> tuple[str, list[int]]:
    """The text in NFC and, for each place in it, the place in the text given."""
    letters: list[str] = []
    origin: list[int] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _continues(text[place]):
            composed = unicodedata.normalize("NFC", text[start:place])
            letters.append(composed)
            origin += [start] * len(composed)
            start = place
    return "".join(letters), [*origin, len(text)]


def _after(origin: list[int], end: int) -> int:
    """Where in the text given a span ends: never between a letter and the marks that no single letter holds with it."""
    return next((place for place in origin[end:] if place != origin[end - 1]), origin[-1])


def _continues(letter: str) -> bool:
    return unicodedata.combining(letter) != 0
