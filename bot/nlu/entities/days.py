"""The day a message speaks of: "hôm qua", "thứ hai tuần trước", "27/11", "cách đây ba ngày".

Days are Vietnamese local days around a given today; what people tell lies in the past unless it is close ahead. Vague
times ("tháng trước", "bữa hổm") and days of the lunar month ("mùng 6") are left alone rather than guessed.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.nlu.entities.reading import Reading
from bot.nlu.port import Entity

NEAR_AHEAD = timedelta(days=31)
"""A day without a year is the coming one if it is so close, for appointments; else the last one."""

_COUNT = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
_WEEKDAY = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, **{str(n): n - 2 for n in range(2, 8)}}
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(_COUNT)})"
_PART = r"(?:(?:sang|trua|chieu|toi|dem|khuya)\s+)?"
_NAMED = r"(?:thu\s*(?P<w>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<t>[2-7])|(?P<cn>chu nhat|cn))"
_BEFORE = r"(?:hom|bua|ngay|hoi|sang|trua|chieu|toi|tu|luc)\s+"
_BEFORE_A_DATE = re.compile(r"(?:^|\W)(?:ngay|hom|bua|hoi|sang|trua|chieu|toi|tu|den|truoc|luc|vao|qua)\s+$")
_BEFORE_A_NUMBER = re.compile(r"(?:^|\W)(?:so|so nha|nha|hem|ngo|ngach|kiet|duong|ql|dt|dh|qd|cham|diem)\.?\s*$")
_AFTER_A_NUMBER = re.compile(r"\s*(?:sao|diem|hem|ngo|duong|pho|to |ap |khu |kg|m2)|[/\w-]")

Maker = Callable[[re.Match[str], date], date | None]


def _ago(days: int) -> Maker:
    return lambda _, today: today - timedelta(days=days)


def _counted(match: re.Match[str], today: date) -> date:
    count = _COUNT.get(match["n"]) or int(match["n"])
    return today - timedelta(days=count * (7 if "tuan" in match[0] else 1))


def _weekday(match: re.Match[str]) -> int:
    return 6 if match["cn"] else _WEEKDAY[match["w"] or match["t"]]


def _of_last_week(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=today.weekday() + 7 - _weekday(match))


def _of_this_week(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=today.weekday() - _weekday(match))


def _most_recent(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=(today.weekday() - _weekday(match)) % 7)


def _calendar_day(match: re.Match[str], today: date) -> date | None:
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    made = [found for one in (today.year + 1, today.year, today.year - 1) if (found := _made(one, month, day))]
    return next((found for found in made if found <= today + NEAR_AHEAD), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# In order of strength: where two overlap, the earlier one wins.
_RULES: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), maker)
    for pattern, maker in (
        (r"(?:ngay\s+)?(?P<d>\d{1,2})\s+thang\s+(?P<m>\d{1,2})(?:\s+nam\s+(?P<y>\d{4}))?", _calendar_day),
        (r"(?P<d>\d{1,2})\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4}|\d{2})", _calendar_day),
        (r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})(?P<y>)", _calendar_day),
        (rf"{_PART}{_NAMED}\s+(?:cua\s+)?tuan\s+(?:truoc|roi|qua|vua roi|vua qua)", _of_last_week),
        (rf"{_PART}{_NAMED}\s+(?:vua roi|vua qua|moi roi|roi)", _most_recent),
        (rf"{_PART}{_NAMED}\s+tuan\s+(?:nay|ni)", _of_this_week),
        (rf"{_BEFORE}{_NAMED}", _most_recent),
        (rf"cach\s+(?:day|nay)\s+(?:khoang\s+|chung\s+)?{_N}\s+(?:ngay|hom|bua|tuan)", _counted),
        (rf"{_N}\s+(?:ngay|hom|bua|tuan)\s+(?:truoc|nay roi)", _counted),
        (rf"{_PART}(?:ngay\s+)?(?:hom|bua)\s+(?:kia|kia do|te)", _ago(2)),
        (rf"{_PART}(?:ngay\s+)?(?:hom|bua)\s+qua|(?:sang|trua|chieu|toi|dem|khuya)\s+qua|qua nay", _ago(1)),
        (rf"{_PART}(?:ngay\s+)?(?:hom|bua)\s+(?:nay|ni)|(?:sang|trua|chieu)\s+(?:nay|ni)", _ago(0)),
        (r"hoi\s+(?:sang|trua|chieu)(?!\s+(?:qua|hom|thu))|ban sang|ban chieu", _ago(0)),
        (r"ngay mai", _ago(-1)),
    )
)


def find_days(reading: Reading, today: date) -> Iterator[Entity]:
    """Days as ISO dates, surest first."""
    for pattern, maker in _RULES:
        for match in pattern.finditer(reading.folded):
            if "m" in match.groupdict() and not match["y"] and not _reads_as_date(reading, match):
                continue
            if day := maker(match, today):
                yield reading.fact("date", day.isoformat(), *match.span())
    yield from _weekday_alone(reading, today)


def _reads_as_date(reading: Reading, match: re.Match[str]) -> bool:
    """Whether "27/11" is a day: not a house number, a mark out of ten or a share."""
    if "thang" in match[0]:
        return True
    before, after = reading.folded[: match.start()], reading.folded[match.end() :]
    if _BEFORE_A_NUMBER.search(before) or _AFTER_A_NUMBER.match(after):
        return False
    if re.match(r" [^\W\d_]", after) and reading.written(match.end() + 1, match.end() + 2).isupper():
        return False
    if _BEFORE_A_DATE.search(before):
        return True
    of_marks = match["m"] in ("5", "10") and int(match["d"]) <= int(match["m"])
    return not of_marks and (len(match[0]) >= 5 or not (before + after).strip())


def _weekday_alone(reading: Reading, today: date) -> Iterator[Entity]:
    if match := re.fullmatch(rf"\s*(?P<it>{_NAMED})\s*[.!]?\s*", reading.folded):
        yield reading.fact("date", _most_recent(match, today).isoformat(), *match.span("it"))
