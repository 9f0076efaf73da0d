"""Finding a phrase that a person wants hidden: whole words only, however its accents, capitals and spaces are written.

Offsets are those of the text given, whatever its Unicode form. What to do with a phrase that is nowhere is decided by
whoever asked.
"""

import re
from functools import cache

from routing.redaction import Personal, Span
from routing.text import fold


def find_phrase(text: str, phrase: str) -> tuple[Span, ...]:
    """Every place of the phrase in the text, apart from each other; nothing for a phrase without a letter or digit."""
    if not any(letter.isalnum() for letter in phrase):
        return ()
    words = r"\s+".join(re.escape(word) for word in fold(phrase).split())
    folded, origin = folded_letters(text)
    found = re.finditer(rf"(?<!\w){words}(?!\w)", folded)
    return tuple(
        Span(origin[match.start()], origin[match.end()], Personal.OTHER, "do cán bộ chọn che") for match in found
    )


_bare = cache(fold)
"""A message has few different letters."""


def folded_letters(text: str) -> tuple[str, list[int]]:
    """The text folded letter by letter and, for each place in it and its end, the place in the text given."""
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        bare = _bare(letter)
        letters.append(bare)
        origin += [place] * len(bare)
    return "".join(letters), [*origin, len(text)]
