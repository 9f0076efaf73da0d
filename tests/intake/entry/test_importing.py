"""Importing: every line once, however often and wherever it was stopped; bad lines are told by number."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake.cases.perform import drain
from intake.cases.work import Desk
from intake.entry.faults import CannotStart
from intake.entry.importing import file_all, import_lines
from intake.entry.settings import Settings
from models.case import Case
from models.crypto import Keyring, use_keyring
from models.vocabulary import CaseStatus
from routing.classifier import Classifier
from tests.conftest import SHARED, leave_out
from tests.world import make_world


def real_lines() -> list[str]:
    file = SHARED / "data" / "dev_feedback.jsonl"
    if not file.exists():
        leave_out("dev_feedback.jsonl", "không có thư mục shared/data bên cạnh kho mã")
    return file.read_text(encoding="utf-8").splitlines()


def test_all_real_texts_become_cases_with_a_department_or_wait_at_triage(desk: Desk, loaded: Classifier) -> None:
    lines = real_lines()
    make_world(desk)

    stopped = file_all(desk, lines[:50])
    outcome = file_all(desk, lines)
    drain(desk, loaded, "test")

    assert (stopped.filed, outcome.filed, outcome.known, outcome.refused) == (50, 64, 50, [])
    with desk.look() as work:
        cases = work.session.scalars(select(Case)).all()
        assert len(cases) == 114
        for case in cases:
            assert case.proposal is not None or case.restricted
            waiting = case.status is CaseStatus.TRIAGE and case.triage_reason
            assert (case.status is CaseStatus.ASSIGNED and case.unit_id) or waiting, case.code


def test_a_bad_line_is_told_by_its_number_and_the_others_are_filed(sqlite_desk: Desk) -> None:
    lines = ['{"text": "Đường hư."}', "{hỏng", '{"text": ""}', "[1]", "", '{"text": 5}', '{"text": "Đèn tắt."}']

    outcome = file_all(sqlite_desk, lines)

    assert outcome.filed == 2
    assert [sentence.split(":")[0] for sentence in outcome.refused] == ["Dòng 2", "Dòng 3", "Dòng 4", "Dòng 6"]


def test_importing_twice_from_the_command_line_files_once(
    tmp_path: Path, keyring: Keyring, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(json.dumps({"text": f"Đèn đường số {n} bị tắt."}) for n in range(3)), encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    try:
        import_lines(settings, file)
        import_lines(settings, file)
        said = capsys.readouterr().out
        assert "Đã nhập 3 phản ánh, 0 dòng" in said
        assert "Đã nhập 0 phản ánh, 3 dòng" in said
        with pytest.raises(CannotStart, match="Không đọc được tệp"):
            import_lines(settings, tmp_path / "none.jsonl")
    finally:
        use_keyring(keyring)


def test_the_same_words_in_two_files_with_other_ids_are_two_cases(sqlite_desk: Desk) -> None:
    outcome = file_all(sqlite_desk, ['{"id": 1, "text": "Đèn tắt."}', '{"id": 2, "text": "Đèn tắt."}'])

    assert outcome.filed == 2
    with sqlite_desk.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Case)) == 2
