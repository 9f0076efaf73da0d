"""Finding procedures: by what people type, unaccented and in everyday words; and only those a message really names."""

import csv
import re
from pathlib import Path

import pytest
import yaml

from routing.everyday import official_words
from routing.procedures import Catalogue, Listed, empty
from routing.text import fold
from tests.conftest import SHARED, leave_out

NAMES = (
    "Thủ tục đăng ký khai sinh",
    "Thủ tục đăng ký lại khai sinh",
    "Thủ tục đăng ký kết hôn",
    "Cấp lại thẻ căn cước",
    "Cấp đổi thẻ căn cước",
    "Đăng ký thường trú",
    "Đăng ký tạm trú",
    "Đổi giấy phép lái xe",
    "Cấp lại giấy phép lái xe",
    "Cấp lại Giấy chứng nhận quyền sử dụng đất do bị mất",
    "Cấp giấy phép xây dựng nhà ở riêng lẻ",
)
JUDGED = yaml.safe_load((Path(__file__).parent / "procedures_judged.yaml").read_text(encoding="utf-8"))
AMONG = {"first": 1, "three": 3}
_WHERE = re.compile(r"\s*\((thực hiện|cấp) [^)]*\)$")

SMALL = Catalogue.of(Listed(f"1.{number:06}", name) for number, name in enumerate(NAMES))


@pytest.fixture(scope="module")
def national() -> Catalogue:
    file = SHARED / "data" / "procedures.csv"
    if not file.exists():
        leave_out("danh mục quốc gia", f"không có {file}")
    with file.open(encoding="utf-8-sig") as lines:
        return Catalogue.of(Listed(row["ma_thu_tuc"], row["ten"], row["linh_vuc"]) for row in csv.DictReader(lines))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lam lai can cuoc", "Cấp lại thẻ căn cước"),
        ("mất căn cước", "Cấp lại thẻ căn cước"),
        ("đổi CCCD", "Cấp đổi thẻ căn cước"),
        ("hộ khẩu", "Đăng ký thường trú"),
        ("đổi bằng lái", "Đổi giấy phép lái xe"),
        ("mat bang lai xe", "Cấp lại giấy phép lái xe"),
        ("dky kết hôn", "Thủ tục đăng ký kết hôn"),
        ("xin phep xay nha", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
        ("mất sổ đỏ", "Cấp lại Giấy chứng nhận quyền sử dụng đất do bị mất"),
        ("thường tr", "Đăng ký thường trú"),
    ],
)
def test_what_people_type_finds_the_procedure(typed: str, first: str) -> None:
    assert SMALL.search(typed)[0].procedure.name == first


@pytest.mark.parametrize("typed", ["lam lai can cuoc", "làm lại căn cước", "cap lai the can cuoc", "mat can cuoc"])
def test_it_finds_one_among_thousands(national: Catalogue, typed: str) -> None:
    assert len(national.listed) > 2000
    assert national.search(typed, 3)[0].procedure.name == "Cấp lại thẻ căn cước"


def _answers(name: str, accepted: list[str]) -> bool:
    """Whether a procedure is one of those that were judged to answer."""
    bare = fold(_WHERE.sub("", name.strip()).rstrip(". ;")).removeprefix("thu tuc ")
    return any(bare.startswith(fold(one[:-1])) if one.endswith("…") else bare == fold(one) for one in accepted)


@pytest.mark.parametrize(
    ("typed", "accepted", "among"),
    [(typed, accepted, AMONG[part]) for part, held in JUDGED.items() for typed, accepted in held.items()],
)
def test_what_people_type_finds_what_was_judged_to_answer_it(
    national: Catalogue, typed: str, accepted: list[str], among: int
) -> None:
    assert any(_answers(one.name, accepted) for one in national.listed), "judged against another catalogue"
    found = [one.procedure.name for one in national.search(typed, among)]
    assert any(_answers(name, accepted) for name in found), found


def test_nine_of_ten_find_it_at_once(national: Catalogue) -> None:
    judged = [pair for held in JUDGED.values() for pair in held.items()]
    first = [_answers(national.search(typed, 1)[0].procedure.name, accepted) for typed, accepted in judged]
    assert len(judged) >= 46
    assert sum(first) >= 0.9 * len(judged)


def test_questions_about_a_procedure_find_it_and_others_find_nothing(national: Catalogue) -> None:
    judged = {**JUDGED["first"], **JUDGED["three"]}
    asked = {f"làm {typed} cần giấy tờ gì": accepted for typed, accepted in judged.items()}

    def found(question: str) -> list[str]:
        return [one.procedure.name for one in national.search(question, 3, least=0.2)]

    answered = [any(_answers(name, accepted) for name in found(question)) for question, accepted in asked.items()]
    assert sum(answered) >= 0.88 * len(answered)
    for question in ("bao lâu thì trả lời tôi", "có mất tiền không", "sợ bị trả thù, có giữ kín không?"):
        assert found(question) == []


def test_the_whole_short_name_comes_before_a_long_one_that_repeats_the_words() -> None:
    names = ("Khai báo tạm trú cho người nước ngoài bằng Phiếu khai báo tạm trú", "Gia hạn tạm trú", "Đăng ký tạm trú")
    small = Catalogue.of(Listed(f"1.{number:06}", name) for number, name in enumerate(names))
    assert small.search("tam tru")[0].procedure.name == "Đăng ký tạm trú"
    assert small.search("gia hạn tạm trú")[0].procedure.name == "Gia hạn tạm trú"
    assert small.search("khai báo tạm trú người nước ngoài")[0].procedure.name == names[0]


def test_an_abbreviation_in_a_name_is_what_it_stands_for() -> None:
    names = ("Hoàn thuế TNCN cho cá nhân", "Hoàn thuế GTGT cho dự án")
    small = Catalogue.of(Listed(f"1.{number:06}", name) for number, name in enumerate(names))
    assert small.search("hoàn thuế thu nhập cá nhân")[0].procedure.name == names[0]
    assert small.search("hoàn thuế giá trị gia tăng")[0].procedure.name == names[1]


@pytest.mark.parametrize(
    ("message", "name"),
    [
        (
            "Tôi nộp hồ sơ cấp lại thẻ căn cước ở công an xã từ tháng trước mà nay chưa có kết quả, gọi không ai nghe.",
            "Cấp lại thẻ căn cước",
        ),
        ("toi di lam lai can cuoc ba lan roi ma can bo cu hen", "Cấp lại thẻ căn cước"),
        ("Con em sinh tháng 3, đi đăng ký khai sinh thì xã bắt chờ", "Thủ tục đăng ký khai sinh"),
    ],
)
def test_a_message_that_names_a_procedure_is_understood(message: str, name: str) -> None:
    found = SMALL.named_in(message)
    assert found is not None
    assert found.procedure.name == name
    assert 0.72 <= found.score <= 1


@pytest.mark.parametrize(
    "message",
    [
        "Đường vào thôn ổ gà, xe không chạy được, trời mưa ngập hết.",
        "Tui không có hộ khẩu ở đây nhưng thấy rác đổ bậy nên báo.",
        "Cán bộ lái xe công đi nhậu, có giấy tờ gì không thì chưa rõ.",
        "rác hẻm 27/4 báo lên pường cả tuần r mà y nguyên, xe rác chạy ngang hk thèm zô hốt",
        "Khóa tài khoản thẻ ngân hàng, xe cộ đậu kín đường",
        "",
    ],
)
def test_a_message_that_names_none_has_none(message: str) -> None:
    assert SMALL.named_in(message) is None


def test_an_empty_catalogue_finds_nothing_and_fails_nowhere() -> None:
    assert empty().search("căn cước") == []
    assert empty().named_in("cấp lại thẻ căn cước") is None


def test_words_already_said_are_not_said_twice() -> None:
    assert official_words("đăng ký hộ khẩu") == ["dang", "ky", "thuong", "tru"]
    assert official_words("cấp thẻ căn cước công dân") == ["cap", "the", "can", "cuoc"]


def test_no_message_of_the_demo_or_the_data_is_named_wrongly_more_than_rarely(national: Catalogue) -> None:
    """Of the texts that name one in the judged set, nine of ten name the right matter; here: how few are named."""
    import json

    lines = (SHARED / "data" / "dev_feedback.jsonl").read_text(encoding="utf-8").splitlines()
    named = [found for line in lines if (found := national.named_in(json.loads(line)["text"]))]
    assert 3 <= len(named) <= 12
