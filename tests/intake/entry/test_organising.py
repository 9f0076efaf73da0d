"""The command that enters a province's organisation: shown before, passwords told once, faults in sentences."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from intake.cases import accounts
from intake.entry.cli import app
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.organising import import_chart
from intake.entry.settings import Settings
from models.crypto import Keyring, use_keyring
from tests.conftest import ROOT

EXAMPLE = ROOT / "deploy" / "organisation" / "organisation.yaml"


@pytest.fixture
def settings(tmp_path: Path, keyring: Keyring) -> object:
    yield Settings(home=tmp_path / "home", demo=False)
    use_keyring(keyring)


def test_a_dry_run_shows_and_changes_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    import_chart(settings, [EXAMPLE], dry_run=True)
    import_chart(settings, [EXAMPLE], dry_run=True)

    said = capsys.readouterr().out
    assert said.count("Thêm đơn vị xa-long-huu: Ủy ban nhân dân xã Long Hữu") == 2
    assert said.count("Sẽ thay đổi 10 dòng; chưa nhập gì cả.") == 2
    assert "Mật khẩu" not in said


def test_first_passwords_are_told_once_and_open_the_account(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    import_chart(settings, [EXAMPLE], dry_run=False)
    said = capsys.readouterr().out
    passwords = dict(re.findall(r"^([a-z.]+)\t(\S+)$", said, flags=re.MULTILINE))
    assert set(passwords) == {"an.nguyen", "binh.le", "chi.tran", "giamsat.mttq"}
    with open_desk(settings).look() as work:
        accounts.check_password(work, "binh.le", passwords["binh.le"])

    import_chart(settings, [EXAMPLE], dry_run=False)
    assert capsys.readouterr().out == "Không có gì thay đổi.\n"


def test_a_file_with_faults_is_told_and_nothing_is_entered(settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "sai.yaml"
    broken.write_text(EXAMPLE.read_text("utf-8").replace("level: commune", "level: district"), "utf-8")
    with pytest.raises(
        CannotStart, match=r"sai\.yaml, dòng 36.*\nkhong-co\.yaml: không có tệp này\.\nChưa nhập gì cả\."
    ):
        import_chart(settings, [broken, tmp_path / "khong-co.yaml"], dry_run=False)


def test_a_file_without_a_word_before_it_is_feedback() -> None:
    refused = CliRunner().invoke(app, ["import", "khong-co.jsonl"])
    assert isinstance(refused.exception, CannotStart)
    assert "khong-co.jsonl" in str(refused.exception)
