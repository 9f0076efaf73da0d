"""What spoke for each department, as a value: the words that decided, and where they stand in the text.

It takes what the field table, the agencies and the model found and sorts it by department; it weighs nothing itself.
Marking finds the words in the text as it was written, with or without diacritics, and says where, never how it looks.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.vocabulary import Department
from routing.classifier.phrases import Phrase, PhraseBook
from routing.classifier.topics import Finding, Naming
from routing.decision import Evidence
from routing.text import WORD

MOST_WORDS = 5
"""Of each sort, for one department: more is a list and no reason."""

LONGEST_MARKED = 20_000
"""What is marked of a text, in letters: beyond it nothing decided."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. ``ranks`` are the places, from 1, of the departments it spoke for; empty for plain text."""

    text: str
    ranks: tuple[int, ...] = ()


def gathered(
    departments: Iterable[Department],
    findings: Sequence[Finding],
    agencies: Sequence[Naming],
    learned: Callable[[Department], list[str]] = lambda department: [],
) -> tuple[Evidence, ...]:
    """What speaks for each of these departments, in their order; ``learned`` asks the model, where there is one."""
    return tuple(
        Evidence(
            department,
            listed=_few(finding.words for finding in findings if finding.topic.department is department),
            learned=_few(learned(department)),
            named=_few(naming.words for naming in agencies if naming.department is department),
        )
        for department in departments
    )


def longest(words: list[str]) -> list[str]:
    """Without words that are part of another one of them."""
    return [word for word in words if not any(word != other and f" {word} " in f" {other} " for other in words)]


def marked(text: str, words_of: Sequence[Sequence[str]]) -> list[Run]:
    """The text cut at the words that spoke; ``words_of`` are those of each department, the likeliest first."""
    written = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    read = written[:LONGEST_MARKED]
    phrases = (Phrase(word, str(rank)) for rank, words in enumerate(words_of, 1) for word in words if WORD.search(word))
    ranks = _ranks(PhraseBook.of(phrases), places := list(WORD.finditer(read)))
    return list(_runs(written, places, ranks))


def _ranks(book: PhraseBook, places: Sequence[re.Match[str]]) -> list[tuple[int, ...]]:
    """For each word the departments it spoke for."""
    found: list[set[int]] = [set() for _ in places]
    for hit in book.find_among([place.group().lower() for place in places]):
        for position in range(hit.position, hit.position + hit.length):
            found[position].add(int(hit.phrase.label))
    return [tuple(sorted(ranks)) for ranks in found]


def _runs(text: str, places: Sequence[re.Match[str]], ranks: Sequence[tuple[int, ...]]) -> Iterator[Run]:
    """Neighbouring words for the same departments are one run, if only spaces part them."""
    at = position = 0
    while position < len(places):
        if not ranks[position]:
            position += 1
            continue
        last = position
        while _goes_on(text, places, ranks, last):
            last += 1
        if places[position].start() > at:
            yield Run(text[at : places[position].start()])
        at = places[last].end()
        yield Run(text[places[position].start() : at], ranks[position])
        position = last + 1
    if at < len(text):
        yield Run(text[at:])


def _goes_on(text: str, places: Sequence[re.Match[str]], ranks: Sequence[tuple[int, ...]], last: int) -> bool:
    if last + 1 >= len(places) or ranks[last + 1] != ranks[last]:
        return False
    return text[places[last].end() : places[last + 1].start()] == " "


def _few(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(longest(list(dict.fromkeys(words)))[:MOST_WORDS])
