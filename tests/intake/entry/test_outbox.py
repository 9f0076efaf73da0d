"""The command that shows what was set aside and begins it anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from intake.entry.faults import NotUnderstood
from intake.entry.opening import open_desk
from intake.entry.outbox import retry_row, show_outbox
from intake.entry.settings import Settings
from models.crypto import Keyring, use_keyring
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind, JobState


@pytest.fixture
def settings(tmp_path: Path, keyring: Keyring) -> Iterator[Settings]:
    yield Settings(home=tmp_path / "home")
    use_keyring(keyring)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """An installation whose one case could not be classified."""
    desk = open_desk(settings)
    with desk.work() as work:
        submit(work, read_submission(content="Đường hư.", name="Trần Bưởi", channel=ChannelKind.WEB))
        aside = {"state": JobState.PERMANENT, "finished_at": work.now, "attempts": 3, "fault": "MemoryError"}
        work.session.execute(update(OutboxJob).values(**aside))
    yield desk
    desk.database.dispose()


def the_row(desk: Desk) -> OutboxJob:
    with desk.look() as work:
        return work.session.scalars(select(OutboxJob)).one()


def test_each_row_is_named_with_its_case_and_fault_and_nobody_else(
    settings: Settings, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    show_outbox(settings)

    said = capsys.readouterr().out
    assert str(the_row(desk).id) in said
    assert "Phân loại, hồ sơ PA-" in said
    assert "lỗi hẳn sau 3 lần, MemoryError, từ " in said
    assert "Bưởi" not in said


def test_a_row_begins_anew_and_then_nothing_is_set_aside(
    settings: Settings, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    retry_row(settings, str(the_row(desk).id))

    row = the_row(desk)
    assert (row.state, row.attempts, row.finished_at, row.fault) == (JobState.CREATED, 0, None, None)
    show_outbox(settings)
    assert "Không có việc nào bị để riêng." in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["khong-phai-ma", "00000000-0000-7000-8000-000000000000"])
def test_an_id_that_is_not_set_aside_is_one_sentence(settings: Settings, desk: Desk, typed: str) -> None:
    with pytest.raises(NotUnderstood):
        retry_row(settings, typed)


def test_a_letter_is_sent_again_beside_its_case_only(settings: Settings, desk: Desk) -> None:
    with desk.work() as work:
        work.session.execute(update(OutboxJob).values(kind=JobKind.NOTICE))

    with pytest.raises(NotUnderstood, match="Gửi lại"):
        retry_row(settings, str(the_row(desk).id))
