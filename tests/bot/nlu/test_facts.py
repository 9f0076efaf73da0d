"""Facts in a message: found whatever the spelling, checked, and each at its place in the text as written."""

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.entities import CommuneBook, Facts, ProcedureBook
from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Entity
from routing.case_code import make_code
from routing.procedures import Catalogue, Listed, empty
from routing.text import fold

TODAY = date(2026, 11, 27)  # a Friday
COMMUNES = CommuneBook.of(
    [
        ("Long Hữu", "Long Hữu"),
        ("Hiệp Mỹ", "Hiệp Mỹ"),
        ("Duyên Hải", "Duyên Hải"),
        ("xã Hiệp Thạnh", "Long Hữu"),
        ("phường 1, thị xã Duyên Hải", "Duyên Hải"),
    ]
)


def _procedures(text: str) -> list[Entity]:
    start = text.find("khai sinh")
    return [Entity("procedure", "1.001193", start, start + 9)] if start >= 0 else []


FACTS = Facts(today=lambda: TODAY, communes=COMMUNES, procedures=_procedures)


def found(text: str, kind: str) -> list[tuple[str, str]]:
    """Value and words of each fact of a kind."""
    return [(fact.value, text[fact.start : fact.end]) for fact in FACTS.find(text) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "said", "number"),
    [
        ("0912345678", "0912345678", "+84912345678"),
        ("gọi tôi số 0987.654.321 nhé", "0987.654.321", "+84987654321"),
        ("sđt +84 903 111 222", "+84 903 111 222", "+84903111222"),
        ("so 84912345678 do", "84912345678", "+84912345678"),
        ("số bàn 024 3825 1234", "024 3825 1234", "+842438251234"),
        ("(024) 38251234", "(024) 38251234", "+842438251234"),
        (
            "số bác là không chín một hai ba bốn năm sáu bảy tám đó cháu",
            "không chín một hai ba bốn năm sáu bảy tám",
            "+84912345678",
        ),
        ("khong chin 12 345 678", "khong chin 12 345 678", "+84912345678"),
    ],
)
def test_a_phone_is_found_however_it_is_written_or_spoken(text: str, said: str, number: str) -> None:
    assert found(text, "phone") == [(number, said)]


@pytest.mark.parametrize(
    "text",
    [
        "0123456789",
        "số căn cước 084123456789",
        "091234567",
        "tốn 1.500.000 đồng",
        "không một ai trả lời, ba bốn lần rồi",
        "H21.12-251120-0007",
        "không có hai ba năm nay",
    ],
)
def test_what_cannot_be_dialled_is_no_phone(text: str) -> None:
    assert found(text, "phone") == []


@pytest.mark.parametrize(
    "text",
    [
        "PA-261122-482913-3",
        "pa 261122 482913 3",
        "PA2611224829133",
        "P.A 261122.482913.3",
        "PA-26ll22-4829I3-3",
        "2611224829133",
    ],
)
def test_a_case_code_is_read_with_slips_that_its_check_digit_confirms(text: str) -> None:
    assert found(f"tra mã {text} giúp tôi", "case_code") == [("PA-261122-482913-3", text)]


@pytest.mark.parametrize(
    "text", ["PA-261122-482913-7", "PA-261122-482931-3", "PA-261122-48291-3", "PA-999999-482913-0"]
)
def test_a_mistyped_case_code_is_none(text: str) -> None:
    assert found(text, "case_code") == []


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 999_999), st.integers(0, 9))
def test_every_code_of_ours_is_found_and_no_other_check_digit_is(day: date, number: int, last: int) -> None:
    code = make_code(day, number)
    assert found(f"mã {code} sao rồi", "case_code") == [(code, code)]
    if code[-1] != str(last):
        assert found(code[:-1] + str(last), "case_code") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Hồ sơ H21.12-251120-0007 trễ hẹn", "H21.12-251120-0007"),
        ("mã 000.00.12.h21-251103-0042", "000.00.12.H21-251103-0042"),
        ("h21.05 - 260915 - 0113", "H21.05-260915-0113"),
        ("H37-260801-00021", "H37-260801-00021"),
    ],
)
def test_a_dossier_number_is_found_in_its_spellings(text: str, number: str) -> None:
    assert [value for value, _ in found(text, "dossier")] == [number]
    assert found(text, "case_code") == []


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("hôm qua tôi lên xã", "2026-11-26", "hôm qua"),
        ("hom kia", "2026-11-25", "hom kia"),
        ("bữa qua tui tới", "2026-11-26", "bữa qua"),
        ("Chiều hôm qua mưa", "2026-11-26", "Chiều hôm qua"),
        ("sáng nay mất điện", "2026-11-27", "sáng nay"),
        ("hồi sáng", "2026-11-27", "hồi sáng"),
        ("thứ hai tuần trước", "2026-11-16", "thứ hai tuần trước"),
        ("thu 3 tuan roi", "2026-11-17", "thu 3 tuan roi"),
        ("chủ nhật tuần trước", "2026-11-22", "chủ nhật tuần trước"),
        ("thứ sáu vừa rồi", "2026-11-27", "thứ sáu vừa rồi"),
        ("hôm thứ bảy họ tới", "2026-11-21", "hôm thứ bảy"),
        ("thứ tư", "2026-11-25", "thứ tư"),
        ("thứ hai tuần này", "2026-11-23", "thứ hai tuần này"),
        ("27/11", "2026-11-27", "27/11"),
        ("từ ngày 15/9 tới nay", "2026-09-15", "15/9"),
        ("ngày 3/12 hẹn trả", "2026-12-03", "3/12"),
        ("20/1 tôi nộp", "2026-01-20", ""),
        ("20/11/2025", "2025-11-20", "20/11/2025"),
        ("ngày 5 tháng 11", "2026-11-05", "ngày 5 tháng 11"),
        ("cách đây 2 tuần", "2026-11-13", "cách đây 2 tuần"),
        ("khoảng ba ngày trước", "2026-11-24", "ba ngày trước"),
    ],
)
def test_a_day_is_counted_from_today(text: str, day: str, said: str) -> None:
    if said:
        assert found(text, "date") == [(day, said)]
    else:
        assert found(text, "date") == []


@pytest.mark.parametrize(
    "text",
    [
        "tấm ảnh thứ hai",
        "hẻm 27/11 Trần Phú",
        "27/11 Trần Phú",
        "số 12/11 đường Lê Lợi",
        "10/10",
        "4/5 sao",
        "32/13/2026",
        "ngày 31/11",
        "bữa hổm",
        "mùng 6",
        "tháng trước",
        "chờ ba ngày",
    ],
)
def test_what_is_vague_or_no_day_is_left_alone(text: str) -> None:
    assert found(text, "date") == []


@pytest.mark.parametrize(
    ("text", "commune", "said"),
    [
        ("ở xã Long Hữu nè", "Long Hữu", "xã Long Hữu"),
        ("xa long huu", "Long Hữu", "xa long huu"),
        ("XÃ LONG HỮU", "Long Hữu", "XÃ LONG HỮU"),
        ("chợ Long Hữu", "Long Hữu", "Long Hữu"),
        ("xã Hiệp Thạnh cũ", "Long Hữu", "xã Hiệp Thạnh"),
        ("p. Duyên Hải", "Duyên Hải", "p. Duyên Hải"),
        ("phường 1", "Duyên Hải", "phường 1"),
    ],
)
def test_a_commune_is_found_by_its_names_of_today_and_before(text: str, commune: str, said: str) -> None:
    assert found(text, "commune") == [(commune, said)]


@pytest.mark.parametrize("text", ["long huu", "xã Long Hưu", "thị xã Duyên Hải", "tổ 1", "phường 12", "xã Long"])
def test_other_words_are_no_commune_of_ours(text: str) -> None:
    assert found(text, "commune") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tôi tên là Nguyễn Văn An", "Nguyễn Văn An"),
        ("toi ten nguyen thi hoa o ap 3", "Nguyen Thi Hoa"),
        ("dạ em là Võ Thị Kim Ngân ạ", "Võ Thị Kim Ngân"),
        ("Tôi là Trương Văn Bảy, ở ấp 3", "Trương Văn Bảy"),
        ("Họ tên: Phan Văn Đức", "Phan Văn Đức"),
        ("tui tên Tư Hiền", "Tư Hiền"),
        ("Trần Quốc Bảo", "Trần Quốc Bảo"),
        ("tran van nam", "Tran Van Nam"),
        ("tên tôi là bà Lê Thị Út", "Lê Thị Út"),
        ("Thưa các anh, tôi là Lê Văn Tám", "Lê Văn Tám"),
        ("Đường hư nặng.\nTôi tên Lâm Ngọc Yến", "Lâm Ngọc Yến"),
        ("0912345678, tên Hoa", "Hoa"),
    ],
)
def test_a_name_is_taken_from_how_a_person_presents_themselves(text: str, name: str) -> None:
    assert [value for value, _ in found(text, "name")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "tôi là người dân thôn Đông",
        "chị cán bộ tên Lan ngồi quầy 2 quát tôi",
        "người tiếp tôi là chị Nguyễn Thị Lan",
        "con tôi tên Minh học lớp 3",
        "Vợ tôi là Trần Thị Hoa",
        "tôi là Trưởng ấp",
        "chị cán bộ tên gì tôi không biết",
        "Đường hư nặng",
        "mai mua bao lam",
        "Mai có mưa không",
        "tôi là dân ở đây",
        "họ đòi hủy hồ sơ",
        "hồ sơ trễ hẹn",
        "cao quá",
    ],
)
def test_a_message_without_a_name_has_none(text: str) -> None:
    assert found(text, "name") == []


def test_one_message_may_hold_many_facts_and_each_stands_at_its_place() -> None:
    text = "Tôi tên Nguyễn Văn An, xã Long Hữu, 0912 345 678. Hôm qua làm khai sinh, mã H21.12-251120-0007."
    assert [(fact.kind, fact.value) for fact in FACTS.find(text)] == [
        ("name", "Nguyễn Văn An"),
        ("commune", "Long Hữu"),
        ("phone", "+84912345678"),
        ("date", "2026-11-26"),
        ("procedure", "1.001193"),
        ("dossier", "H21.12-251120-0007"),
    ]


def test_places_are_those_of_the_text_given_in_decomposed_form_too() -> None:
    text = unicodedata.normalize("NFD", "Dạ ở xã Long Hữu, số 0912345678, hôm qua ạ")
    facts = {fact.kind: text[fact.start : fact.end] for fact in FACTS.find(text)}
    assert facts["phone"] == "0912345678"
    assert fold(facts["commune"]) == "xa long huu"
    assert fold(facts["date"]) == "hom qua"


@given(st.text(max_size=300))
def test_any_text_gives_facts_inside_it_and_apart(text: str) -> None:
    facts = FACTS.find(text)
    assert all(0 <= fact.start < fact.end <= len(text) for fact in facts)
    assert all(before.end <= after.start for before, after in pairwise(facts))


CATALOGUE = Catalogue.of(
    [
        Listed("1.001193", "Thủ tục đăng ký khai sinh"),
        Listed("1.013035", "Cấp lại thẻ căn cước"),
        Listed("2.000815", "Chứng thực bản sao từ bản chính"),
    ]
)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("thủ tục làm lại căn cước", "1.013035", "lại căn cước"),
        ("cho hỏi thu tuc cap lai the can cuoc o dau", "1.013035", "cap lai the can cuoc"),
        ("tôi muốn đăng ký khai sinh cho cháu", "1.001193", "đăng ký khai sinh"),
    ],
)
def test_a_procedure_of_the_catalogue_is_found_in_everyday_words(text: str, code: str, words: str) -> None:
    facts = Facts(today=lambda: TODAY, procedures=ProcedureBook(lambda: CATALOGUE).find)

    (found,) = [fact for fact in facts.find(text) if fact.kind == "procedure"]

    assert (found.value, text[found.start : found.end]) == (code, words)


def test_no_procedure_is_made_up() -> None:
    story = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp bà con."
    assert list(ProcedureBook(lambda: CATALOGUE).find(story)) == []
    assert list(ProcedureBook(lambda: CATALOGUE).find("")) == []
    assert list(ProcedureBook(empty).find("thủ tục làm lại căn cước")) == []


@given(st.text(max_size=200))
def test_plain_rules_find_the_facts_every_engine_finds(text: str) -> None:
    understood = KeywordNlu(FACTS).understand(text).entities

    assert [fact for fact in understood if fact.kind != "commune"] == [
        fact for fact in FACTS.find(text) if fact.kind != "commune"
    ]
