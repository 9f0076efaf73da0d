"""Backing up a running system: every row at one moment, every file those rows name, and the office's own time
limits, in one sealed archive.

The rows come from one snapshot, so nobody has to stop working. The secret keys are never in it: they are kept
elsewhere, and the archive only says which ones it belongs to.
"""

import gzip
import io
import os
import tarfile
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

import typer
from sqlalchemy import Table, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from intake.cases.work import Desk
from intake.entry.archive import FORMAT, Manifest, Member, Writer
from intake.entry.existing import open_existing
from intake.entry.faults import CannotStart
from intake.entry.rows import dump
from intake.entry.settings import Settings
from models import migrate
from models.tables import metadata
from models.thread import Upload
from models.vocabulary import ScanState

TABLES, FILES, PROFILES = "tables", "files", "profiles"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup. ``damaged`` counts files whose bytes are no longer those that were sent."""

    manifest: Manifest
    damaged: int

    def rows(self, table: str) -> int:
        return next(one.rows or 0 for one in self.manifest.members if one.name == table_name(table))


def back_up(settings: Settings, file: Path) -> None:
    """Write a backup and say what is in it. Raises CannotStart."""
    desk = open_existing(settings)
    try:
        made = write_backup(desk, file, profiles=settings.profiles)
    finally:
        desk.database.dispose()
    files = sum(1 for member in made.manifest.members if member.name.startswith(f"{FILES}/"))
    megabytes = file.stat().st_size / 1_000_000
    typer.echo(f"Đã sao lưu {made.rows('case')} hồ sơ và {files} tệp vào {file} ({megabytes:.1f} MB).")
    typer.echo(
        f"Tệp khóa bí mật KHÔNG nằm trong bản sao lưu. Xin giữ riêng {settings.keys} "
        f"(dấu khóa {desk.keyring.fingerprint}): thiếu nó thì không khôi phục được."
    )
    if made.manifest.lost or made.damaged:
        sentence = f"Trong kho có {len(made.manifest.lost)} tệp bị mất và {made.damaged} tệp bị hỏng từ trước."
        typer.secho(sentence, fg=typer.colors.YELLOW, err=True)


def write_backup(desk: Desk, file: Path, *, profiles: Path | None = None) -> Made:
    """The archive appears under its name whole or not at all. Raises CannotStart.

    ``profiles`` is the folder of the office's own time limits.
    """
    if file.exists():
        raise CannotStart(f"Đã có {file}. Xin chọn tên tệp khác; bản sao lưu cũ không bị ghi đè.")
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        made = _write(desk, unfinished, profiles)
        unfinished.rename(file)
        _settle(file.parent)
    except OSError as refused:
        raise CannotStart(f"Không ghi được {file} ({refused.strerror or 'không rõ lý do'}).") from None
    except SQLAlchemyError as fault:
        raise CannotStart(f"Cơ sở dữ liệu trục trặc khi sao lưu ({type(fault).__name__}), xin thử lại.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return made


def table_name(table: str) -> str:
    """The member that holds this table."""
    return f"{TABLES}/{table}.jsonl.gz"


def _write(desk: Desk, path: Path, profiles: Path | None) -> Made:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as out,
        tarfile.open(fileobj=out, mode="w") as tar,
        desk.database.snapshot() as session,
    ):
        made_at = desk.clock()
        writer = Writer(tar, made_at)
        for table in metadata.sorted_tables:
            _add_table(writer, session, table, path.parent)
        _add_profiles(writer, profiles)
        lost, damaged = _add_files(writer, session, desk)
        manifest = Manifest(
            format=FORMAT,
            version=version("langnghe"),
            revision=migrate.newest(),
            rulebook=desk.rulebook.version,
            key_fingerprint=desk.keyring.fingerprint,
            made_at=made_at,
            members=tuple(writer.members),
            lost=tuple(lost),
        ).sealed(desk.keyring)
        writer.close_with(manifest)
        out.flush()
        os.fsync(out.fileno())
    return Made(manifest, damaged)


def _add_table(writer: Writer, session: Session, table: Table, folder: Path) -> None:
    """A tar wants to know the size first, so a table waits in a file beside the archive."""
    with tempfile.TemporaryFile(dir=folder) as waiting:
        with (
            gzip.GzipFile(fileobj=waiting, mode="wb", compresslevel=1, mtime=0) as packed,
            io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as text,
        ):
            rows = dump(session, table, text)
        size = waiting.tell()
        waiting.seek(0)
        writer.add(table_name(table.name), waiting, size, rows)


def _add_profiles(writer: Writer, folder: Path | None) -> None:
    for path in sorted(folder.glob("*.yaml")) if folder is not None else ():
        with path.open("rb") as source:
            writer.add(f"{PROFILES}/{path.name}", source, os.fstat(source.fileno()).st_size)


def _add_files(writer: Writer, session: Session, desk: Desk) -> tuple[list[str], int]:
    lost, damaged = [], 0
    kept = select(Upload.id, Upload.case_id, Upload.sha256).where(
        Upload.scan != ScanState.INFECTED,
        Upload.name_sealed.is_not(None),  # without a name: erased, and its file with it
    )
    query = kept.execution_options(yield_per=1_000)
    for upload_id, case_id, sha256 in session.execute(query):
        added = _add_file(writer, desk, upload_id)
        if added is not None:
            damaged += added.sha256 != sha256
        elif case_id is not None:  # one that no case has may just have been swept away
            lost.append(upload_id.hex)
    return lost, damaged


def _add_file(writer: Writer, desk: Desk, upload_id: UUID) -> Member | None:
    try:
        source = desk.storage.path(upload_id).open("rb")
    except FileNotFoundError:
        return None
    with source:
        return writer.add(f"{FILES}/{upload_id.hex}", source, os.fstat(source.fileno()).st_size)


def _settle(folder: Path) -> None:
    """Make the new name outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
