"""The words of the demo province, checked against the vocabulary: every value known, every reference kept.

It knows the files and their schema. It refuses to know how they are loaded: a case that passes here is
complete enough to be told from its arrival to where its story stands.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.vocabulary import (
    CaseKind,
    CaseStatus,
    ChannelKind,
    Criterion,
    Department,
    Field,
    Level,
    Outcome,
    RefusalReason,
    Role,
)
from routing.lifecycle import RESTRICTED, RESTRICTED_KINDS

DEMO = Path(__file__).resolve().parents[2] / "intake" / "demo"
CASE_FILES = sorted((DEMO / "cases").glob("*.yaml"))
ALL_FILES = [DEMO / "units.yaml", DEMO / "officers.yaml", *CASE_FILES]

WORDS_NEEDED: dict[str, tuple[str, ...]] = {
    "awaiting_citizen": ("question",),
    "drafting": ("draft_reply",),
    "awaiting_approval": ("draft_reply",),
    "sent_back": ("draft_reply", "send_back_comment"),
    "answered": ("reply",),
    "published": ("reply",),
    "reopened": ("reply", "reopen_reason"),
    "refused": ("refusal",),
    "guided": ("guidance",),
    "withdrawn": ("withdraw_reason",),
    "transferred": ("transfer_from", "transfer_reason"),
    "returned": ("return_reason",),
}
UNOWNED = {"received", "triage", "refused", "guided"}
HISTORIES = {"sent_back", "reopened", "transferred", "returned"}
# A merged case needs the case it was merged into; the demo tells no such story yet.
STATUSES = {status.value for status in CaseStatus} - {CaseStatus.MERGED.value}


def entries(path: Path, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))[key]
    return found


UNITS = entries(DEMO / "units.yaml", "units")
OFFICERS = entries(DEMO / "officers.yaml", "officers")
CASES = [case for path in CASE_FILES for case in entries(path, "cases")]
UNIT_KEYS = {unit["key"] for unit in UNITS}
COMMUNES = {unit["commune"] for unit in UNITS if unit["level"] == Level.COMMUNE}

each_case = pytest.mark.parametrize("case", CASES, ids=[case["key"] for case in CASES])


def words(value: Any) -> Iterator[str]:
    """Every text inside a case, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words(inner)


def roles_of(unit: str) -> set[str]:
    return {role for officer in OFFICERS if officer["unit"] == unit for role in officer["roles"]}


@pytest.mark.parametrize("path", ALL_FILES, ids=[path.name for path in ALL_FILES])
def test_every_demo_file_is_written_in_composed_vietnamese(path: Path) -> None:
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("entries_of", "key"),
    [(UNITS, "key"), (OFFICERS, "username"), (CASES, "key")],
    ids=["unit", "officer", "case"],
)
def test_no_key_is_used_twice(entries_of: list[dict[str, Any]], key: str) -> None:
    assert [k for k, times in Counter(entry[key] for entry in entries_of).items() if times > 1] == []


@pytest.mark.parametrize("unit", UNITS, ids=[unit["key"] for unit in UNITS])
def test_a_unit_is_complete_and_its_addresses_are_invented(unit: dict[str, Any]) -> None:
    at_commune = Level(unit["level"]) is Level.COMMUNE
    assert at_commune == (Department(unit["department"]) is Department.COMMUNE)
    assert at_commune == ("commune" in unit)
    assert unit["email"].endswith("@vinhlong.example")
    assert re.fullmatch(r"0270 3900 \d{3}", unit["hotline"])
    assert all(unit[words] for words in ("name", "address", "opening_hours"))
    assert unit["valid_from"].year >= 2025


def test_every_department_has_a_unit_and_every_unit_can_handle_and_approve() -> None:
    assert {unit["department"] for unit in UNITS} == {department.value for department in Department}
    lacking = [key for key in UNIT_KEYS if not {Role.HANDLING, Role.LEADER} <= roles_of(key)]
    assert lacking == []


def test_every_officer_has_a_known_unit_and_known_roles() -> None:
    for officer in OFFICERS:
        assert all(officer[words] for words in ("name", "title", "roles"))
        assert all(Role(role) for role in officer["roles"])
        outside = officer["roles"] == [Role.OVERSEER]
        assert (officer["unit"] is None) if outside else (officer["unit"] in UNIT_KEYS)


def test_every_desk_of_the_province_is_staffed() -> None:
    staff = Counter(role for officer in OFFICERS for role in officer["roles"])
    at_least = {Role.RECEIVING: 3, Role.ADMINISTRATOR: 1, Role.OVERSEER: 2}
    assert [role for role, number in at_least.items() if staff[role] < number] == []


@each_case
def test_a_case_uses_known_values_and_existing_units(case: dict[str, Any]) -> None:
    assert all((CaseKind(case["kind"]), Field(case["field"]), ChannelKind(case["channel"])))
    assert case["ends"] in STATUSES | HISTORIES
    assert case["place"] is None or case["place"] in COMMUNES
    assert case["unit"] is None or case["unit"] in UNIT_KEYS
    assert case.get("transfer_from") is None or case["transfer_from"] in UNIT_KEYS - {case["unit"]}


@each_case
def test_a_case_has_the_words_its_state_needs(case: dict[str, Any]) -> None:
    missing = [word for word in WORDS_NEEDED.get(case["ends"], ()) if not case.get(word)]
    assert missing == []
    if case["ends"] == "refused":
        assert RefusalReason(case["refusal"]["reason"])
        assert case["refusal"]["text"]


@each_case
def test_a_proposal_is_examined_before_it_is_answered(case: dict[str, Any]) -> None:
    answered = bool(case.get("reply") or case.get("draft_reply"))
    examined: Any = case.get("examination")
    assert case["kind"] == CaseKind.REGULATION or examined is None
    if case["kind"] == CaseKind.REGULATION and answered:
        assert set(examined["unmet"]) <= set(Criterion)
        assert Outcome(examined["outcome"])
        assert examined["proposal"]


@each_case
def test_only_a_case_at_the_triage_desk_has_no_unit(case: dict[str, Any]) -> None:
    either_is_right = case["ends"] == "withdrawn" or CaseKind(case["kind"]) in RESTRICTED_KINDS
    assert either_is_right or (case["unit"] is None) == (case["ends"] in UNOWNED)


def test_an_accusation_only_ends_where_the_restricted_path_leads() -> None:
    reachable = {str(step.to) for step in RESTRICTED.values()}
    accusations = [case for case in CASES if CaseKind(case["kind"]) in RESTRICTED_KINDS]
    assert [case["key"] for case in accusations if case["ends"] not in reachable] == []
    assert sum(case["unit"] == "thanh-tra-tinh" for case in accusations) >= 10


@each_case
def test_a_case_is_told_in_enough_words_and_dated_within_two_months(case: dict[str, Any]) -> None:
    assert 15 <= len(case["content"].split()) <= 250
    assert 0 <= case["received_days_ago"] <= 60
    assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", case["received_at"])
    assert all(45 <= len(case[reply].split()) <= 200 for reply in ("reply", "draft_reply") if reply in case)


@each_case
def test_a_sender_is_invented(case: dict[str, Any]) -> None:
    assert case["phone"] is None or re.fullmatch(r"0912 345 \d{3}", case["phone"])
    assert case.get("email", "x.example").endswith(".example")
    assert "�" not in "".join(words(case))


def test_nobody_is_published_without_consent_and_no_accusation_is_ever_published() -> None:
    published = [case for case in CASES if case["ends"] == "published"]
    assert all(case["publish_consent"] for case in published)
    accusations = [case for case in CASES if CaseKind(case["kind"]) in RESTRICTED_KINDS]
    assert not any(case["publish_consent"] for case in accusations)
    assert {case["unit"] for case in accusations} <= {"thanh-tra-tinh", None}


def test_there_are_about_two_hundred_cases_in_every_state_kind_and_commune() -> None:
    assert len(CASES) >= 190
    assert {case["ends"] for case in CASES} == STATUSES | HISTORIES
    assert {case["kind"] for case in CASES} == {kind.value for kind in CaseKind}
    assert {case["place"] for case in CASES} - {None} == COMMUNES


def test_every_unit_has_a_case_and_some_cases_are_overdue() -> None:
    assert {case["unit"] for case in CASES} - {None} == UNIT_KEYS
    settled = {"answered", "published", "refused", "guided", "withdrawn"}
    overdue = [case for case in CASES if case["ends"] not in settled and case["received_days_ago"] > 20]
    assert 10 <= len(overdue) <= 20


def test_no_two_cases_share_their_words() -> None:
    texts = Counter(text for case in CASES for text in words(case) if len(text) > 120)
    assert [text for text, times in texts.items() if times > 1] == []
