"""Which name a text holds is left out of what the classifier counts, and changes nothing of what it decides."""

import unicodedata
from collections.abc import Callable

import pytest

from models.vocabulary import CaseKind
from routing.classifier import Classifier
from routing.classifier.names import NAME, without_names
from routing.text import fold

pytestmark = pytest.mark.timeout(400)  # whichever test is first learns the model

COMMUNES = ("Trà Ôn", "Cầu Ngang", "Tiểu Cần", "Long Hữu", "Phú Tân", "Đông Hải", "Hưng Khánh Trung", "Lộc Thuận")
WHOLE_NAMES = ("Nguyễn Thị Khen", "Lê Thị Ơn", "Trần Văn Lợi")
PERSONS = ("Tòng", "Thị Hoa", "Cảm", "Ơn", "Tố", "Cáo", "Khen", "Bình", *WHOLE_NAMES)


def bare(text: str) -> str:
    """Without diacritics, with its capitals."""
    marked = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Đèn đường ở xã Trà Ôn hư", "Đèn đường ở xã n0 hư"),
        ("den duong o xa tra on hu", "den duong o xa n0 hu"),
        ("XÃ TRÀ ÔN MẤT NƯỚC", "XÃ n0 MẤT NƯỚC"),
        ("Trà Ôn mất điện từ sáng", "n0 mất điện từ sáng"),
        ("P. Duyên Hải, TX. Bình Minh", "P. n0, TX. n0"),
        ("rác ở chợ Cái Chốt, gần cầu Ba Thửa", "rác ở chợ n0, gần cầu n0"),
        ("Bà Thị Hoa và ông Khen lấn đất", "Bà n0 và ông n0 lấn đất"),
        ("Tôi tên: Lê Văn Cảm. Đường ngập", "Tôi tên: n0. Đường ngập"),
        ("hồ sơ của Nguyễn Thị Ơn", "hồ sơ của n0"),
    ],
)
def test_a_name_is_any_name(text: str, counted: str) -> None:
    assert NAME in counted
    assert without_names(text) == counted
    assert without_names(unicodedata.normalize("NFD", text)) == counted


@pytest.mark.parametrize(
    "text",
    [
        "Sở Xây dựng trả lời UBND xã, Điện lực và BHXH",
        "Ban Quản lý khu kinh tế, Ban Dân tộc",
        "Ông Chủ tịch xã và anh Công an, chị Kế toán",
        "xã Nông thôn mới nâng cao",
        "Nhờ báo cho Sở biết",
        "Gửi ủy ban xã. Tôi bị mất nước. Cảm ơn ông. Mong sớm sửa",
        "XÃ KHÔNG GIẢI QUYẾT, DÂN Ở TRONG NƯỚC NGẬP",
        "kiem tra on ao, xa tra loi, toi cam on",
        "mong hòa bình cho mọi nhà",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert without_names(text) == text


@pytest.mark.parametrize("form", [str, fold, bare, str.lower])
@pytest.mark.parametrize(
    "text",
    [
        "Đèn đường ở xã {} hư",
        "xã {} mất nước sạch ba ngày nay",
        "Tôi ở xã {}, tỉnh Vĩnh Long",
        "Trạm y tế xã {} có chích ngừa cho trẻ không",
        "Cán bộ xã {} hẹn hoài không trả hồ sơ",
        "Đường {} nhiều ổ gà",
        "Mất điện ở {} từ sáng tới giờ",
    ],
)
def test_the_same_text_from_another_commune_is_of_the_same_kind(
    loaded: Classifier, text: str, form: Callable[[str], str]
) -> None:
    assert len({loaded.decide(form(text.format(commune))).kind for commune in COMMUNES}) == 1


@pytest.mark.parametrize("form", [str, bare])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cô {} tiếp dân cau có, nạt người già", PERSONS),
        ("Ông {} nuôi heo hôi thối cả xóm", PERSONS),
        ("Bà {} lấn chiếm lối đi chung", PERSONS),
        ("Tôi là {}, đường trước nhà ngập nước", PERSONS),
        ("{} lấn chiếm vỉa hè bán hàng", WHOLE_NAMES),
        ("Nhờ xã nhắc {} đừng đốt rác nữa", WHOLE_NAMES),
    ],
)
def test_the_same_text_of_another_person_is_of_the_same_kind(
    loaded: Classifier, text: str, names: tuple[str, ...], form: Callable[[str], str]
) -> None:
    assert len({loaded.decide(form(text.format(name))).kind for name in names}) == 1


def test_a_broken_lamp_in_tra_on_is_no_praise(loaded: Classifier) -> None:
    decision = loaded.decide("den duong o xa tra on hu")
    assert decision.kind is CaseKind.SERVICE
    assert not any(NAME in reason for reason in decision.reasons)
