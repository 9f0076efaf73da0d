"""Codes and keys as an officer reads them out on the phone, digit by digit, the way Vietnamese people say them.

It knows sounds and pauses. It refuses to know which code or key it reads.
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LETTERS = {
    "A": "a",
    "B": "bê",
    "C": "xê",
    "D": "đê",
    "E": "e",
    "F": "ép",
    "G": "giê",
    "H": "hát",
    "J": "gi",
    "K": "ca",
    "M": "em",
    "N": "en",
    "P": "pê",
    "Q": "quy",
    "R": "e-rờ",
    "S": "ét",
    "T": "tê",
    "V": "vê",
    "W": "vê kép",
    "X": "ích",
    "Y": "i dài",
    "Z": "dét",
}
"""The letters that a code or key may hold, with their names."""


def say_code(code: str) -> str:
    """``PA-261122-482913-7`` as ``P A, hai sáu, một một, hai hai, bốn tám, hai chín, một ba, bảy``."""
    prefix, *groups = code.split("-")
    pairs = [group[at : at + 2] for group in groups for at in range(0, len(group), 2)]
    return ", ".join([" ".join(prefix), *(" ".join(_DIGITS[int(digit)] for digit in pair) for pair in pairs)])


def say_key(key: str) -> str:
    """``7K2-B01`` as ``bảy, K ca, hai; B bê, không, một``: each letter with its sign, never parted."""
    return "; ".join(", ".join(_say(letter) for letter in group) for group in key.split("-"))


def _say(letter: str) -> str:
    return _DIGITS[int(letter)] if letter.isdigit() else f"{letter}\N{NO-BREAK SPACE}{_LETTERS[letter]}"
