"""The disk is full: a sender is told so politely, nothing is half kept, and it goes on once there is room."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from models.crypto import Keyring
from tests.conftest import leave_out
from tests.faults.checks import check_everything
from tests.faults.engine import Engine, file, file_until_answered, installation
from tests.files import PDF

pytestmark = pytest.mark.faults

_MB = 1024 * 1024
TOLD = "Đường vào chợ ngập nước cả tuần nay."
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "langnghe-test", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        leave_out("small disk", "không được phép gắn một hệ tệp nhỏ (cần quyền root)")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def engine(small_disk: Path, tmp_path: Path, keyring: Keyring, trained: Path) -> Iterator[Engine]:
    with installation(small_disk / "home", keyring, trained, log_folder=tmp_path) as engine:
        yield engine


def test_a_full_disk_is_said_politely_and_nothing_is_half_kept(engine: Engine) -> None:
    engine.start_web()
    ballast = engine.settings.home / "ballast"
    with engine.client() as client:
        before = file_until_answered(client, "before")
        engine.outlive_leases()  # clock work that met the full disk would wait for its minute
        engine.settle()
        fill(ballast)
        answers = {key: file(client, key) for key in (uuid4().hex for _ in range(40))}
        assert {answer.status_code for answer in answers.values()} <= {201, 503}
        refused = [answer for answer in answers.values() if answer.status_code == 503]
        assert refused
        assert {answer.json()["code"] for answer in refused} == {"unavailable"}
        assert "Xin gửi lại" in refused[0].json()["detail"]
        letter = {"files": ("don.pdf", PDF + bytes(_MB), "application/pdf")}
        assert client.post("/api/v1/uploads", files=letter).status_code in {422, 503}
        page = client.post("/gui", data={"content": TOLD, "token": uuid4().hex}, headers=SAME_SITE)
        assert (page.status_code, page.headers["retry-after"]) == (503, "60")
        assert TOLD in page.text
        assert "Tạm thời chưa ghi nhận được" in page.text

        ballast.unlink()
        codes = [file_until_answered(client, key) for key in answers]
        given = [answer.json()["code"] for answer in answers.values() if answer.status_code == 201]
    assert set(given) <= set(codes)
    assert not list(engine.settings.files.rglob("*.part"))
    engine.outlive_leases()  # clock work that met the full disk would wait for its minute
    engine.settle()
    check_everything(engine.desk, [before, *codes])


def test_a_file_that_finds_no_room_is_refused_and_the_words_are_filed(engine: Engine) -> None:
    engine.start_web()
    ballast = engine.settings.home / "ballast"
    with engine.client() as client:
        fill(ballast, leaving=_MB)
        picture = {"files": ("don.pdf", PDF + bytes(3 * _MB), "application/pdf")}
        assert client.post("/api/v1/uploads", files=picture).status_code == 503
        typed = {"content": TOLD, "token": uuid4().hex}
        page = client.post("/gui", data=typed, files=picture, headers=SAME_SITE)
        assert page.status_code == 422
        assert "Tệp chưa lưu được vì máy chủ đang hết chỗ" in page.text
        assert TOLD in page.text

        page = client.post("/gui", data=typed, headers=SAME_SITE, follow_redirects=True)
        assert page.status_code == 200
        codes = [page.url.path.rpartition("/")[2]]
    assert codes[0].startswith("PA-")
    ballast.unlink()
    engine.outlive_leases()  # clock work that met the full disk would wait for its minute
    engine.settle()
    check_everything(engine.desk, codes)


def fill(ballast: Path, *, leaving: int = 0) -> None:
    """Take every free byte."""
    with ballast.open("wb", buffering=0) as file:
        size = _MB
        while size >= 512:
            try:
                file.write(os.urandom(size))
            except OSError:
                size //= 2
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - leaving)
