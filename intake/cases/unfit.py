"""Why a file cannot be taken: one code and one sentence for each reason, with what its sender can do instead.

It knows words only; what is wrong with which file is found by whoever reads its bytes.
"""

from intake.cases.errors import FieldError, Invalid
from models.languages import N_, _

FILE_MAX_MB = 20
PIXELS_MAX = 64_000_000
"""Above the 50 million of today's phones; a decoded picture of this size takes 256 MB of memory."""

_SENTENCES = {
    "file_empty": N_("Tệp “{name}” rỗng, không có nội dung."),
    "file_too_large": N_("Tệp “{name}” lớn hơn {megabytes} MB. Xin gửi tệp nhỏ hơn."),
    "file_kind_refused": N_(
        "Tệp “{name}” không thuộc loại nhận được: ảnh (JPG, PNG, WebP, HEIC), PDF, Word, Excel, MP4, MP3."
    ),
    "file_lies": N_("Tệp “{name}” mang tên {claimed} nhưng bên trong là {found}, nên không nhận. Xin chọn đúng tệp."),
    "file_encrypted": N_("Tệp “{name}” có đặt mật khẩu nên cán bộ không mở được. Xin bỏ mật khẩu rồi gửi lại."),
    "file_bomb": N_(
        "Tệp “{name}” bung ra lớn bất thường, có thể làm treo máy mở nó, nên không nhận. Xin gửi bản PDF hoặc ảnh chụp."
    ),
    "file_damaged": N_(
        "Tệp “{name}” bị hỏng hoặc chưa tải lên trọn vẹn. Xin mở thử tệp trên máy của ông/bà rồi gửi lại."
    ),
    "file_macro": N_(
        "Tệp “{name}” có macro (chương trình nhỏ bên trong) nên không nhận. Xin lưu lại thành tệp Word, Excel thường "
        "hoặc PDF rồi gửi."
    ),
    "picture_damaged": N_("Ảnh “{name}” không đọc được vì bị hỏng hoặc chưa tải lên trọn vẹn. Xin chọn lại ảnh."),
    "picture_too_large": N_("Ảnh “{name}” có hơn {megapixels} triệu điểm ảnh. Xin thu nhỏ hoặc chụp lại rồi gửi."),
}
_LIMITS = {"megabytes": FILE_MAX_MB, "megapixels": PIXELS_MAX // 1_000_000}


class Unfit(Exception):
    """A file that cannot be taken. ``facts`` complete the sentence of its code."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts

    def about(self, name: str) -> Invalid:
        """The refusal, with the sentence about the file of this name."""
        sentence = _(_SENTENCES[self.code]).format(name=name, **_LIMITS, **self.facts)
        return Invalid(FieldError("files", self.code, sentence))
