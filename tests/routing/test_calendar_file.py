"""Files of calendar days: read whole or refused whole, in one sentence with file and line."""

from datetime import date

import pytest

from models.vocabulary import Certainty
from routing.calendar_checks import doubts
from routing.calendar_file import read_day, read_days, write_days
from routing.rulebook import Rulebook, RulebookInvalid

TODAY = date(2026, 11, 22)
CALENDAR = Rulebook.shipped().calendar

SWAP = """\
days:
  - day: 2026-11-23
    weekday: Thứ Hai
    status: off
    name: Nghỉ hoán đổi dịp Ngày Văn hóa Việt Nam
    reference: Công văn 9999/VPCP-KGVX
    certainty: verified
  - day: 2026-11-28
    weekday: Thứ Bảy
    status: working
    name: Làm bù ngày 23/11
    reference: Công văn 9999/VPCP-KGVX
    certainty: verified
"""

CSV = """\
day;weekday;status;name;reference;certainty
23/11/2026;Thứ Hai;off;Nghỉ hoán đổi dịp Ngày Văn hóa Việt Nam;Công văn 9999/VPCP-KGVX;verified
2026-11-28;thứ bảy;working;Làm bù ngày 23/11;Công văn 9999/VPCP-KGVX;verified
"""


def refused(file: str, words: str) -> str:
    with pytest.raises(RulebookInvalid) as invalid:
        read_days(file, words.encode(), CALENDAR, TODAY)
    return str(invalid.value)


def test_yaml_and_a_spreadsheet_say_the_same() -> None:
    from_yaml = read_days("ngay.yaml", SWAP.encode(), CALENDAR, TODAY)
    from_csv = read_days("ngay.CSV", b"\xef\xbb\xbf" + CSV.encode(), CALENDAR, TODAY)

    assert from_yaml == from_csv
    assert [(entered.day, entered.working) for entered in from_yaml] == [
        (date(2026, 11, 23), False),
        (date(2026, 11, 28), True),
    ]
    assert from_yaml[0].mark.grounds.certainty is Certainty.VERIFIED


def test_commas_do_as_well() -> None:
    assert len(read_days("a.csv", CSV.replace(";", ",").encode(), CALENDAR, TODAY)) == 2


def test_the_changed_calendar_counts_by_the_days() -> None:
    changed = CALENDAR.changed(read_days("a.yaml", SWAP.encode(), CALENDAR, TODAY))

    assert not changed.is_working(date(2026, 11, 23))
    assert changed.is_working(date(2026, 11, 28))
    assert changed.add_working_days(date(2026, 11, 19), 2) == date(2026, 11, 25)
    assert changed.version != CALENDAR.version
    assert CALENDAR.changed([]).version == CALENDAR.version


@pytest.mark.parametrize(
    ("written", "instead", "sentence"),
    [
        ("weekday: Thứ Hai", "weekday: Thứ Ba", "a.yaml, dòng 3, mục days.1.weekday: ngày 23/11/2026 là Thứ Hai"),
        ("2026-11-28", "2026-11-23", "a.yaml, dòng 8, mục days.2.day: "),
        ("2026-11-23", "2026-11-22", "a.yaml, dòng 2, mục days.1.day: ngày 22/11/2026 trong lịch hiện nay đã là ngày"),
        ("2026-11-23", "2031-11-24", "chỉ nhận các năm từ 2024 đến 2027"),
        ("2026-11-23", "2026-11-31", "không phải ngày có thật"),
        ("2026-11-23", "23-11-2026", "không phải ngày có thật"),
        ("    reference: Công văn 9999/VPCP-KGVX\n    certainty: verified\n  - ", "  - ", "thiếu “reference”"),
        ("certainty: verified\n  -", "certainty: sure\n  -", "giá trị lạ “sure”"),
        ("status: off", "status: closed", "giá trị lạ “closed”"),
        ("status: off", "colour: red", "khóa lạ “colour”"),
        ("name: Làm", "name: ['Làm", "a.yaml, dòng 14: không đúng cú pháp YAML."),
        ("days:", "ngày:", "khóa lạ “ngày”"),
        ("name: Làm bù ngày 23/11", f"name: {'a' * 201}", "dài quá 200 ký tự"),
    ],
)
def test_one_unclear_place_refuses_the_file(written: str, instead: str, sentence: str) -> None:
    assert written in SWAP
    said = refused("a.yaml", SWAP.replace(written, instead, 1))

    assert sentence in said
    assert said.startswith("a.yaml")


def test_a_day_given_twice_is_refused() -> None:
    twice = SWAP + SWAP.removeprefix("days:\n")

    assert "dòng 14, mục days.3.day: ngày 23/11/2026 được ghi hai lần trong tệp" in refused("a.yaml", twice)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            CSV.replace("Thứ Hai", "Thứ Tư"),
            "a.csv, dòng 2, mục weekday: ngày 23/11/2026 là Thứ Hai, không phải Thứ Tư.",
        ),
        (CSV.replace("reference", "basis", 1), "a.csv, dòng 1: dòng đầu phải gồm các cột"),
        (CSV.replace(";verified\n2026", "\n2026"), "a.csv, dòng 2: phải có 6 ô."),
        (CSV.replace(";Công văn 9999/VPCP-KGVX;verified\n2026", ";;verified\n2026"), "a.csv, dòng 2, mục reference: "),
        ('day;weekday;status;name;reference;certainty\n"a', "không đúng cú pháp CSV"),
        ("", "a.csv, dòng 1: dòng đầu phải gồm các cột"),
        ("day;weekday;status;name;reference;certainty\n;;;;;\n", "a.csv: tệp không có ngày nào."),
    ],
)
def test_a_spreadsheet_is_held_to_the_same(words: str, sentence: str) -> None:
    assert sentence in refused("a.csv", words)


def test_bytes_that_are_no_text_are_refused() -> None:
    for file in ("a.csv", "a.yaml"):
        with pytest.raises(RulebookInvalid, match="không phải UTF-8"):
            read_days(file, b"\xff\xfe\x00", CALENDAR, TODAY)


def test_the_grounds_of_a_day_can_be_made_better_and_not_worse() -> None:
    known = CALENDAR.marked(2026)[date(2026, 8, 31)]
    words = {"day": "2026-08-31", "status": "off", "name": known.name, "reference": "Công văn gốc"}

    entered = read_day({**words, "certainty": "verified"}, CALENDAR, TODAY)
    changed = CALENDAR.changed([entered])

    assert known.grounds.certainty is Certainty.SECONDARY
    assert changed.marked(2026)[date(2026, 8, 31)].grounds.reference == "Công văn gốc"
    assert changed.version != CALENDAR.version
    for certainty in ("secondary", "recalled"):
        with pytest.raises(RulebookInvalid, match="đã là ngày nghỉ"):
            read_day({**words, "certainty": certainty}, CALENDAR, TODAY)


FREE_2028 = {
    "Tết Dương lịch": ["01-01 Thứ Bảy", "01-03 Thứ Hai"],
    "Tết Nguyên đán": ["01-25 Thứ Ba", "01-26 Thứ Tư", "01-27 Thứ Năm", "01-28 Thứ Sáu", "01-31 Thứ Hai"],
    "Giỗ Tổ Hùng Vương": ["04-04 Thứ Ba"],
    "Lễ 30/4 và 01/5": ["04-30 Chủ Nhật", "05-01 Thứ Hai", "05-02 Thứ Ba"],
    "Quốc khánh": ["09-01 Thứ Sáu", "09-02 Thứ Bảy", "09-04 Thứ Hai"],
    "Ngày Văn hóa Việt Nam": ["11-24 Thứ Sáu"],
}
IN_2027 = date(2027, 12, 1)


def year_2028(without: str = "") -> str:
    rows = [
        f"  - {{day: 2028-{day}, weekday: {weekday}, status: off, name: {name}, reference: CV 1, certainty: verified}}"
        for name, days in FREE_2028.items()
        for day, weekday in (words.split(" ", 1) for words in days)
        if without not in (name, day)
    ]
    return "\n".join(["complete_years: [2028]", "days:", *rows])


def test_a_year_becomes_complete_by_a_file_that_has_all_of_it() -> None:
    days = read_days("2028.yaml", year_2028("").encode(), CALENDAR, IN_2027)
    changed = CALENDAR.changed(days)

    assert not CALENDAR.knows(2028)
    assert changed.knows(2028)
    assert {mark.grounds.certainty for mark in changed.marked(2028).values()} == {Certainty.VERIFIED}
    again = read_days("lich.csv", write_days(days).encode(), CALENDAR, IN_2027)
    assert again == days


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("Tết Nguyên đán", "thiếu Tết Nguyên đán, ít nhất 5 ngày nghỉ"),
        ("01-31", "thiếu Tết Nguyên đán, ít nhất 5 ngày nghỉ"),
        ("Giỗ Tổ Hùng Vương", "thiếu Giỗ Tổ Hùng Vương"),
        ("09-02", "thiếu ngày 02/09/2028 – Quốc khánh"),
    ],
)
def test_a_year_that_is_called_complete_and_is_not_is_refused(without: str, missing: str) -> None:
    with pytest.raises(RulebookInvalid, match=f"2028.yaml, mục complete_years: năm 2028 .* {missing}"):
        read_days("2028.yaml", year_2028(without).encode(), CALENDAR, IN_2027)


def test_days_that_should_go_in_pairs_are_doubted_when_one_comes_alone() -> None:
    pair = read_days("a.yaml", SWAP.encode(), CALENDAR, TODAY)
    sunday = read_day(
        {"day": "2026-12-13", "status": "working", "name": "Làm bù", "reference": "CV", "certainty": "verified"},
        CALENDAR,
        TODAY,
    )

    assert list(doubts(pair, CALENDAR)) == []
    assert [words for words in doubts(pair[:1], CALENDAR) if "chưa có ngày làm bù" in words]
    alone = list(doubts([sunday], CALENDAR))
    assert "Chủ Nhật 13/12/2026 là ngày làm bù nhưng không có ngày nghỉ hoán đổi nào đi cùng." in alone
    assert any("làm bù vào Thứ Bảy" in words for words in alone)


def test_in_december_the_next_year_can_be_entered_even_if_the_book_does_not_reach_it() -> None:
    words = {"day": "2028-01-25", "status": "off", "name": "Tết", "reference": "CV", "certainty": "verified"}

    assert read_day(words, CALENDAR, date(2027, 12, 1)).day == date(2028, 1, 25)
    with pytest.raises(RulebookInvalid):
        read_day(words, CALENDAR, TODAY)
