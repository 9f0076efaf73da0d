"""Every status a citizen can see answers three questions, on both paths, late or not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake.cases.standing import standing
from intake.cases.tracking import DeadlineView, Tracking
from intake.web.public.sentences import LOOKS, missing_words
from models.vocabulary import CaseStatus, Certainty, Department
from routing.lifecycle import OPEN_STATUSES, Path
from routing.told import TOLD

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DEADLINE = DeadlineView(
    due=datetime(2026, 12, 11, 16, 59, 59, tzinfo=UTC),
    explanation="20 ngày kể từ 21/11/2026, hạn cuối 11/12/2026, căn cứ Thông tư 02/2017/TT-VPCP",
    rule="conduct",
    basis="Thông tư 02/2017/TT-VPCP",
    certainty=Certainty.VERIFIED,
    provisional=False,
)


def case(status: CaseStatus, *, deadline: DeadlineView | None = DEADLINE) -> Tracking:
    return Tracking(
        code="PA-261121-482913-7",
        version=3,
        status=status,
        kind=None,
        classification="done",
        content="Đường hư.",
        received_at=NOW - timedelta(days=1),
        unit="Sở Xây dựng",
        department=Department.CONSTRUCTION,
        deadline=deadline,
        timeline=[],
        question=None,
        answer=None,
        ended_with=None,
        files=[],
        told_files=[],
        actions=(),
        missing=(),
        public=False,
    )


@pytest.mark.parametrize("restricted", [False, True])
@pytest.mark.parametrize("status", CaseStatus)
def test_every_status_says_what_happened_what_is_next_and_until_when(status: CaseStatus, restricted: bool) -> None:
    said = standing(case(status), restricted=restricted, now=NOW)

    for sentence in (said.happened, said.next, said.until):
        assert sentence.endswith(".")
        assert "{" not in sentence
    assert ("11/12/2026" in said.until) == (status in OPEN_STATUSES)


def test_no_status_is_missing_on_either_path() -> None:
    assert {path: set(told) for path, told in TOLD.items()} == {path: set(CaseStatus) for path in Path}
    assert set(LOOKS) == set(CaseStatus)


def test_a_deadline_says_until_when_and_why() -> None:
    said = standing(case(CaseStatus.ASSIGNED), restricted=False, now=NOW)

    assert said.until == "Sở Xây dựng phải trả lời ông/bà trước khi hết ngày 11/12/2026."
    assert said.why == f"Cách tính: {DEADLINE.explanation}."


def test_a_deadline_in_hours_is_said_with_its_hour() -> None:
    by_the_clock = replace(DEADLINE, due=datetime(2026, 11, 22, 9, 20, tzinfo=UTC))

    said = standing(case(CaseStatus.ASSIGNED, deadline=by_the_clock), restricted=False, now=NOW)

    assert said.until == "Sở Xây dựng phải trả lời ông/bà trước khi 16:20 ngày 22/11/2026."


def test_a_provisional_deadline_says_so() -> None:
    provisional = replace(DEADLINE, provisional=True)

    assert "hạn tạm tính" in standing(case(CaseStatus.RECEIVED, deadline=provisional), restricted=False, now=NOW).until


def test_an_overdue_case_is_told_honestly_with_the_citizens_right() -> None:
    said = standing(case(CaseStatus.DRAFTING), restricted=False, now=DEADLINE.due + timedelta(seconds=1))

    assert said.overdue
    assert said.until.startswith("Hạn trả lời là hết ngày 11/12/2026, nay đã quá.")
    assert "khoản 2 Điều 12" in said.until


def test_an_answered_case_is_never_called_late() -> None:
    said = standing(case(CaseStatus.ANSWERED), restricted=False, now=DEADLINE.due + timedelta(days=9))

    assert not said.overdue


@pytest.mark.parametrize("status", [status for status in CaseStatus if status is not CaseStatus.GUIDED])
def test_only_a_person_who_guided_has_called_it_a_complaint_or_denunciation(status: CaseStatus) -> None:
    said = standing(case(status), restricted=True, now=NOW)

    assert "tố cáo" not in f"{said.happened} {said.next} {said.until}".lower()
    assert "Sở Xây dựng" not in f"{said.happened} {said.next} {said.until}"


def test_missing_parts_are_named_as_people_say_them() -> None:
    assert missing_words(("name",)) == "họ tên"
    assert missing_words(("name", "address", "contact")) == "họ tên, địa chỉ và cách liên hệ"
