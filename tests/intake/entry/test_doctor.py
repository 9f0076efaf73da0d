"""The doctor finds what is broken, names it in one sentence, and tells programs by an exit code and stable codes."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import delete, text, update

from bot.simulated import account as simulated_account
from intake.cases import anchors, channel_accounts, clock_work
from intake.cases.examination import Finding, Health
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.uploads import attach
from intake.cases.work import Desk
from intake.entry import surroundings
from intake.entry.doctoring import doctor, find
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.ruling import open_rulebook
from intake.entry.settings import Settings
from models.crypto import Keyring, use_keyring, write_keyring
from models.history import Anchor, CaseEvent, Deadline
from models.installation import Installation
from models.organisation import Unit
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, Department, JobState, Level
from tests.files import PDF, received
from tests.intake.adapters.clamd import VERSION, Clamd
from tests.intake.adapters.scripted import Scripted
from tests.tampering import tampering

CODES = {
    "database", "migrations", "keys", "outbox", "set_aside", "beat", "files", "chains", "anchors", "clock",
    "broker", "mail", "scanner", "printer", "classifier", "disk", "deadlines", "receiving", "rules", "channels",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring, trained: Path) -> Iterator[Settings]:
    """An installation that was started once, on each engine, with a trained classifier."""
    url = request.getfixturevalue("postgres_place") if request.param == "postgres" else ""
    home = tmp_path / "home"
    home.mkdir()
    (home / "classifier").symlink_to(trained)
    yield Settings(home=home, database_url=url)
    use_keyring(keyring)


@pytest.fixture
def desk(place: Settings) -> Iterator[Desk]:
    """A desk in that place with one case that has a file."""
    desk = open_desk(place)
    with desk.work() as work:
        filed = submit(work, read_submission(content="Đường hư.", name="Bưởi", channel=ChannelKind.WEB))
        upload = received(work, "don.pdf", PDF)
        attach(work, filed.case, [upload.id])
    yield desk
    desk.database.dispose()


def found(place: Settings) -> dict[str, Finding]:
    return {finding.code: finding for finding in find(place)}


def faults(place: Settings) -> set[str]:
    return {finding.code for finding in find(place) if finding.health is Health.FAULT}


def test_a_healthy_place_has_no_fault(place: Settings, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    doctor(place, as_json=False)

    screen = capsys.readouterr().out
    assert "0 hỏng" in screen
    assert "✓ Tốt" in screen
    assert len(screen.splitlines()) <= 24, "one screen"


def test_a_limit_that_left_the_book_and_a_desk_that_is_not_the_lawful_one_are_named(
    place: Settings, desk: Desk
) -> None:
    with desk.work() as work:
        work.session.execute(update(Deadline).values(rule="VL01"))
        unit = Unit(key="snv", name="Sở Nội vụ", department=Department.HOME_AFFAIRS, level=Level.PROVINCE)
        unit.valid_from, unit.receiving_desk = date(2025, 7, 1), True
        work.session.add(unit)

    told = found(place)
    assert (told["deadlines"].health, told["deadlines"].facts) == (Health.WARNING, {"left_behind": {"VL01": 1}})
    assert "VL01 (1 hồ sơ)" in told["deadlines"].sentence
    assert told["receiving"].health is Health.WARNING
    assert "Trung tâm Phục vụ hành chính công cấp tỉnh" in told["receiving"].sentence
    with desk.work() as work:
        work.session.execute(update(Unit).values(department=Department.SERVICE_CENTRE))
    assert found(place)["receiving"].health is Health.OK


def test_a_broken_profile_is_a_warning_while_the_last_good_one_is_kept(place: Settings, desk: Desk) -> None:
    profile = place.home / "profiles" / "vinh_long.yaml"
    profile.parent.mkdir()
    ours = place.model_copy(update={"profile": "vinh_long"})
    profile.write_text("name: [", "utf-8")
    with pytest.raises(CannotStart, match=r"vinh_long\.yaml, dòng 2: không đúng cú pháp YAML"):
        open_rulebook(ours)

    profile.write_text("name: Tỉnh Vĩnh Long", "utf-8")
    assert found(ours)["rules"].health is Health.OK
    profile.write_text("name: [", "utf-8")
    assert open_rulebook(ours).profile.name == "Tỉnh Vĩnh Long"
    assert found(ours)["rules"].health is Health.WARNING
    assert "dòng 2" in found(ours)["rules"].sentence
    profile.unlink()
    with pytest.raises(CannotStart, match="không có hồ sơ tỉnh “vinh_long”"):
        open_rulebook(ours)


def test_json_has_stable_codes(place: Settings, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    doctor(place, as_json=True)

    report = json.loads(capsys.readouterr().out)
    assert report["health"] in {"ok", "warning"}
    assert {check["code"] for check in report["checks"]} - {"time_apart"} == CODES
    assert all(set(check) == {"code", "name", "health", "sentence", "facts"} for check in report["checks"])


def test_a_fault_makes_the_exit_code_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        doctor(Settings(home=tmp_path / "nowhere"), as_json=True)

    assert ended.value.exit_code == 1
    assert json.loads(capsys.readouterr().out)["health"] == "fault"
    assert not (tmp_path / "nowhere").exists(), "looking must not make anything"


def test_an_unreachable_database_hides_nothing_else_and_no_password_is_shown(tmp_path: Path) -> None:
    url = "postgresql+psycopg://user:bi-mat@127.0.0.1:1/none"
    findings = found(Settings(home=tmp_path, database_url=url))

    assert findings["database"].health is Health.FAULT
    assert "bi-mat" not in repr(findings)
    assert {"broker", "mail", "classifier", "disk"} <= findings.keys()


def test_a_changed_event_is_found_and_named(place: Settings, desk: Desk) -> None:
    with tampering(desk.database, "case_event") as session:
        session.execute(update(CaseEvent).where(CaseEvent.seq == 1).values(data={"channel": "phone"}))

    chains = found(place)["chains"]
    assert chains.health is Health.FAULT
    assert chains.facts["broken"] == 1
    assert chains.facts["event"] == 1


def test_a_chain_cut_off_at_its_end_is_found(place: Settings, desk: Desk) -> None:
    with tampering(desk.database, "case_event") as session:
        last = session.execute(text("SELECT max(seq) FROM case_event")).scalar_one()
        session.execute(delete(CaseEvent).where(CaseEvent.seq == last))

    assert "chains" in faults(place)


def test_a_case_without_any_history_is_found(place: Settings, desk: Desk) -> None:
    with tampering(desk.database, "case_event") as session:
        session.execute(delete(CaseEvent))

    assert "chains" in faults(place)


def test_an_anchor_that_no_longer_fits_is_found_by_its_day(place: Settings, desk: Desk) -> None:
    with desk.work() as work:
        anchors.make(work)
    assert "anchors" not in faults(place)
    with desk.database.writing() as session:
        session.execute(update(Anchor).values(heads_hash="0" * 64))

    assert found(place)["anchors"].facts["wrong"] != []
    assert "anchors" in faults(place)


def test_every_anchor_saw_the_heads_of_its_own_moment(place: Settings, desk: Desk) -> None:
    """The one pass finds the same hashes as each anchor's own query did."""
    start = datetime.now(UTC)
    for day in range(3):
        with desk.work() as work:
            work.now = start - timedelta(days=3 - day)
            submit(work, read_submission(content=f"Việc {day}.", channel=ChannelKind.WEB))
        with desk.work() as work:
            work.now = start - timedelta(days=3 - day, hours=-1)
            anchors.make(work)

    anchored = found(place)["anchors"]
    assert (anchored.health, anchored.facts["anchors"]) == (Health.OK, 3)


def test_a_job_that_waits_too_long_is_told(place: Settings, desk: Desk) -> None:
    assert found(place)["outbox"].health is Health.OK
    for minutes, health in ((10, Health.WARNING), (90, Health.FAULT)):
        with desk.database.writing() as session:
            session.execute(update(OutboxJob).values(ready_at=datetime.now(UTC) - timedelta(minutes=minutes)))
        assert found(place)["outbox"].health is health


def test_poison_rows_are_counted_and_no_fault(place: Settings, desk: Desk) -> None:
    with desk.database.writing() as session:
        session.execute(update(OutboxJob).values(state=JobState.PERMANENT, finished_at=datetime.now(UTC)))

    aside = found(place)["set_aside"]
    assert (aside.health, aside.facts) == (Health.WARNING, {"classify_permanent": 1})


def test_a_lost_file_is_found(place: Settings, desk: Desk) -> None:
    assert found(place)["files"].health is Health.OK
    next(path for path in place.files.rglob("*") if path.is_file()).write_bytes(b"cut")

    assert found(place)["files"].facts == {"looked_at": 1, "missing": 1}


def test_a_clock_that_went_back_is_found(place: Settings, desk: Desk) -> None:
    with desk.work() as work:
        work.now += timedelta(hours=3)
        submit(work, read_submission(content="Gửi lúc đồng hồ chạy trước.", channel=ChannelKind.WEB))

    assert "clock" in faults(place)


def test_other_keys_are_found(place: Settings, desk: Desk) -> None:
    place.keys.unlink()
    write_keyring(place.keys, Keyring.generate())

    findings = found(place)
    assert findings["keys"].health is Health.FAULT
    assert "không phải của dữ liệu này" in findings["keys"].sentence


def test_an_older_database_is_found(place: Settings, desk: Desk) -> None:
    with desk.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    assert "migrations" in faults(place)


def test_a_missing_classifier_is_a_warning(place: Settings, desk: Desk) -> None:
    (place.home / "classifier").unlink()

    assert found(place)["classifier"].health is Health.WARNING


def test_a_full_disk_is_a_fault(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "TOO_LITTLE", 10**18)

    assert surroundings.disk(place).health is Health.FAULT


def test_a_broker_and_a_mail_server_that_are_away_are_faults_without_their_passwords(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    settings = Settings(
        home=tmp_path,
        broker_url=f"amqp://user:bi-mat@127.0.0.1:{port}//",
        smtp_url=f"smtp://user:bi-mat@127.0.0.1:{port}/?from=a@example.vn",
    )
    findings = surroundings.broker(settings), surroundings.mail(settings)

    assert [finding.health for finding in findings] == [Health.FAULT, Health.FAULT]
    assert "bi-mat" not in repr(findings)


def test_a_scanner_is_asked_for_its_signatures_and_missed_when_it_is_away(tmp_path: Path) -> None:
    clamd = Clamd().open()
    there = surroundings.scanner(Settings(home=tmp_path, clamav_url=clamd.address))
    clamd.close()
    away = surroundings.scanner(Settings(home=tmp_path, clamav_url=clamd.address))

    assert (there.health, there.facts["version"]) == (Health.OK, VERSION)
    assert away.health is Health.FAULT
    assert "chưa ai mở được" in away.sentence
    assert surroundings.scanner(Settings(home=tmp_path)).health is Health.WARNING


def test_nobody_asking_for_the_clocks_work_is_found(place: Settings, desk: Desk) -> None:
    assert found(place)["beat"].health is Health.OK
    with desk.database.writing() as session:
        session.execute(update(Installation).values(created_at=datetime.now(UTC) - timedelta(hours=3)))
    assert "beat" in faults(place)

    with desk.work() as work:
        clock_work.ask(work)
    assert found(place)["beat"].health is Health.OK
    with desk.database.writing() as session:
        session.execute(update(Installation).values(created_at=datetime.now(UTC) - timedelta(hours=27)))
    assert "beat" in faults(place)
    with desk.work() as work:
        anchors.make(work)
    assert all(seconds < 60 for seconds in found(place)["beat"].facts.values())


def test_an_address_of_the_mail_server_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    finding = surroundings.mail(Settings(home=tmp_path, smtp_url="smtp://may:khong/?from=a@example.vn"))

    assert finding.health is Health.FAULT


def test_a_mail_server_that_refuses_us_is_a_fault_named_by_its_answer(tmp_path: Path) -> None:
    with Scripted(MAIL="550 not your name") as server:
        finding = surroundings.mail(Settings(home=tmp_path, smtp_url=server.address()))

    assert (finding.health, finding.facts["fault"]) == (Health.FAULT, "refused_us_550")


def test_a_chat_account_that_cannot_send_is_named(place: Settings, desk: Desk) -> None:
    with simulated_account(desk, ChannelKind.ZALO, "1001", {"oa_id": "1001"}):
        assert found(place)["channels"].health is Health.OK

        channel_accounts.note_fault(desk, ChannelKind.ZALO, "1001", "refresh_token_-14014")

        broken = found(place)["channels"]
    assert broken.health is Health.WARNING
    assert "Zalo không nhận refresh token nữa (mã -14014)" in broken.sentence
