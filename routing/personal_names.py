"""People's names in Vietnamese text: after a title, after "tôi là", or as the name recogniser sees them.

It knows how names are written and which capitalised words are agencies, streets and communes. It does not
decide what to hide. The recogniser (underthesea) rewrites tone marks and is unsafe while it warms up, so its
words are matched back to the text here and its first call is made under a lock.
"""

import re
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

from models.languages import N_
from routing.text import fold

CAPITALISED = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
NAME = rf"{CAPITALISED}\w*(?:[ ]{CAPITALISED}\w*){{0,4}}"
TITLES = "ông|bà|anh|chị|cô|chú|em|bác|cậu|dì|thầy|cháu|mợ|thím|bạn|đồng chí|đ/c|mr|ms|mrs"
PRESENTING = (
    "tôi là|tôi tên là|tôi tên|em là|em tên là|em tên|tên tôi là|mình là|con tôi là|họ và tên|họ tên"
    "|người gửi|người viết đơn|ký tên|vợ tôi là|chồng tôi là|tên là"
)
TITLED = re.compile(rf"(?<!\w)(?:(?i:{TITLES})\.?)[ ]+(?P<it>{NAME})")
PRESENTED = re.compile(rf"(?<!\w)(?i:{PRESENTING})[ ]*:?[ ]*(?P<it>{NAME})")
# A capitalised run that begins so is an office, a place or a holiday, not a person.
NOT_PEOPLE = re.compile(
    r"(?:ubnd|uy|so|phong|ban|trung|tinh|xa|phuong|huyen|quan|thi|thanh|cong|bo|chinh|viet|nha|truong|hoi|duong"
    r"|pho|ap|khom|thon|to|benh|cuc|chi|toa|vien|nuoc|chu|giam|hieu|bi|trang|dien|bao|hiem|thue|quoc|tet"
    r"|cccd|bhxh|bhyt|csgt|vneid|dan|nguoi)(?: |$)"
)
PLACES = (
    "đường|phố|hẻm|ngõ|xã|phường|thị trấn|huyện|tỉnh|thành phố|tp\\.?|quận|ấp|khóm|thôn|khu phố|cầu|chợ|sông"
    "|kênh|rạch|trường|bệnh viện|công ty|chùa|đình|quốc lộ|khu công nghiệp|sở|bộ|ban|thpt|thcs|bến|cù lao"
    "|núi|hồ|bản|buôn|làng|tiểu học|phà|khu|dự án|tượng đài"
)
BEFORE_A_PLACE = re.compile(rf"(?:^|\W)(?:{PLACES})[ ]+$", re.IGNORECASE)
WARMING = threading.Lock()
LONGEST_TEXT = 20_000  # The recogniser takes milliseconds a sentence; rules alone read what lies beyond.


def named_people(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and reason of each name, surest first. The text must be NFC."""
    for pattern, why in ((PRESENTED, N_("đi sau lời xưng tên")), (TITLED, N_("đi sau cách xưng hô"))):
        for match in pattern.finditer(text):
            if _may_be_person(text, match.start("it"), match["it"]):
                yield (*match.span("it"), why)
    for start, end in _recognised(text[:LONGEST_TEXT]):
        if _may_be_person(text, start, text[start:end]):
            yield start, end, N_("được nhận ra là tên người")


def _may_be_person(text: str, start: int, name: str) -> bool:
    return not NOT_PEOPLE.match(fold(name)) and not BEFORE_A_PLACE.search(text[max(0, start - 24) : start])


@cache
def _recogniser() -> Any:
    from underthesea import ner

    ner("Ông Nguyễn Văn An ở Vĩnh Long.")  # The first call builds the model and must not be shared.
    return ner


def _recognised(text: str) -> Iterator[tuple[int, int]]:
    """Names of at least two words that the recogniser sees, at their place in the text as written."""
    if not re.search(rf"{CAPITALISED}\w*[ ]{CAPITALISED}", text):
        return
    with WARMING:
        ner = _recogniser()
    searchable = _same_length_fold(text)
    place = 0
    name: list[tuple[int, int]] = []
    for token in (*ner(text), ("", "", "", "O")):
        word, label = token[0], token[-1]
        if label != "I-PER" and name:
            if text.count(" ", name[0][0], name[-1][1]):
                yield name[0][0], name[-1][1]
            name = []
        found = searchable.find(_same_length_fold(word), place) if word else -1
        if found >= 0:
            place = found + len(word)
            if label in ("B-PER", "I-PER"):
                name.append((found, place))


def _same_length_fold(text: str) -> str:
    """Folded letter by letter, so that places stay those of the text; what folds to several stays itself."""
    return "".join(bare if len(bare := fold(letter)) == 1 else letter for letter in text)
