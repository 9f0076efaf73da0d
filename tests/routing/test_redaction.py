"""Marking and replacing personal data."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from routing.redaction import WORDS, Personal, find_personal, redact

PIECES = st.sampled_from(
    [
        "0912345678",
        "084075001234",
        "tôi là ",
        "Nguyễn Văn Tám",
        " ông ",
        "Lê Thị Hoà",
        "số 12/3 đường ",
        "a@b.vn",
        " stk ",
        "84B1-123.45",
        "😀",
        "\n",
        "xã Long Hữu",
        " sinh năm 1970 ",
        "\u0301",
        "e",
        "Đ",
        " ",
    ]
)
MESSAGES = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60)


def found(text: str) -> list[tuple[str, Personal]]:
    return [(text[span.start : span.end], span.kind) for span in find_personal(text)]


@settings(max_examples=150, deadline=None)
@given(MESSAGES, st.sampled_from(["NFC", "NFD"]))
@example("tôi là Đ\u0301", "NFC")
@example("tôi là Đ\u0301o", "NFD")
def test_marks_lie_in_order_inside_the_text_and_vanish_when_redacted(message: str, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, message)
    spans = find_personal(text)
    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start < span.end <= len(text) for end, span in zip(ends, spans, strict=False))
    starts = [*(span.start for span in spans), len(text)]
    kept = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    shown = [*(WORDS[span.kind] for span in spans), ""]
    assert redact(text, spans) == "".join(piece + word for piece, word in zip(kept, shown, strict=True))


@pytest.mark.parametrize(
    ("text", "hidden", "kind"),
    [
        ("Gọi tôi số 0912 345 678 nhé", "0912 345 678", Personal.PHONE),
        ("nhà ở 12 đường Nguyễn Huệ", "12", Personal.ADDRESS),
        ("số máy +84 912.345.678", "+84 912.345.678", Personal.PHONE),
        ("thư về ba.nguyen@vidu.vn", "ba.nguyen@vidu.vn", Personal.EMAIL),
        ("CCCD 084075001234 cấp ở Trà Vinh", "084075001234", Personal.CITIZEN_ID),
        ("chứng minh cũ 331234567", "331234567", Personal.CITIZEN_ID),
        ("stk Vietcombank 0071000123456", "0071000123456", Personal.ACCOUNT),
        ("xe máy 84-B1 123.45 tông tôi", "84-B1 123.45", Personal.PLATE),
        ("nhà số 12/3 đường Lê Lợi", "12/3", Personal.ADDRESS),
        ("tôi sinh ngày 05/10/1975", "05/10/1975", Personal.BIRTH),
        ("hồ sơ PA-261122-123456-K", "PA-261122-123456-K", Personal.DOSSIER),
        ("mã hồ sơ 000.00.17.H61-240501-0012", "000.00.17.H61-240501-0012", Personal.DOSSIER),
        ("Tôi là Nguyễn Văn Tám ở ấp 3", "Nguyễn Văn Tám", Personal.NAME),
        ("nhờ anh Ba Hùng ở ấp 5", "Ba Hùng", Personal.NAME),
        ("Vụ này Trần Thị Thu Hà biết rõ", "Trần Thị Thu Hà", Personal.NAME),
    ],
)
def test_personal_data_is_marked(text: str, hidden: str, kind: Personal) -> None:
    assert (hidden, kind) in found(text)
    decomposed = unicodedata.normalize("NFD", text)
    assert unicodedata.normalize("NFD", hidden) in [written for written, _ in found(decomposed)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Đường Nguyễn Huệ ngập từ chợ Long Hữu tới cầu Cổ Chiên",
        "UBND xã Long Hữu và Sở Nông nghiệp và Môi trường đã trả lời",
        "ông Chủ tịch xã hẹn lại, bà Trưởng ấp cũng vậy",
        "Phạt 12.000.000 đồng theo Nghị định 123/2024/NĐ-CP, diện tích 120.500.000 đồng",
        "Trường Tiểu học Kim Đồng thiếu phòng",
    ],
)
def test_agencies_streets_communes_and_money_stay_readable(text: str) -> None:
    assert found(text) == []


def test_the_published_text_says_what_was_hidden() -> None:
    text = "Tôi là Nguyễn Văn Tám, điện thoại 0912345678, đường Lê Lợi ngập."
    assert redact(text, find_personal(text)) == "Tôi là [họ tên], điện thoại [số điện thoại], đường Lê Lợi ngập."


def test_a_redacted_text_has_nothing_left_to_hide() -> None:
    text = "Ông Lê Văn Sáu, 0912345678, stk 0071000123456, nhà số 12/3 đường Lê Lợi"
    assert find_personal(redact(text, find_personal(text))) == ()
