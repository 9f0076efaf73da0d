"""A text in pieces that one message may hold. Telegram counts UTF-16 units, so many a smiling face counts twice."""

from collections.abc import Iterator

MESSAGE_MAX = 4_096
_BREAKS = ("\n\n", "\n", ". ", " ")


def pieces(text: str, most: int = MESSAGE_MAX) -> Iterator[str]:
    """The text in order, cut where a paragraph, a line, a sentence or a word ends; never inside a letter."""
    rest = text.strip()
    while units(rest) > most:
        fitting = _fitting(rest, most)
        cut = _end(fitting)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _fitting(text: str, most: int) -> str:
    """As much from the beginning as one message holds."""
    taken = 0
    for at, letter in enumerate(text):
        taken += 2 if letter > "\uffff" else 1
        if taken > most:
            return text[:at]
    return text


def _end(fitting: str) -> int:
    """Where to cut: behind the last break of the best kind in the second half, else where it is full."""
    for kind in _BREAKS:
        at = fitting.rfind(kind, len(fitting) // 2)
        if at > 0:
            return at + len(kind)
    return len(fitting)
