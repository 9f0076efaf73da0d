"""The words of the demo province, checked against the vocabulary: every value known, every reference kept.

It knows the files and their schema. It refuses to know how they are loaded: a case that passes here is
complete enough to be told from its arrival to where its story stands.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

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
from routing.reorganisation.reading import shipped
from routing.reorganisation.resolving import old_names_in, resolve
from routing.units import UnitView

DAY = date(2026, 11, 26)
DEMO = Path(__file__).resolve().parents[2] / "intake" / "demo"
CASE_FILES = sorted((DEMO / "cases").glob("*.yaml"))
ALL_FILES = [DEMO / "units.yaml", DEMO / "communes.yaml", DEMO / "officers.yaml", *CASE_FILES]

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


WITH_CASES = entries(DEMO / "units.yaml", "units")
UNITS = [*WITH_CASES, *entries(DEMO / "communes.yaml", "units")]
OFFICERS = [*entries(DEMO / "officers.yaml", "officers"), *entries(DEMO / "communes.yaml", "officers")]
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


def test_the_province_has_all_its_communes_and_each_commune_of_before_has_gone_somewhere() -> None:
    communes = [unit for unit in UNITS if Level(unit["level"]) is Level.COMMUNE]
    levels = Counter(unit["name"].removeprefix("Ủy ban nhân dân ").split(" ")[0] for unit in communes)
    former = Counter(old["name"] for unit in communes for old in unit["formerly"])

    assert levels == {"xã": 105, "phường": 19}
    assert len({unit["commune"] for unit in communes}) == 124
    assert len(former) == 354
    assert {name for name, times in former.items() if times > 1} == {
        "phường Cái Vồn, thị xã Bình Minh",
        "phường Thành Phước, thị xã Bình Minh",
        "thị trấn Tam Bình, huyện Tam Bình",
        "thị trấn Trà Ôn, huyện Trà Ôn",
        "xã Ngãi Tứ, huyện Tam Bình",
    }, "parts of these went to two communes"


@pytest.fixture(scope="module")
def province() -> tuple[UnitView, ...]:
    """The units of the demo as the rules see them."""
    return tuple(
        UnitView(
            uuid5(NAMESPACE_URL, unit["key"]),
            Department(unit["department"]),
            unit.get("commune"),
            unit["name"],
            tuple(old["name"] if isinstance(old, dict) else old for old in unit.get("formerly", ())),
        )
        for unit in UNITS
    )


def test_every_old_district_leads_to_all_communes_that_have_its_land(province: tuple[UnitView, ...]) -> None:
    land: dict[str, set[str]] = {}
    for unit in province:
        for old in unit.formerly if unit.commune else ():
            land.setdefault(old.split(", ")[1], set()).add(unit.name)
    districts = [district for district in shipped().districts if district.of in ("Vĩnh Long", "Bến Tre", "Trà Vinh")]

    assert len(districts) == 26
    assert {district.name for district in districts} == set(land)
    for name, carrying_on in land.items():
        found = resolve(name, province, DAY)
        assert {body.name for body in found.bodies} == carrying_on, name
        assert all(body.unit_id for body in found.bodies)


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("xã Hòa Ân, huyện Cầu Kè", "Ủy ban nhân dân xã Cầu Kè"),
        ("TT Cầu Quan", "Ủy ban nhân dân xã Tân Hòa"),
        ("Phường 1, TX Duyên Hải", "Ủy ban nhân dân phường Duyên Hải"),
        ("P.1, TX. Duyên Hải", "Ủy ban nhân dân phường Duyên Hải"),
        ("P 9, TP Trà Vinh", "Ủy ban nhân dân phường Trà Vinh"),
        ("xã Mỹ An, huyện Mang Thít, tỉnh Vĩnh Long", "Ủy ban nhân dân xã Nhơn Phú"),
        ("xã Mỹ An, H. Thạnh Phú", "Ủy ban nhân dân xã Thạnh Phú"),
        ("Công an huyện Cầu Kè", "Công an tỉnh Vĩnh Long"),
        ("Chi cục Thuế huyện Trà Ôn", "Thuế tỉnh Vĩnh Long"),
        ("BHXH huyện Mỏ Cày Nam", "Bảo hiểm xã hội tỉnh Vĩnh Long"),
    ],
)
def test_a_name_of_before_leads_to_one_body(province: tuple[UnitView, ...], name: str, today: str) -> None:
    only = resolve(name, province, DAY).only
    assert only is not None
    assert only.name == today


def test_an_office_of_a_district_is_a_part_of_its_communes_and_the_trace_says_so(
    province: tuple[UnitView, ...],
) -> None:
    found = resolve("Phòng TN&MT huyện Cầu Kè", province, DAY)

    assert {body.name.removeprefix("Ủy ban nhân dân ") for body in found.bodies} == {
        "xã An Phú Tân",
        "xã Cầu Kè",
        "xã Phong Thạnh",
        "xã Tam Ngãi",
    }
    assert "Phòng Kinh tế" in found.sentence
    assert found.trace[1].startswith("“huyện Cầu Kè” nay là xã An Phú Tân, xã Cầu Kè")
    assert any("150/2025" in line for line in found.trace)
    text = "Tôi nộp hồ sơ ở Phòng TN&MT huyện Cầu Kè từ năm ngoái mà Công an huyện Trà Ôn chưa trả lời."
    names = [name.name for name in old_names_in(text, province, DAY)]
    assert names[:2] == ["Phòng TN&MT huyện Cầu Kè", "Công an huyện Trà Ôn"]


def test_two_districts_of_one_name_are_both_proposed_and_told_apart_by_their_province(
    province: tuple[UnitView, ...],
) -> None:
    both = resolve("huyện Châu Thành", province, DAY)
    one = resolve("huyện Châu Thành, tỉnh Trà Vinh", province, DAY)

    assert len(both.bodies) == 13
    assert len(one.bodies) == 7
    assert any("cùng tên, của Bến Tre và Trà Vinh" in line for line in both.trace)


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
    assert {case["place"] for case in CASES} - {None} == {unit["commune"] for unit in WITH_CASES if "commune" in unit}


def test_every_unit_of_the_main_file_has_a_case_and_some_cases_are_overdue() -> None:
    assert {case["unit"] for case in CASES} - {None} == {unit["key"] for unit in WITH_CASES}
    settled = {"answered", "published", "refused", "guided", "withdrawn"}
    overdue = [case for case in CASES if case["ends"] not in settled and case["received_days_ago"] > 20]
    assert 10 <= len(overdue) <= 20


def test_no_two_cases_share_their_words() -> None:
    texts = Counter(text for case in CASES for text in words(case) if len(text) > 120)
    assert [text for text, times in texts.items() if times > 1] == []
