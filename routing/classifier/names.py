"""Names of places and persons, made one before the words of a text are counted: which one it is, says nothing.

"Trà Ôn" thanks nobody ("cảm ơn") and "bà Khen" praises nobody. A name shows by the word before it, by the family it
begins with, or by being a place of our list; those words and the names of agencies stay. In small letters it knows
our places alone: "khen" may be either.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import dropwhile
from pathlib import Path
from re import Match

import yaml

from routing.classifier.phrases import Phrase, PhraseBook
from routing.personal_names import PRESENTING, TITLES
from routing.reorganisation.reading import shipped
from routing.text import WORD

NAMES_FILE = Path(__file__).resolve().parent / "rules" / "names.yaml"
NAME = "n0"
"""What stands for every name: nobody writes it, and for its digit it is never shown as a reason."""

MOST_WORDS = 4
BESIDE = {"place": (" ", ": "), "person": (" ", ": "), "short": (".", ". "), "where": (" ",)}
"""What may stand between each sort of word before a name and the name."""


def without_names(text: str) -> str:
    """The text in NFC with `NAME` for each name."""
    text = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    pieces: list[str] = []
    done = 0
    for start, end in _names(text):
        pieces += [text[done:start], NAME]
        done = end
    return "".join([*pieces, text[done:]])


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Where each name begins and ends."""
    written = list(WORD.finditer(text))
    found = _found(written)
    led = {sort: set(_led(text, written, found[sort], between)) for sort, between in BESIDE.items()}
    called = (led["place"] | led["person"] | led["short"]) - found["office"].keys()
    there = led["place"] | led["short"] | led["where"]
    place = 0
    while place < len(written):
        capitals, known = _capitals(text, written[place : place + MOST_WORDS]), found["known"].get(place, 0)
        length = capitals if place in called or (capitals > 1 and place in found["family"]) else 0
        if not length and (capitals >= known or place in there):
            length = known
        if length:
            yield written[place].start(), written[place + length - 1].end()
        place += length or 1


def _found(written: Sequence[Match[str]]) -> Mapping[str, dict[int, int]]:
    """By sort, the words of our lists: where each begins and how many words it has."""
    found: Mapping[str, dict[int, int]] = defaultdict(dict)
    for hit in _book().find_among([word.group().lower() for word in written]):
        found[hit.phrase.label][hit.position] = hit.length  # Of several at one place the longest comes last.
    return found


def _led(
    text: str, written: Sequence[Match[str]], leading: Mapping[int, int], between: Collection[str]
) -> Iterator[int]:
    """Where the words begin that come right after the leading ones."""
    for start, length in leading.items():
        after = start + length
        if after < len(written) and text[written[after - 1].end() : written[after].start()] in between:
            yield after


def _capitals(text: str, written: Sequence[Match[str]]) -> int:
    """How many words from the first on begin with a capital, with a space between; none in a heading or acronym."""
    count = 0
    for word in written:
        said = word.group()
        shouted = len(said) > 1 and said.isupper()
        if not said[0].isupper() or shouted or (count and text[written[count - 1].end() : word.start()] != " "):
            break
        count += 1
    return count


@cache
def _book() -> PhraseBook:
    """The words that tell a name, by sort, and our places, each without its level."""
    said = yaml.safe_load(NAMES_FILE.read_text("utf-8"))
    titles = [title for title in TITLES.split("|") if title != "bạn"]  # Bare it is "ban", an office.
    listed = {
        **said,
        "person": [*said["person"], *titles, *PRESENTING.split("|")],
        "known": sorted(set(_our_places())),
    }
    return PhraseBook.of(Phrase(text, sort) for sort, texts in listed.items() for text in texts)


def _our_places() -> Iterator[str]:
    """Provinces, districts and communes of two words or more."""
    listed = shipped()
    names = (
        *(name for province in listed.provinces for name in (province.name, *province.merged)),
        *(name for district in listed.districts for name in (district.name, *district.communes)),
    )
    for name in names:
        plain = list(dropwhile(str.islower, name.split()))
        if len(plain) > 1:
            yield " ".join(plain)
