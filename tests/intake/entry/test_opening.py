"""Starting: keys are made once, a wrong or missing one stops the start, every fault is one sentence."""

import os
import socket
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.entry.administering import create_administrator
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.serving import _listen
from intake.entry.settings import Settings, read_settings
from models.crypto import Keyring, use_keyring, write_keyring
from models.organisation import Officer
from models.vocabulary import CaseKind, ChannelKind


@pytest.fixture
def settings(tmp_path: Path, keyring: Keyring) -> object:
    yield Settings(home=tmp_path / "home", demo=False)
    use_keyring(keyring)


def test_the_first_start_makes_keys_and_the_second_reads_them(settings: Settings) -> None:
    first = open_desk(settings)
    with first.work() as work:
        code = submit(work, read_submission(content="Đường hư.", name="Bưởi", channel=ChannelKind.WEB)).case.code
    second = open_desk(settings)

    assert second.keyring == first.keyring
    with second.look() as work:
        assert work.find(code).citizen.name == "Bưởi"


def test_a_lost_secret_file_stops_the_start_and_makes_no_new_keys(settings: Settings) -> None:
    open_desk(settings)
    settings.keys.unlink()

    with pytest.raises(CannotStart, match="khôi phục đúng tệp khóa"):
        open_desk(settings)
    assert not settings.keys.exists()


def test_another_installations_secret_file_stops_the_start(settings: Settings) -> None:
    open_desk(settings)
    settings.keys.unlink()
    write_keyring(settings.keys, Keyring.generate())

    with pytest.raises(CannotStart, match="không phải của dữ liệu này"):
        open_desk(settings)


@pytest.mark.skipif(os.geteuid() != 0, reason="a read-only place is made with root's means")
def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    occupied = tmp_path / "a-file"
    occupied.write_text("")

    with pytest.raises(CannotStart, match=r"Không ghi được vào thư mục .* Xin đặt LANGNGHE_HOME"):
        open_desk(Settings(home=occupied / "home"))


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotStart, match=r"Cổng \d+ đang có chương trình khác dùng"):
            _listen("127.0.0.1", taken.getsockname()[1])


def test_an_unreachable_database_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://user:bi-mat@127.0.0.1:1/none"

    with pytest.raises(CannotStart, match="Không kết nối được cơ sở dữ liệu") as refused:
        open_desk(Settings(home=tmp_path, database_url=url))
    assert "bi-mat" not in str(refused.value)


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGNGHE_PORT", "tám nghìn")

    with pytest.raises(CannotStart, match="LANGNGHE_PORT"):
        read_settings()


def test_the_profile_of_the_settings_governs_the_desk(settings: Settings) -> None:
    desk = open_desk(settings.model_copy(update={"profile": "ninh_binh"}))

    assert desk.rulebook.profile.name == "Ninh Bình"
    assert desk.rulebook.on(date(2026, 11, 20)).kind(CaseKind.CONDUCT).reply.limit == "L09"


def test_a_profile_that_is_not_there_stops_the_start_before_anything_is_made(settings: Settings) -> None:
    with pytest.raises(CannotStart, match="không có hồ sơ tỉnh “hue”; đang có: bac_ninh, ho_chi_minh, national"):
        open_desk(settings.model_copy(update={"profile": "hue"}))
    assert not settings.home.exists()


def test_a_broken_profile_stops_the_first_start_and_later_ones_go_on_with_the_last_good_one(settings: Settings) -> None:
    broken, file = "name: Tỉnh\nkinds: {conduct: []}", settings.home / "profiles" / "tinh.yaml"
    own = settings.model_copy(update={"profile": "tinh"})
    file.parent.mkdir(parents=True)
    file.write_text(broken, "utf-8")
    with pytest.raises(CannotStart, match=r"tinh\.yaml, dòng 2, mục kinds\.conduct: phải là một danh sách"):
        open_desk(own)
    file.write_text("name: Tỉnh", "utf-8")
    running = open_desk(own)
    file.write_text(broken, "utf-8")

    with running.work() as work:
        submit(work, read_submission(content="Đường hư.", name="Bưởi", channel=ChannelKind.WEB))
    started = open_desk(own)
    assert started.rulebook.profile.name == "Tỉnh"
    assert started.rulebook.version == running.rulebook.version


def test_the_first_administrator_is_made_on_the_command_line(settings: Settings) -> None:
    create_administrator(settings, username="quan.tri", name="Đặng Minh", password="mot-mat-khau-dai")

    with open_desk(settings).look() as work:
        officer = work.session.scalars(select(Officer)).one()
        assert officer.password_hash.startswith("$argon2id$")
    with pytest.raises(CannotStart, match="đã có người dùng"):
        create_administrator(settings, username="quan.tri", name="Đặng Minh", password="mot-mat-khau-dai")
    with pytest.raises(CannotStart, match="ít nhất 12 ký tự"):
        create_administrator(settings, username="khac", name="Khác", password="ngắn")


def test_a_proxy_that_is_no_address_is_named_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGNGHE_TRUSTED_PROXIES", "10.0.0.0/8, cong-vao")

    with pytest.raises(CannotStart, match="LANGNGHE_TRUSTED_PROXIES"):
        read_settings()


def test_a_secret_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="Không ghi được tệp khóa bí mật"):
        open_desk(Settings(home=tmp_path, secret_file=tmp_path / "khong-co" / "secret.json"))


def test_others_on_the_machine_cannot_look_into_a_new_home(tmp_path: Path) -> None:
    open_desk(Settings(home=tmp_path / "home"))

    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_a_scanner_is_used_when_it_is_set_and_a_wrong_address_stops_the_start_before_anything_is_made(
    settings: Settings,
) -> None:
    wrong = settings.model_copy(update={"home": settings.home / "elsewhere", "clamav_url": "clamav:3310"})
    with pytest.raises(CannotStart, match="LANGNGHE_CLAMAV_URL"):
        open_desk(wrong)
    assert not wrong.home.exists()

    for url, there in (("tcp://clamav:3310", True), ("", False)):
        desk = open_desk(settings.model_copy(update={"clamav_url": url}))
        assert (desk.scanner is not None) is there
        desk.database.dispose()


def test_a_database_of_a_newer_version_is_one_sentence(settings: Settings) -> None:
    desk = open_desk(settings)
    with desk.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(CannotStart, match="Cơ sở dữ liệu mới hơn chương trình này"):
        open_desk(settings)


def test_a_broken_catalogue_of_the_office_stops_the_start(settings: Settings) -> None:
    settings.catalogues.mkdir(parents=True)
    (settings.catalogues / "fr.po").write_text('msgid "{count} hồ sơ"\nmsgstr "dossiers"\n')
    with pytest.raises(CannotStart, match=r"Tệp bản dịch fr\.po"):
        open_desk(settings)
