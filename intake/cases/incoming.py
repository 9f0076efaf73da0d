"""A file as it arrives and as it may be kept: what it is by its bytes, how large, under which honest name.

It never trusts a name or a declared type, and knows no case and no record. What kinds there are, and what is wrong
inside one, is the business of the modules beside it.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from intake.cases import documents, file_kinds, pictures
from intake.cases.file_kinds import HEAD_BYTES, OLE, PDF, ZIP, FileKind
from intake.cases.unfit import FILE_MAX_MB, Unfit
from models.languages import _
from routing.text import normalise

FILE_MAX_BYTES = FILE_MAX_MB * 1024 * 1024
_NAME_MAX = 150
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it arrives: the name the sender gave it and its bytes, read from the start."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its honest name, its kind, and the bytes to keep; ``size`` in bytes."""

    name: str
    kind: FileKind
    content: BinaryIO
    size: int
    sha256: str


@contextmanager
def examined(incoming: Incoming) -> Iterator[Examined]:
    """The file as it may be kept, a picture drawn anew. Raises Invalid with the sentence for what is wrong.

    It takes up to some seconds, so it is asked for before the transaction is opened.
    """
    name = _safe_name(incoming.name)
    redrawn: BinaryIO | None = None
    try:
        try:
            _check_size(incoming.content)
            kind = _kind_of(name, incoming.content)
            if kind.is_picture:
                redrawn, kind = pictures.redraw(incoming.content, kind)
        except Unfit as unfit:
            raise unfit.about(name) from None
        content = redrawn or incoming.content
        size, sha256 = _measure(content)
        yield Examined(_honest_name(name, kind), kind, content, size, sha256)
    finally:
        if redrawn is not None:
            redrawn.close()


def _check_size(content: BinaryIO) -> None:
    size = content.seek(0, io.SEEK_END)
    if size > FILE_MAX_BYTES:
        raise Unfit("file_too_large")
    if size == 0:
        raise Unfit("file_empty")


def _kind_of(name: str, content: BinaryIO) -> FileKind:
    content.seek(0)
    head = content.read(HEAD_BYTES)
    kind = _in_container(head, content) or file_kinds.by_head(head)
    if kind is None:
        claimed = file_kinds.by_name(name)
        if claimed is None:
            raise Unfit("file_kind_refused")
        raise Unfit("file_lies", claimed=_(claimed.words), found=file_kinds.stranger(head))
    if kind is PDF:
        documents.check_pdf(content)
    return kind


def _in_container(head: bytes, content: BinaryIO) -> FileKind | None:
    if head.startswith(ZIP):
        return documents.of_zip(content)
    return documents.of_ole(content) if head.startswith(OLE) else None


def _measure(content: BinaryIO) -> tuple[int, str]:
    content.seek(0)
    digest = hashlib.sha256()
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
    return content.tell(), digest.hexdigest()


def _honest_name(name: str, kind: FileKind) -> str:
    """The name with an ending of the kind it is: a page or a program must not open when an officer clicks on it."""
    if name.lower().endswith(kind.endings):
        return name
    claimed = file_kinds.by_name(name)
    stem = name.rpartition(".")[0] if claimed else name
    return (stem or "tệp")[-(_NAME_MAX - len(kind.endings[0])) :] + kind.endings[0]


def _safe_name(name: str) -> str:
    last = normalise(name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[-_NAME_MAX:] or "tệp"
