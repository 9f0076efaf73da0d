"""The rule book: complete, dated and grounded as shipped; refused with file, line and key when broken."""

import shutil
from datetime import date
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest

from models.vocabulary import CaseKind, Certainty, RefusalReason
from routing.grounds import weakest
from routing.lifecycle import RESTRICTED_KINDS
from routing.rulebook import SHIPPED_RULES, KindPath, Rulebook, RulebookInvalid
from tools.law_table import lines

BOOK = Rulebook.shipped()
TODAY = BOOK.on(date(2026, 11, 22))


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped folder, to break."""
    return Path(shutil.copytree(SHIPPED_RULES, tmp_path / "rules"))


def test_every_value_has_its_legal_reference_its_mark_and_the_day_somebody_checked_it() -> None:
    for grounds in (line.grounds for line in lines()):
        assert len(grounds.reference) > 5
        assert is_normalized("NFC", grounds.reference)
        assert grounds.certainty in Certainty
        assert date(2026, 1, 1) <= grounds.checked_on


def test_all_twenty_limits_are_there() -> None:
    assert {id.partition(".")[0] for id in BOOK.limits} == {f"L{n:02}" for n in range(1, 21)}


@pytest.mark.parametrize(
    ("profile", "kind", "limit"),
    [
        ("national", CaseKind.CONDUCT, "L04"),
        ("national", CaseKind.SERVICE, "L04"),
        ("bac_ninh", CaseKind.SERVICE, "L07"),
        ("bac_ninh", CaseKind.REGULATION, "L04"),
        ("ninh_binh", CaseKind.CONDUCT, "L09"),
        ("ho_chi_minh", CaseKind.SERVICE, "L10"),
        ("ho_chi_minh", CaseKind.DENUNCIATION, "L15"),
    ],
)
def test_a_province_puts_its_own_limit_in_place_of_the_national_one(profile: str, kind: CaseKind, limit: str) -> None:
    book = Rulebook.shipped(profile)

    assert book.on(TODAY.day).kind(kind).reply.limit == limit
    assert book.on(date(2024, 7, 1)).kind(kind).reply.limit in {"L04", "L15"}
    assert book.on(TODAY.day).kind(kind).path is TODAY.kind(kind).path


def test_a_profile_has_a_version_of_its_own_and_an_unknown_one_is_refused() -> None:
    assert len({Rulebook.shipped(name).version for name in ("national", "bac_ninh", "ninh_binh")}) == 3

    with pytest.raises(
        RulebookInvalid, match=r"không có hồ sơ tỉnh “\.\./bac_ninh”; đang có: bac_ninh, ho_chi_minh, national"
    ):
        Rulebook.load(SHIPPED_RULES, "../bac_ninh")


def test_a_profile_that_names_an_unknown_limit_is_refused(rules: Path) -> None:
    path = rules / "profiles" / "bac_ninh.yaml"
    path.write_text(path.read_text("utf-8").replace("L07", "L77", 1), "utf-8")

    with pytest.raises(
        RulebookInvalid, match=r"bac_ninh\.yaml, dòng \d+, .*: không có thời hạn “L77”; các thời hạn đang có: L01, L02"
    ):
        Rulebook.load(rules, "bac_ninh")


def test_every_kind_has_a_path_and_a_limit_for_its_answer() -> None:
    for kind in CaseKind:
        rule = TODAY.kind(kind)
        assert TODAY.limit(rule.reply.limit).term.amount > 0
        assert rule.explanation


def test_only_complaints_and_denunciations_go_the_restricted_path() -> None:
    restricted = {kind for kind in CaseKind if TODAY.kind(kind).path is KindPath.RESTRICTED}

    assert restricted == {CaseKind.COMPLAINT, CaseKind.DENUNCIATION}


def test_every_refusal_tells_the_citizen_what_to_do_next() -> None:
    for reason in RefusalReason:
        assert "ông/bà" in TODAY.refusal(reason).guidance.lower()


def test_a_rule_has_the_value_of_the_day_asked() -> None:
    before, after = date(2026, 6, 30), date(2026, 7, 1)

    assert BOOK.on(before).limit("L14").term.words == "10 ngày"
    assert BOOK.on(after).limit("L14").term.words == "7 ngày làm việc"


def test_a_conclusion_is_as_sure_as_its_least_sure_part() -> None:
    assert weakest([]) is Certainty.VERIFIED
    assert weakest([Certainty.VERIFIED, Certainty.RECALLED, Certainty.SECONDARY]) is Certainty.RECALLED
    assert weakest([Certainty.INFERRED, Certainty.RECALLED]) is Certainty.INFERRED


def test_the_version_names_exactly_this_text_of_the_rules(rules: Path) -> None:
    assert Rulebook.load(rules).version == BOOK.version

    limits = rules / "limits.yaml"
    limits.write_text(limits.read_text("utf-8") + "\n# một chú thích\n", "utf-8")

    assert Rulebook.load(rules).version != BOOK.version


def test_a_kind_that_uses_a_limit_before_it_had_a_value_is_refused(rules: Path) -> None:
    path = rules / "kinds.yaml"
    path.write_text(path.read_text("utf-8").replace("from: 2017-12-15", "from: 2017-12-14", 1), "utf-8")

    with pytest.raises(RulebookInvalid, match="thời hạn “L04” không có giá trị vào ngày 14/12/2017"):
        Rulebook.load(rules)


OVERLAP = "hai giá trị cùng hiệu lực"

# What a hand may do to a file: (file, words there, words instead, key named, part of the sentence).
BROKEN = [
    ("limits.yaml", "      reference: Thông tư 02/2017/TT-VPCP\n", "", "L04.values.1", "thiếu “reference”"),
    (
        "limits.yaml",
        "reference: Thông tư 02/2017/TT-VPCP",
        "reference:",
        "L04.values.1.reference",
        "để trống",
    ),
    ("limits.yaml", "certainty: verified", "certainty: sure", "L01.values.1.certainty", "giá trị lạ “sure”"),
    ("limits.yaml", "value: 20 days", "value: 20", "L04.values.1.value", "thiếu đơn vị"),
    ("limits.yaml", "value: 20 days", "value: 20 weeks", "L04.values.1.value", "đơn vị lạ"),
    ("limits.yaml", "value: 20 days", "value: 0 days", "L04.values.1.value", "số nguyên dương"),
    ("limits.yaml", "value: 20 days", "valeu: 20 days", "L04.values.1.valeu", "khóa lạ “valeu”"),
    ("limits.yaml", "value: 20 days", "value: [20, days]", "L04.values.1.value", "phải là chữ"),
    ("limits.yaml", "repeats: true", "repeats: maybe", "L05.repeats", "true hoặc false"),
    ("limits.yaml", "to: 2026-06-30", "to: 2026-07-15", "L14.values.2.from", OVERLAP),
    ("limits.yaml", "to: 2026-06-30", "to: 2011-06-30", "L14.values.1.to", "đứng trước ngày bắt đầu"),
    ("limits.yaml", "to: 2026-06-30", "to: 2026-06-31", "L14.values.1.to", "không phải ngày có thật"),
    ("limits.yaml", "L02:", "L01:", "L01", "ghi hai lần"),
    ("limits.yaml", "start: sending", "start: someday", "L11.start", "giá trị lạ “someday”"),
    ("kinds.yaml", "praise:", "prise:", "prise", "khóa lạ “prise”"),
    (
        "kinds.yaml",
        "limit: L15.transfer",
        "limit: L51",
        "denunciation.1.transfer.limit",
        "không có thời hạn “L51”",
    ),
    ("kinds.yaml", "path: guided", "path: away", "emergency.1.path", "giá trị lạ “away”"),
    ("refusals.yaml", "R12:", "R13:", "R13", "khóa lạ “R13”"),
    (
        "calendar.yaml",
        "{2026-11-24: Thứ Ba}",
        "{2026-11-24: Thứ Tư}",
        "holidays.20.days.2026-11-24",
        "là Thứ Ba",
    ),
    (
        "calendar.yaml",
        "{2026-11-24: Thứ Ba}",
        "{24/11: Thứ Ba}",
        "holidays.20.days.24/11",
        "không phải ngày có thật",
    ),
    (
        "calendar.yaml",
        "{2026-08-31: Thứ Hai}",
        "{2026-09-01: Thứ Ba}",
        "swapped_off.4.days.2026-09-01",
        "hai lần",
    ),
    (
        "calendar.yaml",
        "{2026-08-31: Thứ Hai}",
        "{2026-08-30: Chủ Nhật}",
        "swapped_off.4.days.2026-08-30",
        "trong tuần",
    ),
    (
        "calendar.yaml",
        "{2026-08-22: Thứ Bảy}",
        "{2026-08-21: Thứ Sáu}",
        "make_up.4.days.2026-08-21",
        "Thứ Bảy hoặc",
    ),
    ("calendar.yaml", "[2024, 2025", "[1024, 2025", "years", "“1024” không phải năm"),
    ("calendar.yaml", "13:00-17:00", "11:00-17:00", "office_hours.1.sessions", "chồng nhau"),
    ("calendar.yaml", "13:00-17:00", "một giờ chiều", "office_hours.1.sessions", "không phải giờ"),
    ("calendar.yaml", "[2024, 2025", "[²024, 2025", "years", "“²024” không phải năm"),
    ("calendar.yaml", "since: 2026", "since: 2027", "every_year.5.since", "lịch năm 2026 đã có ngày 24/11/2026"),
    ("calendar.yaml", "day: 01-01", "day: 02-29", "every_year.1.day", "không phải ngày có thật"),
    ("calendar.yaml", "{2026-11-24: Thứ Ba}", "{2126-11-24: Chủ Nhật}", "holidays.20.days.2126-11-24", "2008 đến 2099"),
    ("calendar.yaml", "{2026-11-24: Thứ Ba}", "{20261124: Thứ Ba}", "holidays.20.days.20261124", "dạng NĂM-THÁNG"),
    ("limits.yaml", "from: 2008-03-03", "from: 1008-03-03", "L01.values.1.from", "nằm ngoài các năm 2008 đến 2099"),
    ("limits.yaml", "L01:", "L01.mot_ma_qua_dai_de_luu:", "L01.mot_ma_qua_dai_de_luu", "dài quá 16 ký tự"),
    ("choices.yaml", "value: 2 working_days", "value: 2 days", "due_soon.1.value", "phải tính bằng ngày làm việc"),
    ("choices.yaml", "limit: L05", "limit: L06", "status_duty.1.limit", "không lặp lại"),
    ("choices.yaml", "limit: L06", "limit: L66", "upload.1.limit", "không có thời hạn “L66”"),
    ("choices.yaml", "times: 0", "times: 2", "extension.1.times", "phải ghi “limit”"),
    ("choices.yaml", "value: false", "value: sometimes", "pauses_while_waiting.1.value", "true hoặc false"),
    ("choices.yaml", "due_soon:", "due_late:", "due_late", "khóa lạ “due_late”"),
    ("reports.yaml", "months: 12", "months: 13", "year.1.months", "từ 1 đến 12 tháng"),
    ("reports.yaml", "closing_day: 14", "closing_day: 31", "quarter.1.closing_day", "từ 1 đến 28"),
    ("receivers.yaml", "ministry:", "district:", "district", "khóa lạ “district”"),
    ("elsewhere.yaml", "limit: L13", "limit: L31", "legal_document.1.limit.limit", "không có thời hạn “L31”"),
    ("evaluation.yaml", "  keep:", "  kept:", "outcomes.kept", "khóa lạ “kept”"),
    ("fields.yaml", "field: land", "field: sea", "topics.land_certificate.field", "giá trị lạ “sea”"),
    ("fields.yaml", "department: construction", "department: roads", "topics.building.department", "lạ “roads”"),
]


@pytest.mark.parametrize(("file", "words", "instead", "key", "problem"), BROKEN)
def test_a_broken_rule_is_refused_with_file_line_and_key(
    rules: Path, file: str, words: str, instead: str, key: str, problem: str
) -> None:
    path = rules / file
    text = path.read_text("utf-8")
    assert words in text
    path.write_text(text.replace(words, instead, 1), "utf-8")

    with pytest.raises(RulebookInvalid) as caught:
        Rulebook.load(rules)

    said = str(caught.value)
    assert said.startswith(f"{file}, dòng {caught.value.line}, mục {key}: ")
    assert problem in said
    assert "\n" not in said
    if instead and problem != OVERLAP:  # those two are noticed at the row, not at the words
        assert caught.value.line == text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("words", "instead", "problem"),
    [
        (
            "2027]",
            "2027, 2028]",
            r"mục every_year\.1\.day: năm 2028 được ghi là đã đủ lịch nhưng thiếu ngày 01/01/2028",
        ),
        ("from: 2026-08-05", "from: 2026-08-06", "ngày 05/08/2026 không có giá trị nào"),
        ("from: 2026-08-05\n", "from: 2026-08-05\n    to: 2026-12-31\n", "ngày 01/01/2027 không có giá trị nào"),
    ],
)
def test_a_gap_in_what_every_case_needs_is_refused(rules: Path, words: str, instead: str, problem: str) -> None:
    path = rules / "calendar.yaml"
    path.write_text(path.read_text("utf-8").replace(words, instead, 1), "utf-8")

    with pytest.raises(RulebookInvalid, match=problem):
        Rulebook.load(rules)


def test_a_kind_whose_limit_ends_before_it_does_is_refused(rules: Path) -> None:
    path = rules / "limits.yaml"
    text = path.read_text("utf-8")
    place = text.index("      value: 20 days")
    path.write_text(text[:place] + "      to: 2027-06-30\n" + text[place:], "utf-8")

    with pytest.raises(RulebookInvalid, match="thời hạn “L04” không có giá trị vào ngày 01/07/2027"):
        Rulebook.load(rules)


def test_a_missing_kind_is_named(rules: Path) -> None:
    path = rules / "kinds.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("other:")], "utf-8")

    with pytest.raises(RulebookInvalid, match=r"kinds\.yaml, dòng .*: thiếu “other”"):
        Rulebook.load(rules)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "limits.yaml, dòng 1: phải gồm các khóa và giá trị."),
        (b"L01: [\n", "limits.yaml, dòng 2: không đúng cú pháp YAML."),
        (b"- L01\n", "limits.yaml, dòng 1: phải gồm các khóa và giá trị."),
        (b"\xff\xfe\x00", "limits.yaml: không đọc được tệp, hoặc tệp không phải UTF-8."),
        (b"L01: !!python/object:os.system {}\n", "limits.yaml, dòng 1, mục L01: thiếu “text”."),
    ],
)
def test_a_file_that_is_no_rule_file_is_refused_in_one_sentence(rules: Path, content: bytes, problem: str) -> None:
    (rules / "limits.yaml").write_bytes(content)

    with pytest.raises(RulebookInvalid) as caught:
        Rulebook.load(rules)

    assert str(caught.value) == problem


def test_a_missing_file_or_folder_is_named(rules: Path) -> None:
    (rules / "refusals.yaml").unlink()

    with pytest.raises(RulebookInvalid, match=r"refusals\.yaml: thiếu tệp này"):
        Rulebook.load(rules)
    with pytest.raises(RulebookInvalid, match="nowhere: không có thư mục"):
        Rulebook.load(rules / "nowhere")


def test_a_file_in_decomposed_vietnamese_gives_the_same_words(rules: Path) -> None:
    for path in rules.glob("*.yaml"):
        path.write_text(normalize("NFD", path.read_text("utf-8")), "utf-8")

    book = Rulebook.load(rules)

    assert book.on(TODAY.day).limit("L04") == TODAY.limit("L04")


def test_the_kinds_kept_apart_are_those_the_book_keeps_apart_on_every_day() -> None:
    days = {dated.since for history in BOOK.kinds.values() for dated in history.values} | {date(2027, 12, 31)}

    for day in sorted(days):
        held = {kind: rule for kind, history in BOOK.kinds.items() if (rule := history.on(day))}
        apart = {kind for kind, rule in held.items() if rule.path is KindPath.RESTRICTED}
        assert apart == RESTRICTED_KINDS & set(held), day
