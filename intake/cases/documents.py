"""Looking into PDF, Word and Excel files: which one a container holds, and whether an officer could open it safely.

It reads structure, never content, and changes nothing. What it refuses: files that ask for a password, macros,
archives that unpack to far more than they are.
"""

import io
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

import structlog
from olefile import OleFileIO
from pypdf import PdfReader

from intake.cases.file_kinds import DOC, DOCX, XLS, XLSX, FileKind
from intake.cases.unfit import Unfit

log = structlog.get_logger()

UNPACKED_MAX_BYTES = 300 * 1024 * 1024
RATIO_MAX = 200
SMALL_BYTES = 10 * 1024 * 1024
"""Below this a high ratio harms nobody: an empty sheet packs to almost nothing."""

_CHUNK = 1024 * 1024
_ENCRYPT = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_LONGEST_MATCH = 64
_WORD_ENCRYPTED = 0x0100
"""The bit fEncrypted of the file's head (MS-DOC 2.5.2)."""
_FILE_PASS, _FIRST_RECORDS = 0x002F, 3
_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, KeyError, struct.error)


def of_zip(content: BinaryIO) -> FileKind | None:
    """Word or Excel since 2007 (ECMA-376), None for any other archive. Raises Unfit."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise Unfit("file_encrypted")
            names = {member.filename for member in members}
            kind = next((kind for part, kind in _PARTS.items() if part in names), None)
            if kind is not None:
                _check_unpacked(archive, content)
    except _BROKEN:
        raise Unfit("file_damaged") from None
    if kind is not None and any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("file_macro")
    return kind


def of_ole(content: BinaryIO) -> FileKind | None:
    """Word or Excel before 2007, None for any other compound file (an installer, a letter). Raises Unfit."""
    content.seek(0)
    try:
        with OleFileIO(content) as compound:
            kind, wrong = _in_compound(compound)
    except Exception as fault:  # noqa: BLE001 - whatever the reader stumbles over, nobody else could open either
        log.info("upload.unreadable", kind="ole", fault=type(fault).__name__)
        raise Unfit("file_damaged") from None
    if wrong:
        raise Unfit(wrong)
    return kind


def check_pdf(content: BinaryIO) -> None:
    """Refuse a PDF that asks for a password; one that only forbids printing or copying opens without. Raises Unfit."""
    if _mentions_encryption(content) and not _opens_without_password(content):
        raise Unfit("file_encrypted")


def _in_compound(compound: OleFileIO) -> tuple[FileKind | None, str | None]:
    """What a compound file holds, and the code of what is wrong with it."""
    macros = "file_macro" if compound.exists("Macros") or compound.exists("_VBA_PROJECT_CUR") else None  # MS-OVBA
    if compound.exists("EncryptionInfo"):  # Word and Excel since 2007 (MS-OFFCRYPTO 2.3.4.4)
        return None, "file_encrypted"
    if compound.exists("WordDocument"):
        head = compound.openstream("WordDocument").read(12)
        return DOC, "file_encrypted" if int.from_bytes(head[10:12], "little") & _WORD_ENCRYPTED else macros
    if compound.exists("Workbook"):
        return XLS, "file_encrypted" if _has_file_pass(compound.openstream("Workbook")) else macros
    return None, None


def _has_file_pass(workbook: BinaryIO) -> bool:
    """Whether the record FilePass stands among the first of an Excel workbook (MS-XLS 2.1.7.20.3)."""
    for _ in range(_FIRST_RECORDS):
        record, length = struct.unpack("<HH", workbook.read(4))
        if record == _FILE_PASS:
            return True
        workbook.seek(length, io.SEEK_CUR)
    return False


def _check_unpacked(archive: zipfile.ZipFile, content: BinaryIO) -> None:
    """Unpack and count: the sizes an archive declares may be false."""
    packed = content.seek(0, io.SEEK_END)
    most = min(UNPACKED_MAX_BYTES, max(SMALL_BYTES, RATIO_MAX * packed))
    unpacked = 0
    for member in archive.infolist():
        member.file_size = most + 2 * _CHUNK  # or reading would end where the archive says that it ends
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > most:
                    raise Unfit("file_bomb")


def _mentions_encryption(content: BinaryIO) -> bool:
    """Whether the key /Encrypt stands in a trailer, which is never compressed (ISO 32000-1, 7.5.5 and 7.6.1)."""
    content.seek(0)
    before = b""
    while chunk := content.read(_CHUNK):
        if _ENCRYPT.search(before + chunk):
            return True
        before = chunk[-_LONGEST_MATCH:]
    return False


def _opens_without_password(content: BinaryIO) -> bool:
    content.seek(0)
    try:
        reader = PdfReader(content)
        return not reader.is_encrypted or bool(reader.decrypt(""))
    except Exception as fault:  # noqa: BLE001 - encrypted and unreadable: no officer could open it
        log.info("upload.unreadable", kind="pdf", fault=type(fault).__name__)
        return False
