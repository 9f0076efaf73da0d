"""Files a citizen sends: checked by content, kept under an id, attached to the case that names them.

It knows which kinds of file may come in and how large. It never trusts a name or a declared type, and nothing
here is ever shown inline: files are served as downloads only.
"""

import hashlib
import io
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

import puremagic
from sqlalchemy import select

from intake.cases.errors import FieldError, Invalid
from intake.cases.work import Work
from models.case import Case
from models.thread import Upload
from routing.text import normalise

FILE_MAX_BYTES = 20 * 1024 * 1024
_NAME_MAX = 150
_CHUNK = 1024 * 1024

KINDS: dict[str, str] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
}
_ACCEPTED = "ảnh (JPG, PNG, WebP, HEIC), PDF, Word, Excel, MP4, MP3"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it arrives: the name the sender gave it and its bytes, read from the start."""

    name: str
    content: BinaryIO


def receive(work: Work, incoming: Incoming) -> Upload:
    """Check one file and keep it. Raises Invalid with the sentence for what is wrong."""
    size, digest, head = _measure(incoming)
    media_type = _kind_by_content(incoming, head)

    upload = Upload(
        name=_honest_name(incoming.name, media_type),
        media_type=media_type,
        size=size,
        sha256=digest,
        created_at=work.now,
    )
    incoming.content.seek(0)
    work.desk.storage.save(upload.id, incoming.content)
    work.session.add(upload)
    work.session.flush()
    return upload


def attach(work: Work, case: Case, upload_ids: Iterable[UUID]) -> list[str]:
    """Give uploads to the case they were sent for; returns their keyed digests for the record.

    Raises Invalid for an unknown or already used id.
    """
    wanted = list(upload_ids)
    if not wanted:
        return []
    free = select(Upload).where(Upload.id.in_(wanted), Upload.case_id.is_(None)).order_by(Upload.id)
    found = work.session.scalars(free.with_for_update()).all()
    if len(found) != len(wanted):
        raise Invalid(
            FieldError("upload_ids", "upload_unknown", "Có tệp kèm theo không còn trên máy chủ. Xin gửi lại.")
        )
    for upload in found:
        upload.case_id, upload.seq = case.id, case.version + 1
    return [work.digest("file", upload.sha256) for upload in found]


def _measure(incoming: Incoming) -> tuple[int, str, bytes]:
    size, digest, head = 0, hashlib.sha256(), b""
    incoming.content.seek(0)
    while chunk := incoming.content.read(_CHUNK):
        head = head or chunk[:4096]
        size += len(chunk)
        digest.update(chunk)
        if size > FILE_MAX_BYTES:
            raise _wrong("file_too_large", f"Tệp “{_safe_name(incoming.name)}” lớn hơn 20 MB. Xin gửi tệp nhỏ hơn.")
    if size == 0:
        raise _wrong("file_empty", f"Tệp “{_safe_name(incoming.name)}” rỗng, không có nội dung.")
    return size, digest.hexdigest(), head


def _kind_by_content(incoming: Incoming, head: bytes) -> str:
    try:
        guesses = [match.extension for match in puremagic.magic_string(head)]
    except puremagic.PureError:
        guesses = []
    if head.startswith(b"PK\x03\x04"):
        guesses = [_office_kind(incoming)]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        guesses = [".xls" if incoming.name.lower().endswith(".xls") else ".doc"]
    kind = next((KINDS[guess] for guess in guesses if guess in KINDS), None)
    if kind is None:
        raise _wrong("file_kind_refused", f"Tệp “{_safe_name(incoming.name)}” không thuộc loại nhận được: {_ACCEPTED}.")
    return kind


def _office_kind(incoming: Incoming) -> str:
    """A Word or Excel file is a zip with a known part; any other zip is refused."""
    try:
        incoming.content.seek(0)
        names = set(zipfile.ZipFile(incoming.content).namelist())
    except (zipfile.BadZipFile, io.UnsupportedOperation, ValueError, NotImplementedError, EOFError, struct.error):
        return ""
    if "word/document.xml" in names:
        return ".docx"
    return ".xlsx" if "xl/workbook.xml" in names else ""


def _honest_name(name: str, media_type: str) -> str:
    """The name with an ending of the kind it is: a page or a program must not open when an officer clicks on it."""
    safe = _safe_name(name)
    endings = [ending for ending, kind in KINDS.items() if kind == media_type]
    return safe if safe.lower().endswith(tuple(endings)) else safe[-(_NAME_MAX - len(endings[0])) :] + endings[0]


def _safe_name(name: str) -> str:
    last = normalise(name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[-_NAME_MAX:] or "tệp"


def _wrong(code: str, sentence: str) -> Invalid:
    return Invalid(FieldError("files", code, sentence))
