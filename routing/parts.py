"""A long message in parts that a channel carries: cut where a reader would pause, each numbered "(1/3)".

It knows how each channel counts letters and where Vietnamese text may be cut: between paragraphs, else sentences, else
words, never inside a letter with its marks, an emoji or a link that fits. It refuses to know who sends or reads it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from models.vocabulary import ChannelKind


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest message of a channel: in UTF-16 code units, or in characters (code points)."""

    most: int
    utf16: bool = False

    def size(self, text: str) -> int:
        """How long the channel thinks this text is."""
        return len(text) + (sum(letter > "\uffff" for letter in text) if self.utf16 else 0)


LIMITS: dict[ChannelKind, Limit] = {
    ChannelKind.TELEGRAM: Limit(4096, utf16=True),
    ChannelKind.ZALO: Limit(2000),
    ChannelKind.ZALO_BOT: Limit(2000),
}
"""Bot API, sendMessage; Zalo OA, consultation message; Zalo Bot, sendMessage. Pages and e-mail have no limit.

A channel declares its own from here; this is also asked for a channel that an office has not connected yet.
"""

_PAUSES = tuple(re.compile(pause) for pause in (r"\n\s*\n\s*", r"\n\s*", r"(?<=[.!?…])[\"”’)\]]*\s+", r"\s+"))
"""Where a text may be cut, the best first: paragraphs, lines, sentences, words."""
_EARLY = 3
"""A pause in the first third of what fits is left for a finer one: nobody wants a message of one word."""
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)


def parts(text: str, limit: Limit | None) -> list[str]:
    """The messages to send, in order. Without a limit, or if it fits, the text itself; none for no text."""
    whole = text.strip()
    if limit is None or limit.size(whole) <= limit.most:
        return [whole] if whole else []
    digits = 1
    while True:
        cut = list(_cut(whole, limit, limit.most - len(f"({'9' * digits}/{'9' * digits}) ")))
        if len(cut) < 10**digits:
            return [f"({number}/{len(cut)}) {part}" for number, part in enumerate(cut, 1)]
        digits += 1


def _cut(text: str, limit: Limit, room: int) -> Iterator[str]:
    links = [found.span() for found in _LINK.finditer(text)]
    start = 0
    while start < len(text):
        stop, following = _stop(text, start, _reach(text, start, limit, room), links)
        yield text[start:stop]
        start = following


def _reach(text: str, start: int, limit: Limit, room: int) -> int:
    """How far a part that begins here could go at most."""
    end = min(len(text), start + room)
    while limit.size(text[start:end]) > room:
        end -= max(1, (limit.size(text[start:end]) - room) // 2)
    return end


def _stop(text: str, start: int, end: int, links: list[tuple[int, int]]) -> tuple[int, int]:
    """Where a part ends, and where the next begins behind the spaces between them."""
    if end == len(text):
        return end, end
    ahead = len(text) - len(text[end:].lstrip())  # a pause may begin just where the room ends
    early = start + (end - start) // _EARLY
    for pause in _PAUSES:
        found = [at.span() for at in pause.finditer(text, start + 1, ahead) if early <= at.start() <= end]
        if found:
            stop, following = found[-1]
            stop = start + len(text[start:following].rstrip()) if stop > start else stop
            if stop <= end:
                return stop, following
    return _inside_a_word(text, start, end, links)


def _inside_a_word(text: str, start: int, end: int, links: list[tuple[int, int]]) -> tuple[int, int]:
    """No pause: before a link that would be torn, else between two letters."""
    torn = next((first for first, last in links if start < first < end < last), None)
    if torn is not None:
        return start + len(text[start:torn].rstrip()) or torn, torn
    stop = end
    while stop > start + 1 and _joined(text, stop):
        stop -= 1
    stop = stop if stop > start + 1 or not _joined(text, stop) else end
    return stop, stop


def _joined(text: str, at: int) -> bool:
    """Whether the letters before and at this place are read as one (UAX 29, as far as our texts need it)."""
    before, here = text[at - 1], text[at]
    if unicodedata.category(here) in ("Mn", "Me", "Mc") or ord(here) in _SKIN:
        return True
    if ord(before) in _REGIONAL and ord(here) in _REGIONAL:
        run = re.search("[\U0001f1e6-\U0001f1ff]+$", text[:at])
        return run is not None and len(run[0]) % 2 == 1
    return _JOINER in (before, here)
