"""Everyday words and the official ones: "sổ đỏ" is a giấy chứng nhận quyền sử dụng đất (``rules/everyday.yaml``).

It rewrites what people type into folded official words; the file is data that an office can read and correct.
"""

from functools import cache
from pathlib import Path

import yaml

from routing.text import fold, words

_Phrases = dict[tuple[str, ...], tuple[str, ...]]

FILE = Path(__file__).parent / "rules" / "everyday.yaml"


def spoken_words(text: str) -> list[str]:
    """The folded words of a text in order."""
    return [fold(word) for word in words(text)]


def whole_words(text: str) -> list[str]:
    """The folded words of a name in order, abbreviations written out."""
    said, short, *_ = _read()
    return [part for word in spoken_words(text) for part in short.get(word) or said.get((word,)) or (word,)]


def typed_words(text: str) -> list[tuple[str, float]]:
    """`weighed_words` of what somebody types to find a procedure: a phrase alone may mean more than among others."""
    alone = _read()[3].get(tuple(spoken_words(text)))
    return [(word, 1.0) for word in alone] if alone else weighed_words(text)


def official_words(text: str) -> list[str]:
    """The folded words of a text with everyday phrases replaced by official ones; the longest phrase wins."""
    return [word for word, _ in weighed_words(text)]


def weighed_words(text: str) -> list[tuple[str, float]]:
    """The same, each with how many written words stand behind it: "hộ khẩu" was two, whatever it becomes."""
    said, short, longest, _alone = _read()
    read = [part for word in spoken_words(text) for part in short.get(word, (word,))]
    out: list[tuple[str, float]] = []
    place = 0
    while place < len(read):
        for length in range(min(longest, len(read) - place), 0, -1):
            official = said.get(tuple(read[place : place + length]))
            if official is not None:
                kept = _unless_said(official, [word for word, _ in out[-len(official) :]], read[place + length :])
                out += [(word, min(length / len(kept), 1.0)) for word in kept]
                place += length
                break
        else:
            out.append((read[place], 1.0))
            place += 1
    return out


def _unless_said(official: tuple[str, ...], before: list[str], after: list[str]) -> list[str]:
    """Official words without those already written beside the phrase: "đăng ký hộ khẩu" is not registered twice."""
    for length in range(min(len(official) - 1, len(before)), 0, -1):
        if tuple(before[-length:]) == official[:length]:
            official = official[length:]
            break
    for length in range(min(len(official) - 1, len(after)), 0, -1):
        if tuple(after[:length]) == official[-length:]:
            return list(official[:-length])
    return list(official)


@cache
def _read() -> tuple[_Phrases, dict[str, tuple[str, ...]], int, _Phrases]:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    said, alone = (
        {tuple(spoken_words(str(one))): tuple(spoken_words(other)) for one, other in content[part].items()}
        for part in ("said", "alone")
    )
    short = {fold(str(one)): tuple(spoken_words(other)) for one, other in content["short"].items()}
    return said, short, max(map(len, said)), alone
