"""Backup and restore: whole, sealed, across engines, while the system works – and nothing half-done when refused."""

import io
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from intake.adapters.mail import Mail
from intake.adapters.storage import LocalStorage
from intake.cases import anchors, chains, timeline
from intake.cases.ports import system_clock
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from intake.entry import restoring
from intake.entry.archive import open_archive
from intake.entry.backing_up import back_up, write_backup
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.restoring import restore
from intake.entry.settings import Settings
from models import migrate
from models.crypto import Keyring, use_keyring, write_keyring
from models.db import Database, sqlite_url
from models.history import CaseEvent
from models.installation import Installation
from models.notice import Notice
from models.outbox import OutboxJob
from models.tables import metadata
from models.thread import Upload
from models.vocabulary import ChannelKind, JobState
from tests.conftest import NOON
from tests.files import PDF, received
from tests.tampering import tampering
from tests.world import World, make_world

Make = Callable[[], Settings]


@pytest.fixture(params=["sqlite", "postgres"])
def empty_place(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Settings]:
    """An empty place on each engine that has the right keys."""
    home = tmp_path / "new-home"
    home.mkdir()
    write_keyring(home / "secret.json", keyring)
    url = request.getfixturevalue("postgres_place") if request.param == "postgres" else ""
    yield Settings(home=home, database_url=url)
    use_keyring(keyring)


@pytest.fixture
def sqlite_place(tmp_path: Path, keyring: Keyring) -> Iterator[Settings]:
    home = tmp_path / "new-home"
    home.mkdir()
    write_keyring(home / "secret.json", keyring)
    yield Settings(home=home)
    use_keyring(keyring)


def lived_in(desk: Desk) -> World:
    """A province with an installation row, cases in several states, a file and an anchor."""
    world = make_world(desk)
    world.assigned(name="Nguyễn Thị Bưởi", phone="0912345678", email="buoi@example.vn")
    world.file("Tôi muốn hỏi về thủ tục đất đai – đường 30/4.")
    with desk.work() as work:
        work.session.add(Installation(key_fingerprint=desk.keyring.fingerprint, demo=False, created_at=NOON))
        received(work, "don.pdf", PDF)
        anchors.make(work)
    return world


def rows_of(database: Database) -> dict[str, list[str]]:
    """Everything in the database, as comparable text."""
    with database.reading() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for table in metadata.sorted_tables
        }


def database_of(settings: Settings) -> Database:
    return Database(settings.database)


@pytest.fixture
def backup(sqlite_desk: Desk, tmp_path: Path) -> Path:
    """A backup of a SQLite province."""
    lived_in(sqlite_desk)
    file = tmp_path / "sao-luu.tar"
    write_backup(sqlite_desk, file)
    return file


def test_every_row_and_file_comes_back_on_either_engine(desk: Desk, empty_place: Settings, tmp_path: Path) -> None:
    lived_in(desk)
    write_backup(desk, tmp_path / "b.tar")

    restore(empty_place, tmp_path / "b.tar")

    there = database_of(empty_place)
    try:
        assert rows_of(there) == rows_of(desk.database)
        with there.reading() as session:
            upload = session.scalars(select(Upload)).one()
            name = upload.name
        assert name == "don.pdf"
        assert LocalStorage(empty_place.files).path(upload.id).read_bytes() == PDF
        with replace(desk, database=there).look() as work:
            found = chains.walk(work)
        assert (found.cases, found.broken, found.anchors, found.wrong_anchors) == (2, 0, 1, ())
    finally:
        there.dispose()


def test_a_restored_place_starts_and_goes_on(backup: Path, sqlite_place: Settings) -> None:
    restore(sqlite_place, backup)

    desk = open_desk(sqlite_place)
    with desk.look() as work:
        assert work.session.scalars(select(CaseEvent)).first() is not None


def test_the_archive_holds_no_key_and_no_name_in_plain(backup: Path, keyring: Keyring) -> None:
    with tarfile.open(backup) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
    content = backup.read_bytes()

    assert manifest["key_fingerprint"] == keyring.fingerprint
    assert {"version", "revision", "rulebook", "made_at", "members"} <= manifest.keys()
    assert keyring.hashing not in content
    assert "Bưởi".encode() not in content
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_made_while_cases_come_in_is_one_moment(desk: Desk, empty_place: Settings, tmp_path: Path) -> None:
    world = lived_in(replace(desk, clock=system_clock))
    stop, filed = threading.Event(), []

    def keep_filing() -> None:
        while not stop.is_set():
            filed.append(world.file(name="Lê Văn Dừa").case.code)

    thread = threading.Thread(target=keep_filing)
    thread.start()
    try:
        write_backup(desk, tmp_path / "b.tar")
    finally:
        stop.set()
        thread.join()

    restore(empty_place, tmp_path / "b.tar")
    there = database_of(empty_place)
    try:
        with replace(desk, database=there).look() as work:
            found = chains.walk(work)
    finally:
        there.dispose()
    assert found.broken == 0
    assert 2 <= found.cases <= 2 + len(filed)


def refusal(settings: Settings, file: Path) -> str:
    """The one sentence of a refused restore; the place must be as empty as before."""
    with pytest.raises(CannotStart) as refused:
        restore(settings, file)
    assert not settings.files.exists()
    assert not (settings.home / "files.restoring").exists()
    path = settings.home / "langnghe.db"
    if path.exists():
        database = Database(sqlite_url(path))
        assert not any(rows_of(database).values())
        database.dispose()
    return str(refused.value)


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_refused(backup: Path, sqlite_place: Settings, kept: float) -> None:
    with tarfile.open(backup) as tar:
        manifest = tar.getmember("manifest.json")
    end = manifest.offset_data + manifest.size  # what follows is only padding
    backup.write_bytes(backup.read_bytes()[: int(end * kept)])

    assert "bị cắt cụt hay sửa đổi" in refusal(sqlite_place, backup)


def test_every_changed_stretch_of_the_archive_is_noticed(backup: Path, sqlite_place: Settings) -> None:
    content = bytearray(backup.read_bytes())
    with tarfile.open(backup) as tar:
        places = [(entry.offset_data, entry.size) for entry in tar.getmembers() if entry.size]
    for start, size in places:
        changed = bytearray(content)
        changed[start + size // 2] ^= 0x01
        backup.write_bytes(changed)
        assert "bị cắt cụt hay sửa đổi" in refusal(sqlite_place, backup)


def test_sums_made_again_do_not_make_a_changed_archive_good(backup: Path, sqlite_place: Settings) -> None:
    changed = backup.with_name("khac.tar")
    with tarfile.open(backup) as old, tarfile.open(changed, "w") as new:
        for entry in old.getmembers():
            content = old.extractfile(entry).read()  # type: ignore[union-attr]
            if entry.name == "manifest.json":
                content = content.replace(b'"rulebook": "', b'"rulebook": "x')
            entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))

    assert "bị cắt cụt hay sửa đổi" in refusal(sqlite_place, changed)


@pytest.mark.parametrize("content", [b"", b"xin chao", b"PK\x03\x04 not ours", b"\x1f\x8b\x08\x00"])
def test_a_foreign_file_is_refused(sqlite_place: Settings, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "la.tar"
    file.write_bytes(content)

    assert "không phải bản sao lưu" in refusal(sqlite_place, file)


def test_a_foreign_tar_that_wants_to_write_elsewhere_is_refused(sqlite_place: Settings, tmp_path: Path) -> None:
    file = tmp_path / "la.tar"
    with tarfile.open(file, "w") as tar:
        for name in ("../../thoat.txt", "manifest.json"):
            entry = tarfile.TarInfo(name)
            entry.size = 2
            tar.addfile(entry, io.BytesIO(b"{}"))

    assert "không phải bản sao lưu" in refusal(sqlite_place, file)
    assert not (tmp_path.parent / "thoat.txt").exists()


def test_a_missing_file_is_one_sentence(sqlite_place: Settings, tmp_path: Path) -> None:
    assert "Không tìm thấy tệp" in refusal(sqlite_place, tmp_path / "khong-co.tar")


def test_without_the_keys_nothing_is_restored(backup: Path, sqlite_place: Settings) -> None:
    sqlite_place.keys.unlink()

    assert "Xin đặt tệp khóa" in refusal(sqlite_place, backup)


def test_with_other_keys_nothing_is_restored(backup: Path, sqlite_place: Settings, keyring: Keyring) -> None:
    sqlite_place.keys.unlink()
    write_keyring(sqlite_place.keys, Keyring.generate())

    assert keyring.fingerprint in refusal(sqlite_place, backup)


def test_another_revision_is_refused(
    sqlite_desk: Desk, sqlite_place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_in(sqlite_desk)
    with monkeypatch.context() as older:
        older.setattr(migrate, "newest", lambda: "0000")
        write_backup(sqlite_desk, tmp_path / "cu.tar")

    assert "phiên bản bảng 0000" in refusal(sqlite_place, tmp_path / "cu.tar")


def test_a_place_with_data_is_refused_and_left_alone(backup: Path, sqlite_place: Settings) -> None:
    restore(sqlite_place, backup)
    database = database_of(sqlite_place)
    before = rows_of(database)

    with pytest.raises(CannotStart, match="phải trống"):
        restore(sqlite_place, backup)
    assert rows_of(database) == before
    database.dispose()


def test_a_database_of_somebody_else_is_refused(backup: Path, postgres_place: str, sqlite_place: Settings) -> None:
    database = Database(postgres_place)
    with database.writing() as session:
        session.execute(text("CREATE TABLE ke_toan (so int)"))
    database.dispose()

    place = sqlite_place.model_copy(update={"database_url": postgres_place})
    with pytest.raises(CannotStart, match="phải trống"):
        restore(place, backup)


def test_a_fault_while_loading_leaves_the_place_empty(
    backup: Path, empty_place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(waiting: Path, files: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "_take_place", fails)
    with pytest.raises(CannotStart, match="No space left"):
        restore(empty_place, backup)

    database = database_of(empty_place)
    assert not any(rows_of(database).values())
    database.dispose()
    assert not empty_place.files.exists()
    monkeypatch.undo()
    restore(empty_place, backup)


def test_a_chain_broken_before_the_backup_is_restored_and_named(
    sqlite_desk: Desk, sqlite_place: Settings, tmp_path: Path
) -> None:
    world = lived_in(sqlite_desk)
    filed = world.file()
    with tampering(sqlite_desk.database, "case_event") as session:
        session.execute(update(CaseEvent).where(CaseEvent.case_id == filed.case.id).values(public=False))
    write_backup(sqlite_desk, tmp_path / "b.tar")

    with pytest.raises(CannotStart, match=f"đầu tiên: {filed.case.code}, sự kiện 1"):
        restore(sqlite_place, tmp_path / "b.tar")


def test_a_backup_never_overwrites_and_leaves_no_half_file(sqlite_desk: Desk, backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(CannotStart, match="không bị ghi đè"):
        write_backup(sqlite_desk, backup)
    with pytest.raises(CannotStart, match="Không ghi được"):
        write_backup(sqlite_desk, tmp_path / "khong-co" / "b.tar")

    assert backup.read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))


def test_a_lost_file_is_told_and_does_not_stop_the_backup(sqlite_desk: Desk, tmp_path: Path) -> None:
    world = lived_in(sqlite_desk)
    filed = world.file()
    with sqlite_desk.work() as work:
        upload = received(work, "mat.pdf", PDF)
        upload.case_id, lost = filed.case.id, upload.id
    sqlite_desk.storage.path(lost).unlink()

    made = write_backup(sqlite_desk, tmp_path / "b.tar")

    assert made.manifest.lost == (lost.hex,)
    with open_archive(tmp_path / "b.tar") as archive:
        assert archive.manifest.lost == (lost.hex,)


def test_the_command_says_what_was_saved_and_that_the_key_is_not(
    backup: Path, sqlite_place: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restore(sqlite_place, backup)
    back_up(sqlite_place, tmp_path / "lai.tar")

    said = capsys.readouterr().out
    assert "Đã khôi phục 2 hồ sơ" in said
    assert "Đã sao lưu 2 hồ sơ và 1 tệp" in said
    assert "KHÔNG nằm trong bản sao lưu" in said


def test_a_backup_of_nothing_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="Chưa có cơ sở dữ liệu"):
        back_up(Settings(home=tmp_path / "nowhere"), tmp_path / "b.tar")
    assert not (tmp_path / "nowhere").exists()


def with_a_letter_waiting(desk: Desk, file: Path) -> tuple[Desk, str]:
    """A backup made while the case of this code had a letter that was not sent yet."""
    mailing = replace(desk, channels={ChannelKind.EMAIL: Mail("smtp://127.0.0.1:1/?from=a@example.vn&tls=none")})
    lived_in(desk)
    with mailing.work() as work:
        submission = read_submission(content="Đường hư.", email="buoi@example.vn", channel=ChannelKind.WEB)
        code = submit(work, submission).case.code
    write_backup(desk, file)
    return mailing, code


@pytest.mark.parametrize("send_waiting", [False, True])
def test_a_restored_place_does_not_send_letters_again_unless_told(
    desk: Desk, empty_place: Settings, tmp_path: Path, *, send_waiting: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    _, code = with_a_letter_waiting(desk, tmp_path / "b.tar")

    restore(empty_place, tmp_path / "b.tar", send_waiting=send_waiting)

    there = database_of(empty_place)
    try:
        with replace(desk, database=there).look() as work:
            notice = work.session.scalars(select(Notice)).one()
            job = work.session.scalars(select(OutboxJob).where(OutboxJob.notice_id == notice.id)).one()
            entries = [entry.text for entry in timeline.for_citizen(work, work.find(code))]
            assert chains.walk(work).broken == 0
        if send_waiting:
            assert (notice.state, job.finished_at) == (JobState.CREATED, None)
        else:
            assert (notice.state, notice.fault, job.state) == (JobState.UNCERTAIN, "restored", JobState.UNCERTAIN)
            assert "Tin “Đã tiếp nhận” gửi qua thư điện tử: chưa rõ đã tới hay chưa" in entries
            assert "1 tin báo đang chờ lúc sao lưu không được gửi" in capsys.readouterr().out
    finally:
        there.dispose()


OWN = """name: Thử
limits:
  T01:
    text: Trả lời
    start: receipt
    values:
      - {from: 2020-01-01, value: 5 working_days, reference: QĐ thử, certainty: verified, checked_on: 2026-11-20}
"""


def test_limits_of_the_office_come_back_before_the_rule_book_is_opened(
    sqlite_desk: Desk, sqlite_place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_in(sqlite_desk)
    profiles = tmp_path / "old-home" / "profiles"
    profiles.mkdir(parents=True)
    (profiles / "thu.yaml").write_text(OWN)
    write_backup(sqlite_desk, tmp_path / "b.tar", profiles=profiles)
    place = sqlite_place.model_copy(update={"profile": "thu"})

    def fails(waiting: Path, files: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(restoring, "_take_place", fails)
        with pytest.raises(CannotStart):
            restore(place, tmp_path / "b.tar")
    assert not list(place.profiles.glob("*"))

    restore(place, tmp_path / "b.tar")
    assert (place.profiles / "thu.yaml").read_text() == OWN
    assert "T01" in open_desk(place).rulebook.limits
