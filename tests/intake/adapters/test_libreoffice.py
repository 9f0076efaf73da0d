"""Letters become PDFs by a LibreOffice of their own; what goes wrong is one fault, and nothing is left running."""

import io
import os
import subprocess
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.adapters import libreoffice
from intake.adapters.libreoffice import LibreOffice
from intake.cases.letters import filling
from intake.cases.letters.blanks import EXAMPLE
from intake.cases.letters.built_in import built_in
from intake.cases.ports import PrinterFault
from tests.conftest import leave_out


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)


def test_a_letter_on_the_built_in_form_is_one_page_of_a4() -> None:
    printer = libreoffice.found("soffice")
    if printer is None:
        leave_out("LibreOffice", "không có chương trình soffice")
        return
    pages = PdfReader(io.BytesIO(printer.pdf(filling.fill(built_in(), EXAMPLE)))).pages

    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [(595, 842)]
    said = " ".join(pages[0].extract_text().split())
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 07/UBND-VP", "Long Hữu, ngày 07 tháng 02 năm 2026"):
        assert part in said


def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    hung = program(tmp_path, f"sleep 600 & echo $! > {tmp_path}/pid; wait")

    with pytest.raises(PrinterFault, match="too_slow"):
        LibreOffice(hung, seconds=0.5).pdf(b"")

    started = int((tmp_path / "pid").read_text())
    for _ in range(50):
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(started)], capture_output=True, text=True, check=False)
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return
        time.sleep(0.1)
    pytest.fail("what the program started is still running")


def test_a_program_that_makes_nothing_and_one_that_is_not_there_are_faults(tmp_path: Path) -> None:
    with pytest.raises(PrinterFault, match="no_pdf"):
        LibreOffice(program(tmp_path, "exit 0")).pdf(b"")
    with pytest.raises(PrinterFault, match="FileNotFoundError"):
        LibreOffice(str(tmp_path / "none")).pdf(b"")
    assert libreoffice.found(str(tmp_path / "none")) is None


def test_the_program_sees_none_of_our_settings_and_no_macros_may_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "LANGNGHE_SMTP_URL", "smtp://secret")
    looking = program(
        tmp_path, f"env > {tmp_path}/env; cat profile/user/registrymodifications.xcu > {tmp_path}/profile"
    )

    with pytest.raises(PrinterFault):
        LibreOffice(looking).pdf(b"")

    assert "secret" not in (tmp_path / "env").read_text()
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true<' in (tmp_path / "profile").read_text()
