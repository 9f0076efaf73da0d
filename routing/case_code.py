"""Case codes people can read over the phone, and the keys that go with them.

A code is ``PA-YYMMDD-NNNNNN-C``: the local day, six random digits, and a check digit over the twelve by the Damm
algorithm, which notices every single wrong digit and every two swapped neighbours (ISO/IEC 7064 MOD 11,10 and
Luhn miss some). The code is no secret; the key is. This module knows their spelling, not whether they exist.
"""

import re
from datetime import date

_CODE = re.compile(r"^PA(\d{6})(\d{6})(\d)$")
_KEY_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to mistake
_QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_KEY_LENGTH = 15  # 75 bits
_KEY = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{5}(?:[\-.–][0-9A-Za-z]{5}){2}(?![0-9A-Za-z])")
_HIDDEN = "•••••-•••••-•••••"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def check_digit(digits: str) -> str:
    """The check digit of a string of digits (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004)."""
    interim = 0
    for digit in digits:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return str(interim)


def make_code(day: date, number: int) -> str:
    """The code for a local day and a number from 0 to 999999."""
    digits = f"{day:%y%m%d}{number:06d}"
    return f"PA-{digits[:6]}-{digits[6:]}-{check_digit(digits)}"


def read_code(typed: str) -> str | None:
    """The code as written by us, from what a person typed (spaces, dots, small letters), or None if mistyped."""
    match = _CODE.match(re.sub(r"[\W_]+", "", typed).upper())
    if match is None or check_digit(match[1] + match[2]) != match[3]:
        return None
    return f"PA-{match[1]}-{match[2]}-{match[3]}"


def make_key(secret: bytes) -> str:
    """Fifteen letters in groups of five (75 bits) from at least ten secret bytes."""
    number = int.from_bytes(secret[:10], "big") >> (80 - 5 * _KEY_LENGTH)
    letters = "".join(_KEY_ALPHABET[number >> shift & 31] for shift in range(5 * (_KEY_LENGTH - 1), -1, -5))
    return "-".join(letters[i : i + 5] for i in range(0, _KEY_LENGTH, 5))


def read_key(typed: str) -> str:
    """The key as written by us, from what a person typed; nonsense gives a key that opens nothing."""
    letters = re.sub(r"[\W_]+", "", typed).upper().translate(_MISREAD)
    return "-".join(letters[i : i + 5] for i in range(0, len(letters), 5))


def hide_keys(text: str) -> str:
    """A text without anything spelled like a key, for whoever is not its sender. Hiding too much is safe."""
    return _KEY.sub(_HIDDEN, text)
