"""The shape of a backup: one tar of gzipped tables and plain files, closed by a manifest that vouches for all.

The manifest is sealed with the installation's hash key, so a changed archive is noticed even if its sums were made
again. It is written last: an archive that was cut short has none. This module knows the archive, not the tables.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from intake.entry.faults import CannotStart
from models.crypto import Keyring

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive; ``rows`` only for a table."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive is and what it holds. ``lost`` are files that were not in the file store any more."""

    format: int
    version: str
    revision: str
    rulebook: str
    key_fingerprint: str
    made_at: datetime
    members: tuple[Member, ...]
    lost: tuple[str, ...]
    seal: str = ""

    def sealed(self, keyring: Keyring) -> "Manifest":
        return replace(self, seal=self.expected_seal(keyring))

    def expected_seal(self, keyring: Keyring) -> str:
        content = asdict(replace(self, seal="")) | {"made_at": self.made_at.isoformat()}
        return keyring.digest("backup", json.dumps(content, sort_keys=True))


_manifests = TypeAdapter(Manifest)


class Unreadable(CannotStart):
    """The archive is foreign, cut short or changed."""


class Writer:
    """Adds members to a new archive and remembers their sums."""

    def __init__(self, tar: tarfile.TarFile, made_at: datetime) -> None:
        self._tar, self._made_at = tar, made_at
        self.members: list[Member] = []

    def add(self, name: str, source: BinaryIO, size: int, rows: int | None = None) -> Member:
        """Copy ``size`` bytes from here on. Raises OSError if there are fewer."""
        hashed = _Hashed(source)
        self._tar.addfile(self._entry(name, size), hashed)
        self.members.append(Member(name, size, hashed.sum.hexdigest(), rows))
        return self.members[-1]

    def close_with(self, manifest: Manifest) -> None:
        content = _manifests.dump_json(manifest, indent=1)
        self._tar.addfile(self._entry(MANIFEST, len(content)), io.BytesIO(content))

    def _entry(self, name: str, size: int) -> tarfile.TarInfo:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(self._made_at.timestamp())
        return entry


class Archive:
    """A backup to be read. Members are only ever reached by the names its manifest gives."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path, self._tar = path, tar
        entries = [entry for entry in tar.getmembers() if entry.isreg()]
        self._entries = {entry.name: entry for entry in entries}
        if len(entries) != len(tar.getmembers()) or len(self._entries) != len(entries) or MANIFEST not in self._entries:
            raise self._unreadable()
        self.manifest = _manifests.validate_json(self._open(MANIFEST).read())
        if self.manifest.format != FORMAT:
            raise CannotStart(f"Bản sao lưu {path} do một phiên bản khác của chương trình tạo ra.")

    def verify(self, keyring: Keyring) -> None:
        """Every byte is as it was written. Raises Unreadable."""
        if self.manifest.expected_seal(keyring) != self.manifest.seal:
            raise self._unreadable()
        if {member.name for member in self.manifest.members} != self._entries.keys() - {MANIFEST}:
            raise self._unreadable()
        for member in self.manifest.members:
            if self._sum(member.name) != (member.size, member.sha256):
                raise self._unreadable()

    def file(self, name: str) -> BinaryIO:
        return self._open(name)

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a gzipped member."""
        with gzip.open(self._open(name), "rt", encoding="utf-8") as text:
            yield from text

    def _open(self, name: str) -> BinaryIO:
        stream = self._tar.extractfile(self._entries[name])
        if stream is None:
            raise self._unreadable()
        return stream  # type: ignore[return-value]  # a tar's stream is a buffered reader

    def _sum(self, name: str) -> tuple[int, str]:
        size, digest, stream = 0, hashlib.sha256(), self._open(name)
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
        return size, digest.hexdigest()

    def _unreadable(self) -> Unreadable:
        return unreadable(self.path)


def unreadable(path: Path) -> Unreadable:
    return Unreadable(f"Tệp {path} không phải bản sao lưu của Lắng Nghe, hoặc đã bị cắt cụt hay sửa đổi.")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive at this path. Whatever is wrong with it, here or while it is read, is one sentence."""
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            yield Archive(path, tar)
    except FileNotFoundError:
        raise CannotStart(f"Không tìm thấy tệp {path}.") from None
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, ValidationError, UnicodeDecodeError):
        raise unreadable(path) from None


class _Hashed:
    """Sums what is read through it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self.sum = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self.sum.update(chunk)
        return chunk
