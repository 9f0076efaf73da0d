"""Opening an installation as it stands, for commands that look at it: nothing is made, migrated or trained.

A running system of the same version may use the place at the same time.
"""

from pathlib import Path

from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from intake.adapters.storage import LocalStorage
from intake.cases.work import Desk
from intake.entry.faults import CannotStart
from intake.entry.ruling import open_rulebook
from intake.entry.settings import Settings
from models import migrate
from models.crypto import Keyring, KeysUnusable, read_keyring, use_keyring
from models.db import Database
from models.installation import Installation


def open_existing(settings: Settings) -> Desk:
    """The desk of an installation that was begun before. Raises CannotStart with one sentence."""
    database = reach(settings)
    try:
        check_revision(database)
        keyring = _keys_of(settings, database)
    except CannotStart:
        database.dispose()
        raise
    use_keyring(keyring)
    return Desk(database, keyring, open_rulebook(settings), LocalStorage(settings.files), public_url=settings.address)


def _keys_of(settings: Settings, database: Database) -> Keyring:
    with database.reading() as session:
        installation = session.scalar(select(Installation))
    if installation is None:
        raise CannotStart("Cơ sở dữ liệu này chưa có dữ liệu nào của Lắng Nghe.")
    keyring = own_keys(settings)
    if installation.key_fingerprint != keyring.fingerprint:
        raise CannotStart(f"Tệp khóa bí mật {settings.keys} không phải của dữ liệu này.")
    return keyring


def reach(settings: Settings) -> Database:
    """The database, once it has answered; a SQLite file is never made here. Raises CannotStart."""
    try:
        url = make_url(settings.database)
        database = Database(settings.database)
    except (ArgumentError, ImportError):
        raise CannotStart("LANGNGHE_DATABASE_URL không đúng dạng, ví dụ postgresql+psycopg://máy/tên.") from None
    place = url.render_as_string(hide_password=True)
    if database.is_sqlite and not (url.database and Path(url.database).is_file()):
        raise CannotStart(f"Chưa có cơ sở dữ liệu {place}.")
    try:
        with database.reading() as session:
            session.connection()
    except SQLAlchemyError:
        database.dispose()
        raise CannotStart(f"Không kết nối được cơ sở dữ liệu {place}.") from None
    return database


def check_revision(database: Database) -> None:
    """Raises CannotStart unless the tables are those of this version."""
    there = migrate.revision(database)
    if there is None:
        raise CannotStart("Cơ sở dữ liệu này chưa có dữ liệu nào của Lắng Nghe.")
    if there != migrate.newest():
        raise CannotStart(
            f"Cơ sở dữ liệu ở phiên bản bảng {there}, chương trình này dùng {migrate.newest()}. "
            "Xin dùng đúng phiên bản chương trình đang chạy, hoặc nâng cấp hệ thống trước."
        )


def own_keys(settings: Settings) -> Keyring:
    """The secret file's keys. Raises CannotStart."""
    try:
        return read_keyring(settings.keys)
    except KeysUnusable as unusable:
        raise CannotStart(str(unusable)) from None
