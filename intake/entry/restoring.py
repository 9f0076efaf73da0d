"""Restoring a backup into an empty place: everything is checked first, then all of it is there or none.

Rows go in within one transaction and files into a folder that gets its name at the very end. The secret file must
already be in its place; it is never in a backup.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import typer
from sqlalchemy import inspect, literal, select
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from intake.adapters.storage import LocalStorage
from intake.cases import chains, deliver
from intake.cases.actor import SYSTEM
from intake.cases.chains import Chains
from intake.cases.work import Desk, Work
from intake.entry.archive import Archive, open_archive, unreadable
from intake.entry.backing_up import FILES, PROFILES, table_name
from intake.entry.existing import own_keys
from intake.entry.faults import CannotStart
from intake.entry.rows import load
from intake.entry.ruling import open_rulebook
from intake.entry.settings import Settings
from models import migrate
from models.crypto import Keyring, use_keyring
from models.db import Database
from models.tables import metadata

_OCCUPIED = "Nơi khôi phục phải trống, nhưng {} đã có dữ liệu. Xin dùng LANGNGHE_HOME và cơ sở dữ liệu mới."


def restore(settings: Settings, file: Path, *, send_waiting: bool = False) -> None:
    """Restore and say what came back. Raises CannotStart; then the place is as empty as before.

    Letters that waited when the backup was made have gone out since, unless the system stopped at that moment
    (``send_waiting``): they are not sent again, and their cases say that nobody knows.
    """
    with open_archive(file) as archive:
        keyring = _keys(settings, archive)
        _fits(archive)
        archive.verify(keyring)
        found, held = bring_back(settings, archive, keyring, send_waiting=send_waiting)
    typer.echo(f"Đã khôi phục {found.cases} hồ sơ, {found.events} sự kiện từ {file}.")
    if held:
        typer.echo(f"{held} tin báo đang chờ lúc sao lưu không được gửi; hồ sơ ghi là chưa rõ đã tới hay chưa.")
    if found.first_broken:
        code, number = found.first_broken
        raise CannotStart(
            f"Trước khi sao lưu, chuỗi lịch sử của {found.broken} hồ sơ đã bị sửa; đầu tiên: {code}, sự kiện {number}."
        )
    typer.echo("Mọi chuỗi lịch sử đều nguyên vẹn.")


def bring_back(settings: Settings, archive: Archive, keyring: Keyring, *, send_waiting: bool) -> tuple[Chains, int]:
    """Load a verified archive into an empty place and walk its chains; also how many letters are held back."""
    waiting = settings.home / "files.restoring"
    database = None
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = _database(settings)
        _empty_place(settings, database)
        shutil.rmtree(waiting, ignore_errors=True)
        _unpack(archive, waiting)
        with _profiles_in_place(archive, settings), database.writing() as session:
            _load(session, archive, _shown(database))
            work = _looking(settings, database, keyring, session)
            found = chains.walk(work)
            held = 0 if send_waiting else deliver.leave_waiting_unsent(work, "restored")
            _take_place(waiting, settings.files)
        return found, held
    except OSError as refused:
        raise CannotStart(f"Không ghi được vào {settings.home} ({refused.strerror or 'không rõ lý do'}).") from None
    except SQLAlchemyError as fault:
        _give_back(waiting, settings.files)
        raise CannotStart(f"Cơ sở dữ liệu không nhận bản sao lưu ({type(fault).__name__}).") from None
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
        if database is not None:
            database.dispose()


def _keys(settings: Settings, archive: Archive) -> Keyring:
    try:
        keyring = own_keys(settings)
    except CannotStart as missing:
        raise CannotStart(f"{missing} Xin đặt tệp khóa của hệ thống đã sao lưu vào đó trước.") from None
    if keyring.fingerprint != archive.manifest.key_fingerprint:
        raise CannotStart(
            f"Bản sao lưu cần khóa có dấu {archive.manifest.key_fingerprint}, "
            f"còn {settings.keys} có dấu {keyring.fingerprint}."
        )
    return keyring


def _fits(archive: Archive) -> None:
    manifest = archive.manifest
    if manifest.revision != migrate.newest():
        raise CannotStart(
            f"Bản sao lưu ở phiên bản bảng {manifest.revision}, chương trình này dùng {migrate.newest()}. "
            f"Xin khôi phục bằng Lắng Nghe {manifest.version} rồi mới nâng cấp."
        )


def _database(settings: Settings) -> Database:
    try:
        return Database(settings.database)
    except (ArgumentError, ImportError):
        raise CannotStart("LANGNGHE_DATABASE_URL không đúng dạng, ví dụ postgresql+psycopg://máy/tên.") from None


def _empty_place(settings: Settings, database: Database) -> None:
    """Make today's tables where there is nothing yet."""
    if settings.files.exists() and any(path.is_file() for path in settings.files.rglob("*")):
        raise CannotStart(_OCCUPIED.format(settings.files))
    try:
        with database.reading() as session:
            _refuse_foreign(session, _shown(database))
        migrate.upgrade(database)
    except OperationalError:
        raise CannotStart(f"Không kết nối được cơ sở dữ liệu {_shown(database)}.") from None


def _shown(database: Database) -> str:
    return database.url.render_as_string(hide_password=True)


def _refuse_foreign(session: Session, place: str) -> None:
    there = set(inspect(session.connection()).get_table_names())
    if there and "alembic_version" not in there:
        raise CannotStart(_OCCUPIED.format(place))
    _refuse_occupied(session, place, there)


def _refuse_occupied(session: Session, place: str, there: set[str]) -> None:
    for table in metadata.sorted_tables:
        if table.name in there and session.execute(select(literal(1)).select_from(table).limit(1)).first():
            raise CannotStart(_OCCUPIED.format(place))


def _unpack(archive: Archive, folder: Path) -> None:
    storage = LocalStorage(folder)
    folder.mkdir(mode=0o700)
    for member in archive.manifest.members:
        if member.name.startswith(f"{FILES}/"):
            storage.save(UUID(member.name.removeprefix(f"{FILES}/")), archive.file(member.name))


@contextmanager
def _profiles_in_place(archive: Archive, settings: Settings) -> Iterator[None]:
    """The office's own limits, before the rule book is opened; what lies there already was put there on purpose."""
    members = [one.name for one in archive.manifest.members if one.name.startswith(f"{PROFILES}/")]
    places = {name: settings.profiles / Path(name).name for name in members}
    missing = {name: place for name, place in places.items() if not place.exists()}
    try:
        for name, place in missing.items():
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(archive.file(name).read())
        yield
    except BaseException:
        for place in missing.values():
            place.unlink(missing_ok=True)
        raise


def _load(session: Session, archive: Archive, place: str) -> None:
    # Once more inside the transaction: a system may have been started here in the meantime.
    _refuse_occupied(session, place, {table.name for table in metadata.sorted_tables})
    expected = {member.name: member.rows for member in archive.manifest.members}
    for table in metadata.sorted_tables:
        name = table_name(table.name)
        try:
            complete = load(session, table, archive.lines(name)) == expected[name]
        except (KeyError, ValueError):
            complete = False
        if not complete:
            raise unreadable(archive.path)


def _looking(settings: Settings, database: Database, keyring: Keyring, session: Session) -> Work:
    """A Work on the rows that are not committed yet."""
    use_keyring(keyring)
    desk = Desk(database, keyring, open_rulebook(settings), LocalStorage(settings.files))
    return Work(desk, session, SYSTEM, desk.clock())


def _take_place(waiting: Path, files: Path) -> None:
    if files.exists():
        shutil.rmtree(files)  # only empty folders, as was checked
    waiting.rename(files)


def _give_back(waiting: Path, files: Path) -> None:
    """The commit itself failed: nothing may stay."""
    if not waiting.exists() and files.exists():
        files.rename(waiting)
