"""Which kinds of file come in, and how their first bytes tell them apart; what a stranger is, in words.

It knows signatures and the endings of names. Word and Excel files lie in containers, and only ``documents`` looks
into those. A library of signatures was tried: it knew neither most HEIC pictures nor MP3 files without a title.
"""

from dataclasses import dataclass

from models.languages import N_, _


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that comes in; the first of its ``endings`` is given to a name that has none of them."""

    media_type: str
    words: str
    endings: tuple[str, ...]
    is_picture: bool = False


JPEG = FileKind("image/jpeg", N_("ảnh"), (".jpg", ".jpeg", ".jfif"), is_picture=True)
PNG = FileKind("image/png", N_("ảnh"), (".png",), is_picture=True)
WEBP = FileKind("image/webp", N_("ảnh"), (".webp",), is_picture=True)
HEIC = FileKind("image/heic", N_("ảnh"), (".heic", ".heif"), is_picture=True)
PDF = FileKind("application/pdf", N_("tệp PDF"), (".pdf",))
DOC = FileKind("application/msword", N_("tệp Word"), (".doc",))
DOCX = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", N_("tệp Word"), (".docx",))
XLS = FileKind("application/vnd.ms-excel", N_("tệp Excel"), (".xls",))
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", N_("tệp Excel"), (".xlsx",))
MP4 = FileKind("video/mp4", N_("phim"), (".mp4",))
MP3 = FileKind("audio/mpeg", N_("tệp ghi âm"), (".mp3",))
M4A = FileKind("audio/mp4", N_("tệp ghi âm"), (".m4a",))
OGG = FileKind("audio/ogg", N_("tệp ghi âm"), (".ogg", ".oga", ".opus"))
AAC = FileKind("audio/aac", N_("tệp ghi âm"), (".aac",))
"""What is spoken into a chat comes as one of these two."""

ACCEPTED = (JPEG, PNG, WEBP, HEIC, PDF, DOC, DOCX, XLS, XLSX, MP4, MP3, M4A, OGG, AAC)

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary, the container of Word and Excel before 2007, and of encrypted files to this day (MS-CFB)."""

HEAD_BYTES = 4096

_OGG, _OPUS = b"OggS", b"OpusHead"
"""A page of Ogg (RFC 3533) whose stream is Opus (RFC 7845): sound, and no film."""

_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n\x00"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_PICTURE_BRANDS = {b"mif1", b"msf1"}
_MP4_BRANDS = {b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe", b"dex\n", b"#!")
_PAGES = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml", b"<head", b"<body", b"mime-version:")
_ARCHIVES = (ZIP, b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def by_head(head: bytes) -> FileKind | None:
    """The kind whose signature these first bytes carry; None for containers and strangers."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return PDF
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head.startswith(_OGG) and _OPUS in head:
        return OGG
    if _is_aac_frame(head):
        return AAC
    return MP3 if head.startswith(b"ID3") or _is_mp3_frame(head) else None


def by_name(name: str) -> FileKind | None:
    """The kind that the ending of a name claims."""
    return next((kind for kind in ACCEPTED if name.lower().endswith(kind.endings)), None)


def stranger(head: bytes) -> str:
    """What a file of no accepted kind is, in words for its sender."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_PROGRAMS):
        return _("một chương trình máy tính")
    if text.startswith(_PAGES):
        return _("một trang web")
    return _("một tệp nén") if head.startswith(_ARCHIVES) else _("dữ liệu loại khác")


def _by_brands(head: bytes) -> FileKind | None:
    """ISO base media (ISO/IEC 14496-12): the box ``ftyp`` names a major brand, then those it also fits."""
    length = int.from_bytes(head[:4], "big")
    major, others = head[8:12], {head[at : at + 4] for at in range(16, min(length, len(head)), 4)}
    if major in _HEIC_BRANDS or (major in _PICTURE_BRANDS and others & _HEIC_BRANDS):
        return HEIC
    if major in (b"M4A ", b"M4B "):
        return M4A
    return MP4 if major in _MP4_BRANDS or major[:3] in (b"iso", b"3gp") else None


def _is_mp3_frame(head: bytes) -> bool:
    """MPEG audio, layer III (ISO/IEC 11172-3): eleven set bits, then no value that the standard forbids."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    version, bitrate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and bitrate not in (0, 15) and sampling != 3


def _is_aac_frame(head: bytes) -> bool:
    """An ADTS frame (ISO/IEC 14496-3, 1.A.3): twelve set bits, layer 0, then a sampling rate that there is."""
    return len(head) >= 7 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0 and head[2] >> 2 & 15 < 13
