"""Vietnamese text as values: the form we store, the form we search, its words, and its first line.

This module knows Unicode and the habits of Vietnamese keyboards (NFD from some phones, CRLF from forms). It
refuses to know what a text means, and it never corrects what a citizen wrote.
"""

import re
import unicodedata
from functools import lru_cache

TRAILING_SPACES = re.compile(r"[ \t\u00a0]+(?=\n|\Z)")
WORD = re.compile(r"[^\W_]+")


def normalise(text: str) -> str:
    """The stored form: NFC, LF line ends, no trailing spaces. All else stays as it was written."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return TRAILING_SPACES.sub("", unicodedata.normalize("NFC", unix))


def fold(text: str) -> str:
    """The search form: lower case, no diacritics, ``đ`` as ``d``. NFD and NFC input give the same result."""
    # Decomposed before lowering, so that equal texts stay equal; and after it: İ lowers to i and a mark.
    lowered = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).lower())
    bare = "".join(letter for letter in lowered if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare.replace("đ", "d"))


REMEMBERED = 16
"""Words of so many letters are remembered, longer ones are no words: they would only fill the memory."""


def fold_word(word: str) -> str:
    """`fold` for one word, remembered: a few thousand words make up most of what people write."""
    return _remembered(word) if len(word) <= REMEMBERED else fold(word)


@lru_cache(maxsize=1 << 15)
def _remembered(word: str) -> str:
    return fold(word)


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, in lower case, with their diacritics (NFC)."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def folded(text: str) -> str:
    """The words of a text without diacritics, with one space between them: "Sở TN&MT" is ``so tn mt``."""
    return " ".join(fold(word) for word in words(text))


def signature(word: str) -> tuple[str, tuple[str, ...]]:
    """A word's letters and its marks apart, so that ``hoà`` equals ``hòa`` but neither equals ``hoa``."""
    marks = (mark for mark in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(mark) == "Mn")
    return fold_word(word), (*sorted(marks), *("đ" for letter in word.lower() if letter == "đ"))


def first_line(text: str, length: int = 80) -> str:
    """The beginning of a text on one line, at most ``length`` characters, cut at a word with ``…``."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: max(length - 1, 0)]
    if " " in cut and not line[len(cut)].isspace():
        cut = cut.rsplit(" ", 1)[0]
    return (cut.rstrip(" ,.;:–-") + "…")[:length]
