"""Filing: a code at once, everything in one transaction, the same request once."""

import pytest
from sqlalchemy import func, select

from intake.cases.errors import Conflict, Invalid
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from models.case import Case
from models.citizen import Citizen
from models.history import CaseEvent, Deadline, broken_link
from models.outbox import OutboxJob
from models.vocabulary import CaseStatus, ChannelKind, EventType
from routing.case_code import read_code
from tests.conftest import TestClock
from tests.world import World


def test_filing_gives_a_code_a_key_and_a_provisional_deadline_at_once(desk: Desk, clock: TestClock) -> None:
    with desk.work() as work:
        filed = submit(work, read_submission(content="Đường hư.", channel=ChannelKind.WEB))

    assert read_code(filed.case.code) == filed.case.code
    assert len(filed.key.replace("-", "")) == 15
    assert filed.missing == ("name", "address", "contact")
    with desk.look() as work:
        case = work.session.scalars(select(Case)).one()
        deadline = work.session.scalars(select(Deadline)).one()
        assert (case.status, case.unit_id, case.version) == (CaseStatus.RECEIVED, None, 1)
        assert deadline.provisional
        assert deadline.due_at == case.due_at
        assert work.session.scalars(select(CaseEvent.type)).all() == [EventType.RECEIVED]
        assert work.session.scalar(select(func.count()).select_from(OutboxJob)) == 1


def test_only_the_content_is_required() -> None:
    assert read_submission(content="Xin hỏi.", channel=ChannelKind.API).missing == (
        "name",
        "address",
        "contact",
    )


def test_the_same_request_twice_gives_the_same_case_and_key(desk: Desk) -> None:
    submission = read_submission(content="Đèn đường tắt.", channel=ChannelKind.API)
    with desk.work() as work:
        first = submit(work, submission, idempotency_key="k-1")
    with desk.work() as work:
        second = submit(work, submission, idempotency_key="k-1")

    assert (second.case.code, second.key, second.repeated) == (first.case.code, first.key, True)


def test_the_same_key_with_another_body_is_a_conflict_and_files_nothing(desk: Desk) -> None:
    with desk.work() as work:
        submit(work, read_submission(content="Đèn tắt.", channel=ChannelKind.API), idempotency_key="k-1")
    with pytest.raises(Conflict), desk.work() as work:
        submit(work, read_submission(content="Nước yếu.", channel=ChannelKind.API), idempotency_key="k-1")

    with desk.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Case)) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"content": ""}, "content_empty"),
        ({"content": " \n\t\u200b\u00a0"}, "content_empty"),
        ({"content": "a" * 1_000_000}, "content_too_long"),
        ({"content": "đường\x00hư"}, "content_not_text"),
        ({"content": "đường \ud800 hư"}, "content_not_text"),
        ({"content": "ổn", "phone": "091234567"}, "phone_invalid"),
        ({"content": "ổn", "phone": "không có"}, "phone_invalid"),
        ({"content": "ổn", "email": "a@b"}, "email_invalid"),
        ({"content": "ổn", "name": "x" * 121}, "name_too_long"),
    ],
)
def test_bad_input_says_what_is_wrong_in_vietnamese(given: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_submission(channel=ChannelKind.WEB, **given)  # type: ignore[arg-type]

    assert [error.code for error in refused.value.errors] == [code]
    assert refused.value.errors[0].sentence.endswith((".", "com."))


def test_every_wrong_field_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_submission(content="", channel=ChannelKind.WEB, phone="12", email="x")

    assert [error.field for error in refused.value.errors] == ["content", "phone", "email"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912 345 678", "+84912345678"),
        ("+84 912.345.678", "+84912345678"),
        ("+1 415 555 2671", "+14155552671"),
        ("0270 3822 222", "+842703822222"),
    ],
)
def test_phones_are_kept_in_one_form_and_foreign_ones_are_welcome(typed: str, stored: str) -> None:
    assert read_submission(content="ổn", channel=ChannelKind.WEB, phone=typed).phone == stored


def test_decomposed_vietnamese_emoji_and_html_are_kept_as_written(desk: Desk) -> None:
    written = "Cán bộ xã 😡 nói <b>không</b> & <script>alert(1)</script>"
    with desk.work() as work:
        submit(work, read_submission(content=written, channel=ChannelKind.WEB))

    with desk.look() as work:
        case = work.session.scalars(select(Case)).one()
        assert case.content == "Cán bộ xã 😡 nói <b>không</b> & <script>alert(1)</script>"
        assert (case.content_plain, case.search_text) == (None, None)  # sealed until it is decided what it is


def test_personal_data_lies_encrypted_and_is_found_by_keyed_hash(world: World) -> None:
    world.file(name="Nguyễn Văn Tèo", phone="0912345678", email="teo@example.com", address="Ấp 3")

    with world.desk.look() as work:
        citizen = work.session.scalars(select(Citizen)).one()
        assert citizen.name == "Nguyễn Văn Tèo"
        assert "Tèo".encode() not in (citizen.name_sealed or b"")
        assert citizen.phone_hash == work.digest("phone", "+84912345678")
        assert citizen.name_hash == work.digest("name", "nguyen van teo")


def test_the_events_of_a_case_form_a_chain_that_shows_a_quiet_change(world: World) -> None:
    world.assigned()

    with world.desk.work() as work:
        events = list(work.session.scalars(select(CaseEvent).order_by(CaseEvent.seq)))
        assert len(events) == 5
        assert broken_link(events) is None
    with world.desk.look() as work:
        events = list(work.session.scalars(select(CaseEvent).order_by(CaseEvent.seq)))
        events[2].data = events[2].data | {"rule": "L99"}
        assert broken_link(events) == 3
