"""Marks on a text to be published: where the machine found something, and what would be left with these choices."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from intake.cases.publish import Marked, Proposal
from intake.web.console.forms import PublicationForm
from models.languages import _
from routing.redaction import WORDS
from routing.text import normalise


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``number`` is the machine's mark on it, None for plain text."""

    text: str
    number: int | None = None
    kind: str = ""
    why: str = ""


def pieces(marked: Marked) -> Iterator[Piece]:
    """The text cut at the machine's marks, in order; a mark that overlaps another begins where that one ends."""
    at = 0
    for number, span in sorted(enumerate(marked.spans), key=lambda numbered: numbered[1].start):
        start = max(at, span.start)
        if start > at:
            yield Piece(marked.text[at:start])
        yield Piece(marked.text[start : max(start, span.end)], number, _(WORDS[span.kind]).strip("[]"), _(span.why))
        at = max(start, span.end)
    if at < len(marked.text):
        yield Piece(marked.text[at:])


def result(proposal: Proposal, form: PublicationForm) -> tuple[str, str]:
    """What would be published with these choices."""
    more = more_words(form)
    return proposal.question.hide(frozenset(form.q), more), proposal.answer.hide(frozenset(form.a), more)


def more_words(form: PublicationForm) -> tuple[str, ...]:
    """Further words to hide, one per line; longer ones first, so that a part does not spoil the whole."""
    lines = (line.strip() for line in normalise(form.more).splitlines())
    return tuple(sorted((line for line in lines if line), key=len, reverse=True))


def digest(question: str, answer: str) -> str:
    return hashlib.sha256(f"{question}\0{answer}".encode()).hexdigest()
