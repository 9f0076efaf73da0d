"""The three places of a message: the commune complained about, where it happened, and where the sender lives.

They are told apart by the words before a name ("UBND xã X không…", "tôi ở xã…", "tại thôn … xã …"), each with a
confidence measured on judged texts and a reason. It knows how Vietnamese names are written and, when told, which
communes exist; which unit carries a place on is for ``routing.reorganisation`` and competence.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from routing.text import fold

LEVELS = {"xa": "xã", "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu"}
_SHORT = ((r"\b[Pp]\. ?", "phường "), (r"\b[Xx]\. ?", "xã "), (r"\b(?:TT|tt)\.? (?=[^\W\d_])", "thị trấn "))
_ABBREVIATED = re.compile(r"\b(TX|Tx|TP|Tp|[HhQqTt])\.")
_CLAUSE = re.compile(r"[.!?;\n]+")
_WORD = re.compile(r"[^\W_]+|,")
_NAME_WORDS, _CUE_WORDS = 4, 9

_STRONG_OFFICE = re.compile(
    r"(ubnd|uy ban nhan dan|uy ban|hdnd|chu tich|can bo|cong chuc|cong an|lanh dao|chinh quyen|dia chinh|ho tich"
    r"|tu phap|mot cua|hanh chinh cong|van phong|tram y te|quan su|bi thu|dang uy|tiep dan|thue|bo phan|trung tam"
    r"|hoi (phu nu|nong dan|cuu chien binh))"
    r"( (nhan dan|cua|ben|o|tai|cap|thuoc|phia|xay dung|dat dai|hanh chinh|dia chinh|tu phap|ho tich|tiep dan"
    r"|tiep nhan|chinh sach|co so|so))*$"
)
_BESIDE = re.compile(r"\b(truoc|gan|canh|doi dien|sau|ben hong|ngay) (cong )?(ubnd|uy ban|tram y te|tru so|cong an)\b")
_HOME = re.compile(
    r"\b(?!nha (may|truong|nuoc|van hoa|hang|nghi|tro))"
    r"((toi|tui|em|con|chau|minh|nha|gia dinh|ba con|chung toi|tui em|me|ba|ong|vo chong) "
    r"(\w+ ){0,3}?(o|ngu|song|tru|dang o|sinh song|cu tru|que|la dan|la nguoi|la cong dan|la cu dan|thuoc ho)"
    r"|thuong tru|tam tru|cu tru|ho khau|dia chi|sinh song|que quan|que o|ngu tai|ngu o|ngu|tru tai|tru"
    r"|nguoi dan|cu dan|cong dan|la dan|nha o|nha tai|nha toi|nha em|nha minh|nha con)( \w+){0,8}$"
)
_SCENE = re.compile(
    r"\b(tai|o|doan|duong|thon|ap|khom|khu|to|cho|truong|cau|kenh|song|bai|tren dia ban|thuoc|khu vuc|qua|ve|gan"
    r"|dat|thua|hem|ngo|ngach|nga tu|nga ba|cong|lo|quoc lo|tinh lo|huyen lo)( \S+){0,6}$"
)
_UNNAMED_OFFICE = re.compile(
    r"\b(ubnd|uy ban nhan dan|uy ban|can bo|chinh quyen|cong an|chu tich|lanh dao|cong chuc|len|ra|bao|mot cua) "
    r"(xa|phuong)\b|\b(xa|phuong) (khong|ko|k|chua|cu|noi|bao|bat|hua|tra loi|im|lo|giai quyet|hen|tu choi|doi)\b"
)

_HAMLET = re.compile(r"\b(ap|khom|(?<!nong )thon|(?<!hang )xom|buon|khu pho|to dan pho|to)((?: [a-z0-9]+){1,3})$")
_HAMLETS = {
    "ap": "ấp",
    "khom": "khóm",
    "thon": "thôn",
    "xom": "xóm",
    "buon": "buôn",
    "khu pho": "khu phố",
    "to dan pho": "tổ dân phố",
    "to": "tổ",
}
_HAMLET_WORDS = 6


class Role(StrEnum):
    """What a named place is in the message."""

    COMPLAINED = "complained"
    SCENE = "scene"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Today:
    """What an old place is called today; ``sure`` unless it was split among several."""

    commune: str
    province: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A commune as it was named. ``within`` is the district or province written after it; ``today`` its new name."""

    name: str
    confidence: float
    reason: str
    within: str = ""
    today: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The three; None for what the text does not say."""

    complained: Place | None = None
    scene: Place | None = None
    home: Place | None = None

    @property
    def for_competence(self) -> Place | None:
        """Which commune is competent: the one complained about, else the scene, else the home."""
        return self.complained or self.scene or self.home

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    within: str
    before: str
    clause: str


def places_in(text: str, known: Collection[str] = ()) -> Places:
    """The places of a message; ``known`` are plain names of today's communes, found without capitals too."""
    held: dict[Role, Place] = {}
    named = list(_named(text, known))
    for one in named:
        role, confidence, reason = _role(one)
        if role not in held or held[role].confidence < confidence:
            held[role] = Place(one.name, confidence, reason, one.within)
    if Role.COMPLAINED not in held and len({one.name for one in named}) == 1 and _UNNAMED_OFFICE.search(_plain(text)):
        only = next(iter(held.values()))
        held[Role.COMPLAINED] = replace(only, confidence=0.75, reason="Nói đến xã, phường mà chỉ nêu một tên")
    return Places(*(held.get(role) for role in Role))


def communes_in(place: str, known: Collection[str] = ()) -> list[str]:
    """The communes named in what somebody wrote as a place: "ấp 5, xã Long Hữu" names ``xã Long Hữu``."""
    return list(dict.fromkeys(one.name for one in _named(place, known)))


def with_hamlet(commune: str, text: str) -> str:
    """The commune with the hamlet or quarter written right before it: ``ấp 3, xã Long Hữu``; else as it is."""
    wanted = fold(commune).split()
    for clause in _clauses(text):
        written = _WORD.findall(clause)
        folded = [fold(word) for word in written]
        for place in range(len(folded)):
            if folded[place : place + len(wanted)] == wanted and (hamlet := _hamlet(written[:place])):
                return f"{hamlet}, {commune}"
    return commune


def _hamlet(before: list[str]) -> str:
    """The hamlet that ends here, by a number or a name in capitals; empty if none does."""
    near = before[-_HAMLET_WORDS:]
    if near[-1:] == [","]:
        near = near[:-1]
    found = _HAMLET.search(" ".join(map(fold, near)))
    if found is None:
        return ""
    kind, name = found[1], near[-len(found[2].split()) :]
    named = all(word[0].isdigit() or (word[0].isupper() and kind != "to") for word in name)
    return " ".join((_HAMLETS[kind], *name)) if named else ""


def _role(one: _Named) -> tuple[Role, float, str]:
    if _STRONG_OFFICE.search(one.before) and not _BESIDE.search(one.before):
        return Role.COMPLAINED, 0.95, "Tên đứng sau cơ quan, cán bộ"
    if _HOME.search(one.before):
        return Role.HOME, 0.9, "Tên đứng sau nơi ở của người gửi"
    if _SCENE.search(one.before):
        return Role.SCENE, 0.85, "Tên đứng sau nơi xảy ra"
    if not one.before or one.before.endswith(("phan anh", "bao", "kien nghi", "de nghi", "yeu cau", "mong", "phia")):
        return Role.COMPLAINED, 0.6, "Tên đứng đầu câu hoặc sau lời đề nghị"
    return Role.SCENE, 0.5, "Tên được nhắc đến"


def _named(text: str, known: Collection[str]) -> Iterator[_Named]:
    by_words = _by_words(frozenset(known))
    for clause in _clauses(text):
        written = _WORD.findall(clause)
        folded = [fold(word) for word in written]
        place = 0
        while place < len(written):
            level = _level(folded, place)
            after = place + len(level.split())
            name = _name(written[after:], folded[after:], by_words) if level else ""
            if level and name:
                end = after + len(name.split())
                before = " ".join(folded[max(0, place - _CUE_WORDS) : place]).replace(" ,", "").strip(", ")
                within = ", ".join(_within(written[end:], folded[end:]))
                yield _Named(f"{LEVELS[level]} {name}", within, before, " ".join(folded))
                place = end
            else:
                place += 1


@lru_cache(maxsize=8)
def _by_words(known: frozenset[str]) -> dict[tuple[str, ...], str]:
    return {tuple(_plain(name).split()): name for name in sorted(known)}


def _clauses(text: str) -> list[str]:
    clean = unicodedata.normalize("NFC", text)
    for pattern, level in _SHORT:
        clean = re.sub(pattern, level, clean)
    return _CLAUSE.split(_ABBREVIATED.sub(r"\1 ", clean))


def _level(folded: list[str], place: int) -> str:
    """The level that begins at a word; "thị xã" was a district and "xa" alone is only far."""
    pair = " ".join(folded[place : place + 2])
    if pair in LEVELS:
        return pair
    was_town = place > 0 and folded[place - 1] == "thi"
    return folded[place] if folded[place] in LEVELS and not was_town else ""


def _name(written: list[str], folded: list[str], known: dict[tuple[str, ...], str]) -> str:
    if not written:
        return ""
    if written[0].isdigit():
        return written[0] if len(written[0]) <= 2 else ""
    for length in range(min(_NAME_WORDS + 1, len(folded)), 0, -1):
        if tuple(folded[:length]) in known:
            return known[tuple(folded[:length])]
    name: list[str] = []
    for word in written[: _NAME_WORDS + 1]:
        if not word[0].isupper() or (word.isupper() and len(word) > 2) or (name and word.lower() in _ENDS):
            break
        name.append(word)
    return " ".join(name[:_NAME_WORDS])


_ENDS = frozenset(("huyện", "quận", "tỉnh", "tx", "tp", "tôi", "ubnd", "là", "không", "h", "q", "t"))


def _within(written: list[str], folded: list[str]) -> Iterator[str]:
    """The district and province right after a name: "huyện Cầu Ngang, tỉnh Trà Vinh"."""
    place, parts = 0, 0
    while place < len(written) and parts < 2:
        if written[place] == ",":
            place += 1
            continue
        level = next((level for level in _HIGHER if folded[place : place + len(level)] == list(level)), ())
        names = place + len(level)
        end = names
        while end < len(written) and end - names < 3 and written[end][0].isupper():
            end += 1
        bare = not level and (written[place - 1 : place] != [","] or written[names : names + 1][0].isupper())
        if end == names or bare:
            return
        yield " ".join((*filter(None, [_HIGHER.get(level, "")]), *written[names:end]))
        place, parts = end, parts + 1


_HIGHER: dict[tuple[str, ...], str] = {
    ("thi", "xa"): "thị xã",
    ("thanh", "pho"): "thành phố",
    ("huyen",): "huyện",
    ("quan",): "quận",
    ("tinh",): "tỉnh",
    ("tx",): "thị xã",
    ("tp",): "thành phố",
    ("h",): "huyện",
    ("q",): "quận",
    ("t",): "tỉnh",
}


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in _WORD.findall(text) if word != ",")
