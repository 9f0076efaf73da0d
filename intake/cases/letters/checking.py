"""Whether an uploaded form can be used: a Word file that reaches for nothing outside itself, with the blanks we fill.

That it is a .docx by content, without macros, without a password and no zip bomb has been seen when it came in
(``incoming``); here is what a form must have and must not have beside that.
"""

import io
import re
import zipfile

from docx import Document

from intake.cases.errors import FieldError, Invalid
from intake.cases.file_kinds import DOCX
from intake.cases.incoming import Examined
from intake.cases.letters import filling
from intake.cases.letters.blanks import BLANKS, COMPULSORY
from models.languages import N_, _

UNPACKED_MAX_BYTES = 40 * 1024 * 1024
_ENTITIES = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*/hyperlink[\"'])[^>]*>")
_FETCHING = re.compile(rb"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT)\s+[\"\\\w]")
_FIELD = re.compile(rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.DOTALL)
_INSIDE = ("word/embeddings/", "word/activex/", "word/afchunk", "customui/")

_SAID = {
    "form_not_docx": N_("Mẫu công văn phải là tệp Word có đuôi .docx. Xin mở bằng Word, lưu thành .docx rồi tải lại."),
    "form_too_large": N_("Mẫu này quá lớn. Xin bỏ bớt ảnh trong mẫu rồi tải lại."),
    "form_outside": N_("Mẫu này nối đến tệp hoặc trang mạng khác. Xin bỏ các liên kết đó trong Word rồi tải lại."),
    "form_embeds": N_("Mẫu này nhúng tệp hoặc chương trình khác. Xin bỏ phần nhúng trong Word rồi tải lại."),
    "form_damaged": N_("Không đọc được mẫu này. Xin mở bằng Word, lưu lại thành .docx rồi tải lại."),
}


def check(file: Examined) -> bytes:
    """The bytes of a form that can be used. Raises Invalid with the sentence for what is wrong."""
    if file.kind is not DOCX:
        raise _refused("form_not_docx")
    file.content.seek(0)
    form = file.content.read()
    if fault := _unsafe(form):
        raise _refused(fault)
    _check_blanks(form)
    return form


def _unsafe(form: bytes) -> str | None:
    """The code of what makes a form unsafe to open."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > UNPACKED_MAX_BYTES:
            return "form_too_large"
        if any(member.filename.lower().startswith(_INSIDE) for member in members):
            return "form_embeds"
        for member in members:
            if member.filename.endswith((".xml", ".rels")) and (fault := _unsafe_part(archive.read(member))):
                return fault
    return None


def _unsafe_part(part: bytes) -> str | None:
    if _ENTITIES.search(part) or b"\x00" in part:  # a part in UTF-16 would hide from this look
        return "form_damaged"
    fields = b"".join(one or other for one, other in _FIELD.findall(part))
    if _OUTSIDE.search(part) or _FETCHING.search(fields):
        return "form_outside"
    return "form_not_docx" if b"macroEnabled" in part or b"template.main+xml" in part else None


def _check_blanks(form: bytes) -> None:
    try:
        Document(io.BytesIO(form))
        names = filling.names_in(form)
    except Exception:  # noqa: BLE001 - whatever the reader stumbles over, the form could not be filled either
        raise _refused("form_damaged") from None
    able = _named(BLANKS)
    if unknown := [name for name in names if name not in BLANKS]:
        sentence = _("Không có chỗ trống {named}. Các chỗ trống dùng được: {able}.")
        raise Invalid(FieldError("form", "blank_unknown", sentence.format(named=_named(unknown), able=able)))
    if missing := [name for name in COMPULSORY if name not in names]:
        sentence = _("Mẫu còn thiếu chỗ trống bắt buộc: {named}. Xin ghi vào mẫu, kể cả hai dấu ngoặc nhọn.")
        raise Invalid(FieldError("form", "blank_missing", sentence.format(named=_named(missing))))


def _named(names: object) -> str:
    return ", ".join("{{" + name + "}}" for name in names)  # type: ignore[attr-defined]  # a dict or a list of names


def _refused(code: str) -> Invalid:
    return Invalid(FieldError("form", code, _(_SAID[code])))
