"""A person's own name: after "tôi tên là", or a message that is nothing but a name.

It knows how people present themselves, with capitals or without any, and the family names of the country. Names of
others in a story are none of its business.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from bot.nlu.entities.reading import Reading
from bot.nlu.port import Entity
from routing.personal_names import NOT_PEOPLE
from routing.text import fold, words

SELF = "toi|tui|em|e|minh|mk|chau|con|bac|ba|co|chu|ong|anh|chi|di|cau"
_PRESENTED = re.compile(
    rf"(?<!\w)(?:(?:{SELF}) (?:ten la|ten|la)|(?:ho va ten|ho ten|ten|ten day du)(?: (?:cua )?(?:{SELF}))?(?: la)?"
    r"|nguoi gui|ky ten)\s*[:\-]?\s+(?=\w)|(?<!\w)(?:ho va ten|ho ten|ten)\s*:\s*"
)
_BEGINS = re.compile(r"(?:^\s*|[^\w\s]\s*|\n\s*|(?<!\w)(?:da|thua|chao|alo|va|oi|a|nhe|xin|ban|ad|chau chao|gui)\s+)$")
"""What may stand before who speaks of themselves; in "người tiếp tôi là chị Lan" and "con tôi tên Minh" nobody does."""

_TITLE = re.compile(r"(?:ong|ba|anh|chi|co|chu|bac)\s+")
_ONE_WORD = re.compile(r"[^\W\d_]+")
FAMILY_NAMES = frozenset(
    words(
        "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm"
        " Phùng Mai Tô Hà Cao Thạch Kim Sơn Châu Danh Tăng Tạ Tống Từ Quách Thái Lưu La Lương Triệu Nông Lục Hứa Kiều"
        " Mạc Ninh Nghiêm Doãn Khổng Chu Giang Diệp Ông Tiêu Trà Điểu Rơ Ksor Siu Kpă Nay Lò Vàng Giàng Thào Lầu Quàng"
    )
)
_FOLDED_FAMILY = frozenset(map(fold, FAMILY_NAMES))
_NOT_A_NAME = frozenset(
    words("o so sdt sinh tuoi dien thoai dt va la thon ap to khom xa phuong nhe nha a can muon gui")
)
_OFFICE = re.compile(r"(?:truong|pho|can|giao|nong|cong|chu tich|bi thu|nguoi|dan|hoc|bo|cu|hoi|khach|benh)(?: |$)")
MOST_WORDS = 5


def find_names(reading: Reading) -> Iterator[Entity]:
    """The name a person gives as their own; at most one."""
    for match in _PRESENTED.finditer(reading.folded):
        before = reading.folded[max(0, match.start() - 16) : match.start()]
        own = _BEGINS.search(before) or match[0].startswith(("ho ", "nguoi gui", "ky ten"))
        if own and (found := _name_at(reading, match.end())):
            yield reading.fact("name", _spelled(reading.written(*found)), *found)
            return
    if alone := _name_alone(reading):
        yield reading.fact("name", _spelled(reading.written(*alone)), *alone)


def _name_at(reading: Reading, start: int) -> tuple[int, int] | None:
    """The words from here that are written as a name, or follow a family name."""
    if title := _TITLE.match(reading.folded, start):
        start = title.end()
    said = _run(reading, start)
    capitals = list(takewhile(lambda word: reading.written(word[1], word[1] + 1).isupper(), said))
    if capitals and _may_be(reading, capitals):
        return capitals[0][1], capitals[-1][2]
    bare = list(takewhile(lambda word: word[0] not in _NOT_A_NAME and word[0].isalpha(), said))
    if len(bare) >= 2 and bare[0][0] in _FOLDED_FAMILY and _may_be(reading, bare):
        return bare[0][1], bare[-1][2]
    return None


def _name_alone(reading: Reading) -> tuple[int, int] | None:
    """A whole message of two to five words that begins with a family name."""
    said = list(reading.words())
    if not 2 <= len(said) <= MOST_WORDS or not all(_ONE_WORD.fullmatch(word) for word, _, _ in said):
        return None
    written = [reading.written(start, end) for _, start, end in said]
    known = written[0].lower() in FAMILY_NAMES or (written[0].islower() and said[0][0] in _FOLDED_FAMILY)
    as_name = all(word[0].isupper() for word in written) or all(word.isascii() and word.islower() for word in written)
    middle = as_name and (written[0][0].isupper() or any(word in ("van", "thi") for word, _, _ in said[1:-1]))
    return (said[0][1], said[-1][2]) if known and middle and _may_be(reading, said) else None


def _run(reading: Reading, start: int) -> list[tuple[str, int, int]]:
    """Up to five words from a place on, parted by single spaces only."""
    run: list[tuple[str, int, int]] = []
    for word, begins, ends in reading.words():
        if begins < start:
            continue
        if begins != (run[-1][2] + 1 if run else start) or (run and reading.folded[run[-1][2]] != " "):
            break
        run.append((word, begins, ends))
    return run[:MOST_WORDS]


def _may_be(reading: Reading, said: list[tuple[str, int, int]]) -> bool:
    first = reading.written(said[0][1], said[0][2]).lower()
    folded = reading.folded[said[0][1] : said[-1][2]]
    if first in FAMILY_NAMES and len(said) > 1:
        return True
    return not NOT_PEOPLE.match(folded) and not _OFFICE.match(folded)


def _spelled(written: str) -> str:
    """A name typed without capitals gets them; spaces are single."""
    return " ".join(word[:1].upper() + word[1:] for word in written.split())
