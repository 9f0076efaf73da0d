"""Opening an installation: its folder, languages, keys, database and rule book become one ``Desk``.

Keys are made once, with an empty database. If they are missing or wrong while data exists, we refuse to start:
new keys would make everything sealed unreadable for ever.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime

from alembic.util import CommandError
from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.channels import open_channels, setups
from bot.nlu.port import Nlu
from bot.turn import Bot
from intake.adapters import libreoffice
from intake.adapters.admin_units import AdminUnits
from intake.adapters.clamav import ClamAv
from intake.adapters.mail import Mail
from intake.adapters.storage import LocalStorage
from intake.cases.ports import Channel, VirusScanner
from intake.cases.work import Desk
from intake.entry.faults import CannotStart
from intake.entry.ruling import open_rulebook
from intake.entry.settings import Settings
from intake.entry.understanding import Understanding
from models import languages, migrate
from models.crypto import Keyring, KeysUnusable, read_keyring, use_keyring, write_keyring
from models.db import Database
from models.installation import Installation
from models.vocabulary import ChannelKind


def open_desk(settings: Settings) -> Desk:
    """Everything a process needs. Raises CannotStart with one sentence."""
    rulebook, scanner = open_rulebook(settings), _scanner(settings)
    _make_home(settings)
    _learn_languages(settings)
    database = _open_database(settings)
    keyring = _open_keys(settings, database)
    desk = Desk(
        database,
        keyring,
        rulebook,
        LocalStorage(settings.files),
        channels=_channels(settings),
        public_url=settings.address,
        scanner=scanner,
        printer=libreoffice.found(settings.soffice),
        places=AdminUnits(),
        classifier=settings.classifier,
    )
    return with_bot(desk, Understanding(settings, desk))


def with_bot(desk: Desk, nlu: Nlu) -> Desk:
    """The desk with every chat channel that is set up, and somebody to talk there."""
    chats = open_channels(desk)
    return replace(desk, channels={**desk.channels, **chats}, setups=setups(), conversation=Bot(chats, nlu))


def _channels(settings: Settings) -> dict[ChannelKind, Channel]:
    """The channels this installation can reach citizens on."""
    if not settings.smtp_url:
        return {}
    try:
        return {ChannelKind.EMAIL: Mail(settings.smtp_url)}
    except ValueError:
        raise CannotStart("LANGNGHE_SMTP_URL không đúng dạng, ví dụ smtp://máy:587/?from=phananh@tinh.vn.") from None


def _scanner(settings: Settings) -> VirusScanner | None:
    """The scanner of attached files, if this installation has one."""
    if not settings.clamav_url:
        return None
    try:
        return ClamAv(settings.clamav_url)
    except ValueError:
        raise CannotStart("LANGNGHE_CLAMAV_URL không đúng dạng, ví dụ tcp://clamav:3310.") from None


def _make_home(settings: Settings) -> None:
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = settings.home / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink(missing_ok=True)  # containers sharing this folder all have the same process id
    except OSError as refused:
        reason = refused.strerror or "không rõ lý do"
        raise CannotStart(f"Không ghi được vào thư mục {settings.home} ({reason}). Xin đặt LANGNGHE_HOME.") from None


def _learn_languages(settings: Settings) -> None:
    """An office's own catalogues over the shipped ones."""
    try:
        languages.add_catalogues(settings.catalogues)
    except languages.CatalogueInvalid as invalid:
        raise CannotStart(str(invalid)) from None


def _open_database(settings: Settings) -> Database:
    try:
        database = Database(settings.database)
        migrate.upgrade(database)
    except CommandError:
        sentence = f"Cơ sở dữ liệu mới hơn chương trình này (biết đến phiên bản bảng {migrate.newest()})."
        raise CannotStart(f"{sentence} Xin dùng phiên bản chương trình mới hơn.") from None
    except ArgumentError:
        raise CannotStart("LANGNGHE_DATABASE_URL không đúng dạng, ví dụ postgresql+psycopg://máy/tên.") from None
    except OperationalError:
        place = make_url(settings.database).render_as_string(hide_password=True)
        raise CannotStart(f"Không kết nối được cơ sở dữ liệu {place}.") from None
    return database


def _write_keys(settings: Settings) -> None:
    try:
        write_keyring(settings.keys, Keyring.generate())
    except OSError as refused:
        reason = refused.strerror or "không rõ lý do"
        raise CannotStart(f"Không ghi được tệp khóa bí mật {settings.keys} ({reason}).") from None


def _open_keys(settings: Settings, database: Database) -> Keyring:
    try:
        with database.writing() as session:
            known = session.scalar(select(Installation))
            if known is None and not settings.keys.exists():
                _write_keys(settings)
            keyring = read_keyring(settings.keys)
            if known is None:
                fingerprint, now = keyring.fingerprint, datetime.now(UTC)
                session.add(Installation(key_fingerprint=fingerprint, demo=settings.demo, created_at=now))
            elif known.key_fingerprint != keyring.fingerprint:
                raise CannotStart(f"Tệp khóa bí mật {settings.keys} không phải của dữ liệu này.")
    except KeysUnusable as unusable:
        raise CannotStart(f"{unusable} Dữ liệu đã có nên không tạo khóa mới; xin khôi phục đúng tệp khóa.") from None
    use_keyring(keyring)
    return keyring
