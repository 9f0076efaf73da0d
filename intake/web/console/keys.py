"""The keys of the console, in one table: the page lists them from it, and the script does what it says.

A key without a deed of its own (``does``) reaches the element that carries it (``data-key``): it opens a form or goes
to a button, and a person presses Enter.
"""

from dataclasses import dataclass

from models.languages import N_


@dataclass(frozen=True, slots=True)
class Key:
    """``keys`` mean the same; ``does`` is what the script does: a verb and what it is done to."""

    keys: tuple[str, ...]
    words: str
    does: str = ""


KEYS = (
    Key(("j", "ArrowDown"), N_("Hồ sơ dưới"), "walk 1"),
    Key(("k", "ArrowUp"), N_("Hồ sơ trên; trên trang duyệt là bản trước"), "walk -1"),
    Key(("Enter",), N_("Mở hồ sơ đang chọn")),
    Key(("x", "v"), N_("Đánh dấu hồ sơ đang chọn để làm hàng loạt; trên trang hồ sơ, x mở ô từ chối"), "pick"),
    Key(("a",), N_("Đánh dấu cả trang; trên trang hồ sơ là gỡ khỏi trang công khai"), "click [data-pick-all] input"),
    Key(("b",), N_("Đến việc làm hàng loạt; trên trang hồ sơ là hỏi thêm người dân")),
    Key(("/",), N_("Tìm trong hàng đợi"), "focus [data-search]"),
    Key(("f",), N_("Tìm trong mọi hồ sơ: mã, người gửi, chữ"), "click [data-find]"),
    Key(("l",), N_("Lọc và sắp xếp hàng đợi")),
    Key(("m",), N_("Trang sau của hàng đợi"), "click .paging a[rel=next]"),
    Key(("M",), N_("Trang trước của hàng đợi"), "click .paging a[rel=prev]"),
    Key(("q",), N_("Rồi 1…9: đến hàng đợi thứ mấy trong cột trái"), "queue"),
    Key(("u",), N_("Về hàng đợi, đúng dòng vừa mở"), "click [data-up]"),
    Key(("n",), N_("Sang hồ sơ tiếp theo, chưa làm gì hồ sơ này")),
    Key(("1", "2", "3"), N_("Đến nút Chuyển của đề xuất thứ mấy, rồi Enter")),
    Key(("c",), N_("Chọn cơ quan khác")),
    Key(("t",), N_("Đến nút Thụ lý")),
    Key(("p",), N_("Đến nút Phê duyệt")),
    Key(("r",), N_("Trả lại: cho người soạn, hoặc vì không thuộc cơ quan tôi")),
    Key(("s",), N_("Đến ô soạn thảo")),
    Key(("g",), N_("Mở ô ghi chú")),
    Key(("h",), N_("Mở ô hướng dẫn")),
    Key(("e",), N_("Gia hạn trả lời")),
    Key(("i",), N_("Báo tình hình xử lý")),
    Key(("d",), N_("Chuyển cơ quan khác")),
    Key(("w",), N_("Nhập vào hồ sơ cùng nội dung")),
    Key(("y",), N_("Tách thành nhiều hồ sơ")),
    Key(("o",), N_("Chuyển hệ thống phản ánh văn bản pháp luật")),
    Key(("z",), N_("Vào hoặc ra khỏi diện hạn chế")),
    Key(("G",), N_("Giao cán bộ giữ hồ sơ")),
    Key(("L",), N_("Lấy lại dự thảo đã trình")),
    Key(("D",), N_("Đính chính văn bản trả lời")),
    Key(("?",), N_("Mở, đóng bảng này"), "keys"),
)
"""In the order in which they are listed."""

SHOWN = {"ArrowDown": "↓", "ArrowUp": "↑"}
