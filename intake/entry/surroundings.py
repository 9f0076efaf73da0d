"""Examining what an installation stands on: database server, broker, disk, keys, classifier, mail server.

Each look is short and changes nothing. Addresses are shown without their passwords.
"""

import shutil
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text

from intake.adapters import libreoffice
from intake.adapters.clamav import ClamAv
from intake.adapters.mail import Mail
from intake.cases.examination import Finding, Health, spoken
from intake.cases.ports import DeliveryFault, ScannerAway
from intake.cases.work import Work
from intake.entry.faults import CannotStart
from intake.entry.ruling import open_rulebook
from intake.entry.settings import Settings
from models import migrate
from models.citizen import Citizen
from models.crypto import SealBroken
from models.db import Database
from routing import classifier

_SECONDS = 5
_GB = 1_000_000_000
LITTLE, TOO_LITTLE = 5 * _GB, _GB
APART, TOO_FAR = timedelta(seconds=5), timedelta(minutes=1)


def database(reached: Database) -> Finding:
    """Which server it is and how fast it answers."""
    began = time.perf_counter()
    with reached.reading() as session:
        version = "sqlite_version()" if reached.is_sqlite else "current_setting('server_version')"
        named = session.scalar(text(f"SELECT {version}"))
    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    engine = "SQLite" if reached.is_sqlite else "PostgreSQL"
    facts = {"engine": engine.lower(), "version": str(named), "milliseconds": milliseconds}
    sentence = f"{engine} {str(named).split()[0]}, trả lời sau {milliseconds:.0f} ms."
    return Finding("database", "Cơ sở dữ liệu", Health.OK, sentence, facts)


def migrations(reached: Database) -> Finding:
    """Whether the tables are those of this version."""
    there, wanted = migrate.revision(reached), migrate.newest()
    facts = {"there": there, "wanted": wanted}
    if there != wanted:
        sentence = f"Bảng dữ liệu ở phiên bản {there or 'trống'}, chương trình cần {wanted}. Xin chạy nâng cấp."
        return Finding("migrations", "Bảng dữ liệu", Health.FAULT, sentence, facts)
    return Finding("migrations", "Bảng dữ liệu", Health.OK, f"Đúng phiên bản {wanted}.", facts)


def keys(work: Work) -> Finding:
    """Whether the newest sealed value opens with the keys of the secret file."""
    facts = {"fingerprint": work.desk.keyring.fingerprint}
    sealed = select(Citizen).where(Citizen.name_sealed.is_not(None)).order_by(Citizen.id.desc()).limit(1)
    citizen = work.session.scalar(sealed)
    try:
        _ = citizen.name if citizen else None
    except SealBroken:
        sentence = "Dữ liệu niêm phong không mở được bằng tệp khóa này."
        return Finding("keys", "Khóa bí mật", Health.FAULT, sentence, facts)
    return Finding("keys", "Khóa bí mật", Health.OK, f"Khớp với dữ liệu (dấu khóa {facts['fingerprint']}).", facts)


def time_apart(reached: Database) -> Finding | None:
    """How far the database server's clock is from ours; None where both are one machine's."""
    if reached.is_sqlite:
        return None
    with reached.reading() as session:
        theirs = session.scalar(select(func.clock_timestamp()))
    apart = abs(datetime.now(UTC) - theirs) if isinstance(theirs, datetime) else timedelta()
    health = Health.FAULT if apart > TOO_FAR else Health.WARNING if apart > APART else Health.OK
    sentence = f"Đồng hồ máy này và máy cơ sở dữ liệu lệch {spoken(apart)}."
    return Finding("time_apart", "Giờ hai máy", health, sentence, {"seconds": round(apart.total_seconds(), 3)})


def broker(settings: Settings) -> Finding:
    """Whether the broker accepts us; without one the web process runs the outbox itself."""
    if not settings.broker_url:
        sentence = "Không dùng; việc nền chạy ngay trong tiến trình web."
        return Finding("broker", "Máy chủ hàng đợi", Health.OK, sentence, {"used": False})
    from kombu.connection import Connection
    from kombu.exceptions import KombuError

    try:
        with Connection(settings.broker_url, connect_timeout=_SECONDS) as connection:  # type: ignore[no-untyped-call]
            connection.ensure_connection(max_retries=1, timeout=_SECONDS)
            place = connection.as_uri()
    except (KombuError, OSError, ValueError, KeyError) as refused:
        sentence = f"Không kết nối được ({type(refused).__name__}). Việc nền chờ trong cơ sở dữ liệu, không mất."
        return Finding("broker", "Máy chủ hàng đợi", Health.FAULT, sentence, {"used": True})
    return Finding("broker", "Máy chủ hàng đợi", Health.OK, f"Kết nối được {place}.", {"used": True})


def disk(settings: Settings) -> Finding:
    """How much room the home folder has."""
    try:
        free = shutil.disk_usage(settings.home).free
    except OSError as refused:
        sentence = f"Không xem được {settings.home} ({refused.strerror})."
        return Finding("disk", "Đĩa", Health.FAULT, sentence)
    health = Health.FAULT if free < TOO_LITTLE else Health.WARNING if free < LITTLE else Health.OK
    return Finding("disk", "Đĩa", health, f"Còn trống {free / _GB:.1f} GB ở {settings.home}.", {"free_bytes": free})


def model(settings: Settings) -> Finding:
    """Whether the trained classifier can be used; without it keywords propose and every case goes to a person."""
    try:
        classifier.load(settings.classifier)
    except classifier.ModelUnusable as unusable:
        sentence = f"{unusable} Mọi hồ sơ chuyển cho cán bộ phân loại."
        return Finding("classifier", "Bộ phân loại", Health.WARNING, sentence, {"current": False})
    if not classifier.is_current(settings.classifier):
        sentence = "Dùng được nhưng cũ hơn chương trình; lần khởi động tới sẽ học lại."
        return Finding("classifier", "Bộ phân loại", Health.WARNING, sentence, {"current": False})
    return Finding("classifier", "Bộ phân loại", Health.OK, "Dùng được, đúng phiên bản.", {"current": True})


def rules(settings: Settings) -> Finding:
    """Whether the rule book that a start would read now can be read."""
    try:
        book = open_rulebook(settings, strictly=True)
    except CannotStart as broken:
        sentence = f"{broken} Hệ thống dùng bản đọc được gần nhất, nếu có."
        return Finding("rules", "Sổ quy định", Health.WARNING, sentence, {"current": False})
    sentence = f"{book.profile.name}, bản {book.version}."
    return Finding("rules", "Sổ quy định", Health.OK, sentence, {"current": True, "version": book.version})


def mail(settings: Settings) -> Finding:
    """Whether citizens can be told by e-mail: the mail server is there and takes letters from us."""
    if not settings.smtp_url:
        sentence = "Chưa đặt LANGNGHE_SMTP_URL: người dân chỉ biết tin khi mở trang theo dõi."
        return Finding("mail", "Thư điện tử", Health.WARNING, sentence, {"used": False})
    try:
        server = Mail(settings.smtp_url)
    except ValueError:
        return Finding("mail", "Thư điện tử", Health.FAULT, "LANGNGHE_SMTP_URL không đúng dạng.", {"used": True})
    try:
        server.check()
    except DeliveryFault as fault:
        sentence = f"Không gửi được qua {server.place} ({fault}). Thư chờ gửi lại, không mất."
        return Finding("mail", "Thư điện tử", Health.FAULT, sentence, {"used": True, "fault": str(fault)})
    return Finding("mail", "Thư điện tử", Health.OK, f"Gửi được qua {server.place}.", {"used": True})


def scanner(settings: Settings) -> Finding:
    """Whether attached files are scanned, and by which signatures."""
    if not settings.clamav_url:
        sentence = "Chưa đặt LANGNGHE_CLAMAV_URL: tệp không được quét, cán bộ được nhắc trước khi mở."
        return Finding("scanner", "Quét mã độc", Health.WARNING, sentence, {"used": False})
    try:
        version = ClamAv(settings.clamav_url).version()
    except (ScannerAway, ValueError) as fault:
        sentence = f"Không hỏi được ClamAV ({fault}). Tệp mới chờ quét, chưa ai mở được, không mất."
        return Finding("scanner", "Quét mã độc", Health.FAULT, sentence, {"used": True})
    facts = {"used": True, "version": version}
    return Finding("scanner", "Quét mã độc", Health.OK, f"{version.partition('/')[0]} trả lời.", facts)


def printer(settings: Settings) -> Finding:
    """Whether letters can be made into PDFs; without it they are Word files only."""
    if libreoffice.found(settings.soffice) is None:
        sentence = "Không có LibreOffice (soffice): công văn chỉ tải được bản Word, không có bản PDF."
        return Finding("printer", "Bản PDF của công văn", Health.WARNING, sentence, {"used": False})
    return Finding("printer", "Bản PDF của công văn", Health.OK, "Có LibreOffice.", {"used": True})
