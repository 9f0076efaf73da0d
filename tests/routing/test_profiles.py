"""A province's own file: its limits and choices over the national ones, and what it may not do."""

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest

from models.vocabulary import CaseKind, Certainty
from routing.dates import LOCAL
from routing.deadlines import Wait, deadline, extension_for_kind, for_kind
from routing.rulebook import SHIPPED_RULES, Destination, Rulebook, RulebookInvalid
from tools.saying import ROOT

TODAY = date(2027, 3, 1)
SURE = "reference: quy chế của tỉnh, certainty: verified, checked_on: 2026-12-20"
PAUSING = f"""
name: Vĩnh Long
choices:
  pauses_while_waiting:
    - {{from: 2026-01-01, value: true, {SURE}}}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "profiles").mkdir()
    return tmp_path


def load(own: Path, text: str, name: str = "vinh_long") -> Rulebook:
    (own / "profiles" / f"{name}.yaml").write_text(text, "utf-8")
    return Rulebook.load(SHIPPED_RULES, name, own)


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LOCAL)


def test_the_example_in_the_documentation_is_a_profile_that_works(own: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    example = re.findall(r"```yaml\n(name: .*?)```", page, flags=re.DOTALL)[0]

    book = load(own, example)

    assert book.profile.name == "Vĩnh Long"
    assert for_kind(CaseKind.SERVICE, at("2027-03-01T09:00"), book).term.words == "5 ngày làm việc"
    assert book.on(TODAY).kind(CaseKind.CONDUCT).reply.limit == "L04"
    assert book.on(TODAY).due_soon.value.words == "3 ngày làm việc"
    assert book.on(date(2026, 3, 1)).due_soon.value.words == "2 ngày làm việc"


def test_an_offices_own_file_comes_before_a_shipped_one_of_that_name(own: Path) -> None:
    book = load(own, "name: Bắc Ninh của chúng tôi", "bac_ninh")

    assert book.profile.name == "Bắc Ninh của chúng tôi"
    assert book.on(TODAY).kind(CaseKind.SERVICE).reply.limit == "L04"


def test_a_book_that_was_read_stays_when_its_file_is_broken_afterwards(own: Path) -> None:
    book = load(own, PAUSING)
    (own / "profiles" / "vinh_long.yaml").write_text("name: [", "utf-8")

    assert book.on(TODAY).pauses_while_waiting.value is True
    with pytest.raises(RulebookInvalid, match=r"vinh_long\.yaml, dòng \d: không đúng cú pháp YAML"):
        Rulebook.load(SHIPPED_RULES, "vinh_long", own)


LIMIT = f"    text: Trả lời\n    start: receipt\n    values: [{{from: 2027-01-01, value: 5 working_days, {SURE}}}]\n"
REPLY = "kinds:\n  {kind}:\n    - from: {since}\n      reply: {{limit: {limit}, " + SURE + "}}\n"
EXTENSION = "      extension: {{times: 1, limit: {limit}, " + SURE + "}}\n"

BROKEN = [
    ("", "vinh_long.yaml, dòng 1: phải gồm các khóa và giá trị"),
    ("kinds: {}", "thiếu “name”"),
    ("name: A\nkind: {}", "dòng 2, mục kind: khóa lạ “kind”"),
    ("name: A\n" + REPLY.format(kind="noise", since="2027-01-01", limit="L04"), "mục kinds.noise: khóa lạ “noise”"),
    (
        "name: A\n" + REPLY.format(kind="service", since="2027-01-01", limit="VL01"),
        "không có thời hạn “VL01”; các thời hạn",
    ),
    (
        "name: A\n" + REPLY.format(kind="service", since="2016-01-01", limit="L04"),
        "không có giá trị vào ngày 01/01/2016",
    ),
    ("name: A\nlimits:\n  L04:\n" + LIMIT, "dòng 3, mục limits.L04: thời hạn “L04” đã có trong limits.yaml"),
    ("name: A\nchoices:\n  extension: []", "mục choices.extension: khóa lạ “extension”"),
    (PAUSING.replace("value: true", "value: yes"), "phải là true hoặc false"),
    (PAUSING.replace("2026-01-01", "2026-02-30"), "“2026-02-30” không phải ngày có thật"),
    (
        PAUSING.replace("reference: quy chế của tỉnh, ", ""),
        "dòng 5, mục choices.pauses_while_waiting.1: thiếu “reference”",
    ),
    (PAUSING + PAUSING.splitlines()[-1], "ngày 01/01/2026 có hai giá trị cùng hiệu lực"),
    (
        "name: A\n" + REPLY.format(kind="service", since="2026-08-01", limit="L20"),
        "dòng 5, mục kinds.service.1.reply.limit: thời hạn “L20” tính trước thời điểm dự kiến",
    ),
    (
        "name: A\n" + REPLY.format(kind="service", since="2027-01-01", limit="L05"),
        "mục kinds.service.1.reply.limit: thời hạn “L05” lặp lại",
    ),
    (
        "name: A\n" + REPLY.format(kind="service", since="2027-01-01", limit="L18"),
        "thời hạn “L18” tính kể từ khi phát hiện, nên không dùng làm hạn trả lời",
    ),
    (
        "name: A\n" + REPLY.format(kind="service", since="2027-01-01", limit="L04") + EXTENSION.format(limit="L07"),
        "dòng 6, mục kinds.service.1.extension: gia hạn theo “L07” (7 ngày) không dài hơn thời hạn trả lời “L04” (20",
    ),
    (
        "name: A\n" + REPLY.format(kind="denunciation", since="2027-01-01", limit="L04"),
        "mục kinds.denunciation.1.reply: gia hạn theo “L15.extended” (10 ngày làm việc) không dài hơn",
    ),
    (
        "name: A\noffice_hours:\n  - {from: 2027-01-01, sessions: ['08:00-07:00'], " + SURE + "}",
        "mục office_hours.1.sessions: các buổi làm việc chồng nhau",
    ),
]


@pytest.mark.parametrize(("text", "problem"), BROKEN, ids=[problem for _, problem in BROKEN])
def test_a_broken_profile_is_refused_in_one_sentence_with_its_file(own: Path, text: str, problem: str) -> None:
    with pytest.raises(RulebookInvalid) as caught:
        load(own, text)

    said = str(caught.value)
    assert said.startswith("vinh_long.yaml, dòng ")
    assert problem in said
    assert "\n" not in said


def test_a_province_that_stops_the_clock_gives_back_the_days_of_waiting(own: Path) -> None:
    book, received = load(own, PAUSING), at("2026-07-06T09:00")
    wait = Wait(at("2026-07-08T10:00"), at("2026-07-13T15:00"))

    result = for_kind(CaseKind.REGULATION, received, book, [wait])

    assert result.last_day == date(2026, 7, 31)  # 20 days and the 5 from 09/07 to 13/07
    assert "không tính 09/07 đến 13/07 – chờ người gửi bổ sung" in result.sentence
    assert [day.date.day for day in result.skipped] == [9, 10, 11, 12, 13]
    assert for_kind(CaseKind.REGULATION, received, Rulebook.shipped(), [wait]).last_day == date(2026, 7, 27)


def test_of_a_term_in_working_days_only_waited_working_days_come_back_and_each_once(own: Path) -> None:
    book = load(own, PAUSING)
    friday, tuesday, wednesday = at("2026-07-10T10:00"), at("2026-07-14T08:00"), at("2026-07-15T08:00")

    result = for_kind(
        CaseKind.COMPLAINT, at("2026-07-06T09:00"), book, [Wait(friday, tuesday), Wait(friday, wednesday)]
    )

    assert result.last_day == date(2026, 7, 20)  # 15/07 without the wait; 13, 14 and 15/07 come back
    assert "không tính 13/07 đến 15/07 – chờ người gửi bổ sung" in result.sentence
    assert result.certainty is Certainty.VERIFIED


def test_a_term_put_off_to_a_day_of_waiting_ends_after_the_wait(own: Path) -> None:
    book, received = load(own, PAUSING), at("2026-11-08T09:00")  # Sunday; the twentieth day is Saturday 28/11
    asked = at("2026-11-28T16:00")

    result = for_kind(CaseKind.REGULATION, received, book, [Wait(asked, at("2026-12-02T10:00"))])

    assert result.last_day == date(2026, 12, 3)
    assert "ngày thứ 20 là 28/11 – Thứ Bảy" in result.sentence
    assert "không tính 30/11 đến 02/12 – chờ người gửi bổ sung" in result.sentence
    assert len({day.date for day in result.skipped}) == len(result.skipped)
    answered_at_once = [Wait(asked, at("2026-11-29T10:00"))]
    assert for_kind(CaseKind.REGULATION, received, book, answered_at_once).last_day == date(2026, 11, 30)


def test_a_province_may_open_its_offices_at_other_hours(own: Path) -> None:
    hours = "name: A\noffice_hours:\n  - {from: 2027-01-01, sessions: ['07:00-11:00', '13:30-17:30'], " + SURE + "}"
    book = load(own, hours)

    assert book.on(TODAY).office_hours.sessions[0][0] == time(7)
    assert book.on(date(2026, 12, 31)).office_hours.sessions[0][0] == time(7, 30)
    assert deadline("L11", at("2027-03-01T06:00"), book).due == at("2027-03-01T17:30")


def test_an_extension_is_counted_from_receipt_and_only_where_something_allows_it() -> None:
    received = at("2026-07-06T09:00")

    extended = extension_for_kind(CaseKind.SERVICE, received, Rulebook.shipped("ho_chi_minh"))

    assert extended is not None
    assert (extended.rule, extended.last_day) == ("L10.multi_agency", date(2026, 7, 21))
    assert extension_for_kind(CaseKind.SERVICE, received, Rulebook.shipped()) is None
    assert "không quy định gia hạn" in Rulebook.shipped().on(TODAY).extension(CaseKind.SERVICE).grounds.reference


def test_every_matter_that_goes_elsewhere_tells_its_sender_where() -> None:
    for destination in Destination:
        elsewhere = Rulebook.shipped().on(TODAY).elsewhere(destination)
        assert "ông/bà" in elsewhere.sentence.lower()
        assert len(elsewhere.send_to) > 10
