"""What a form of letter may leave open: the names of the blanks, what stands for each, and how days and numbers are
written on official paper.

It knows words and Decree 30/2020/NĐ-CP; it refuses to know Word files and the database.
"""

import re
from datetime import date

from models.languages import N_

BLANKS: dict[str, str] = {
    "so": N_("số công văn, như 07"),
    "ky_hieu": N_("ký hiệu, như UBND-VP"),
    "dia_danh": N_("địa danh, như Long Hữu"),
    "ngay_thang": N_("ngày tháng năm, như ngày 07 tháng 02 năm 2026"),
    "co_quan_chu_quan": N_("tên cơ quan chủ quản trực tiếp"),
    "co_quan": N_("tên cơ quan trả lời"),
    "trich_yeu": N_("trích yếu nội dung"),
    "nguoi_gui": N_("họ tên người gửi"),
    "dia_chi": N_("địa chỉ người gửi"),
    "ma_vu_viec": N_("mã hồ sơ"),
    "noi_dung": N_("nội dung văn bản trả lời"),
    "chuc_vu": N_("quyền hạn, chức vụ người ký"),
    "nguoi_ky": N_("họ tên người ký"),
}
"""Each blank and what is written there, in words."""

COMPULSORY = ("so", "ngay_thang", "noi_dung")
"""Without these a paper would be no answer, or could not be found in the register."""

BLANK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")

EXAMPLE: dict[str, str] = {
    "so": "07",
    "ky_hieu": "UBND-VP",
    "dia_danh": "Long Hữu",
    "ngay_thang": "ngày 07 tháng 02 năm 2026",
    "co_quan_chu_quan": "",
    "co_quan": "Ủy ban nhân dân xã Long Hữu",
    "trich_yeu": "V/v trả lời phản ánh, kiến nghị PA-260120-482913-7",
    "nguoi_gui": "Ông Nguyễn Văn Mẫu",
    "dia_chi": "Ấp Long Trị, xã Long Hữu",
    "ma_vu_viec": "PA-260120-482913-7",
    "noi_dung": (
        "Ủy ban nhân dân xã Long Hữu nhận được phản ánh của ông về lan can cầu ấp Long Trị bị gãy.\n"
        "Qua kiểm tra, phản ánh của ông là đúng. Xã đã cho rào chắn và sửa lại lan can, xong ngày 05/02/2026.\n"
        "Ủy ban nhân dân xã Long Hữu trả lời để ông được biết và cảm ơn ông đã phản ánh."
    ),
    "chuc_vu": "CHỦ TỊCH",
    "nguoi_ky": "Trần Thị Thí Dụ",
}
"""A letter nobody has written, to try a form with."""


def written_number(number: int) -> str:
    """``07``: a number below ten has a zero in front (Decree 30/2020/NĐ-CP, Appendix I)."""
    return f"{number:02d}"


def written_day(day: date) -> str:
    """``ngày 07 tháng 02 năm 2026``: days below ten and the first two months have a zero in front (as above)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
