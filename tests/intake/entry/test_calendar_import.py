"""``langnghe calendar import`` and ``langnghe rules impact``: said before, entered whole or not at all."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from intake.entry.calendar_import import import_calendar
from intake.entry.faults import CannotStart
from intake.entry.impact import tell_impact
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.calendar import CalendarDay
from models.case import Case
from models.crypto import Keyring, use_keyring
from models.history import Deadline
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind
from routing.dates import local_day
from tests.routing.test_calendar_file import CSV, SWAP


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Settings]:
    """An installation that was started once, on each engine."""
    url = request.getfixturevalue("postgres_place") if request.param == "postgres" else ""
    yield Settings(home=tmp_path / "home", database_url=url)
    use_keyring(keyring)


@pytest.fixture
def desk(place: Settings) -> Iterator[Desk]:
    """A desk in that place, with one open case."""
    desk = open_desk(place)
    with desk.work() as work:
        submit(work, read_submission(content="Đường hư.", channel=ChannelKind.WEB))
    yield desk
    desk.database.dispose()


@pytest.fixture
def its_last_day(desk: Desk, tmp_path: Path) -> Path:
    """A file that takes the case's last day off."""
    with desk.look() as work:
        last = work.session.scalars(select(Deadline.last_day)).one()
    weekday = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")[last.weekday()]
    return written(tmp_path / "nghi.csv", CSV.splitlines()[0] + f"\n{last};{weekday};off;Nghỉ;CV 1;verified\n")


def written(file: Path, words: str) -> Path:
    file.write_text(words)
    return file


def entered(desk: Desk) -> int:
    with desk.look() as work:
        return work.session.scalar(select(func.count(CalendarDay.id))) or 0


def test_a_file_is_entered_and_the_deadlines_are_asked_for(
    place: Settings, desk: Desk, its_last_day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_calendar(place, its_last_day, dry_run=True)
    assert entered(desk) == 0
    assert "Nếu nhập 1 ngày này, 1 hồ sơ đang xử lý sẽ đổi hạn." in capsys.readouterr().out

    import_calendar(place, its_last_day, dry_run=False)
    assert "Đã nhập 1 ngày. 1 hồ sơ" in capsys.readouterr().out
    with desk.look() as work:
        assert entered(desk) == 1
        assert work.session.scalar(select(func.count(OutboxJob.id)).where(OutboxJob.kind == JobKind.RECOUNT)) == 1

    with pytest.raises(CannotStart, match=r"nghi.csv, dòng 2, mục day: ngày .* đã là ngày nghỉ \(Nghỉ\)"):
        import_calendar(place, its_last_day, dry_run=False)
    assert entered(desk) == 1


def test_a_file_with_one_wrong_row_enters_nothing(place: Settings, desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path / "ngay.yaml", SWAP.replace("Thứ Bảy", "Chủ Nhật"))

    with pytest.raises(CannotStart, match=r"ngay.yaml, dòng 9, .* ngày 28/11/2026 là Thứ Bảy, không phải Chủ Nhật"):
        import_calendar(place, file, dry_run=False)
    with pytest.raises(CannotStart, match="Không có tệp"):
        import_calendar(place, tmp_path / "khong-co.yaml", dry_run=False)
    assert entered(desk) == 0


def test_the_impact_of_a_file_is_said_as_json_and_changes_nothing(
    place: Settings, desk: Desk, its_last_day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_impact(place, calendar=its_last_day, profile=None, as_json=True)
    told = json.loads(capsys.readouterr().out)

    with desk.look() as work:
        code, due_at = work.session.execute(select(Case.code, Case.due_at)).one()
    (case,) = told["cases"]
    assert (told["count"], case["code"], case["unit"], case["rule"]) == (1, code, "Chưa giao", "L04")
    assert case["before"] == local_day(due_at).isoformat() < case["after"]
    assert entered(desk) == 0


def test_the_impact_of_a_profile_is_said_for_people(
    place: Settings, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_impact(place, calendar=None, profile="bac_ninh", as_json=False)
    told = capsys.readouterr().out
    assert "(L07)" in told
    assert "1 hồ sơ đang xử lý sẽ đổi hạn." in told

    tell_impact(place, calendar=None, profile=None, as_json=False)
    assert capsys.readouterr().out == "Không hồ sơ nào đổi hạn.\n"
    with pytest.raises(CannotStart, match="không có hồ sơ tỉnh “hue”"):
        tell_impact(place, calendar=None, profile="hue", as_json=False)
