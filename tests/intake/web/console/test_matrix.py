"""Every role against every queue and every step, on a case of their unit, of another, and a restricted one."""

from dataclasses import replace

import pytest

from intake.cases import handling, merge
from intake.cases.queues import Queue
from intake.web.console.deeds import DEEDS
from models.case import Case
from models.vocabulary import CaseKind
from tests.intake.web.console.desktop import SignIn
from tests.world import RESTRICTED, SURE, UNSURE, World

_HANDLING = {
    *("new", "unowned", "mine", "open", "due_today", "overdue", "awaiting_citizen", "sent_back", "submitted", "done")
}
_LEADING = {
    *("awaiting_approval", "new", "unowned", "open", "due_today", "overdue", "awaiting_citizen", "to_publish", "done")
}

QUEUES: dict[str, set[str]] = {
    "receiver": {"triage", "returned", "unowned", "open", "due_today", "overdue", "to_publish", "done"},
    "handler": _HANDLING,
    "leader": _HANDLING | _LEADING,
    "health.leader": _LEADING,
    "inspector": _HANDLING | {"restricted"},
    "overseer": {"open", "due_today", "overdue", "done"},
    "administrator": set(),
}

FIRST: dict[str, str] = {
    "receiver": "triage",
    "handler": "new",
    "leader": "awaiting_approval",
    "health.leader": "awaiting_approval",
    "inspector": "new",
    "overseer": "open",
}

_AWAY = {"chuyen-co-quan", "tra-lai", "tach", "nhap", "chuyen-he-thong"}
_UNIT = {"thu-ly", "ghi-chu", "han-che", "bao-tinh-hinh"} | _AWAY
_EXAMINING = {"ghi-chu", "han-che", "bao-tinh-hinh", "yeu-cau-bo-sung", "soan", "xem-xet"} | _AWAY
_GIVING = {"giao-can-bo"}
_DESK = {"thu-ly", "ghi-chu", "tu-choi", "huong-dan", "bo-han-che", "tach", "nhap"}
_TRIAGE = {"chuyen-xu-ly", "tu-choi", "huong-dan", "han-che", "ghi-chu", "tach", "nhap", "chuyen-he-thong"}
_RECEIVING = {"ghi-chu", "han-che", "bao-tinh-hinh"}
_UNDOING = {"lay-lai-phan-loai"}
NOT_SEEN = None

STATES = ("triage", "assigned", "restricted", "regulation", "merged")
"""A case at triage; one of Sở Xây dựng; a restricted one; a proposal the unit has accepted; one merged into another."""

_NOWHERE: tuple[set[str] | None, ...] = (NOT_SEEN,) * len(STATES)

OFFERED: dict[str, tuple[set[str] | None, ...]] = {
    "receiver": (_TRIAGE, _RECEIVING | _UNDOING, NOT_SEEN, _RECEIVING, {"tra-lai"}),
    "handler": (NOT_SEEN, _UNIT, NOT_SEEN, _EXAMINING | _GIVING, set()),
    "colleague": (NOT_SEEN, _UNIT, NOT_SEEN, _EXAMINING, set()),
    "leader": (NOT_SEEN, _UNIT | _GIVING, NOT_SEEN, _EXAMINING | _GIVING, set()),
    "health.handler": _NOWHERE,
    "health.leader": _NOWHERE,
    "inspector": (NOT_SEEN, NOT_SEEN, _DESK, NOT_SEEN, NOT_SEEN),
    "chief": (NOT_SEEN, NOT_SEEN, _DESK, NOT_SEEN, NOT_SEEN),
    "office": _NOWHERE,
    "overseer": (NOT_SEEN, set(), NOT_SEEN, set(), set()),
    "administrator": _NOWHERE,
}


def _cases(world: World) -> dict[str, Case]:
    assigned = world.assigned()
    restricted = world.file("Tôi tố cáo một cán bộ nhận tiền của dân.")
    world.classify(RESTRICTED)
    merged, main = world.assigned("Ổ gà trước trường."), world.assigned("Ổ gà lớn trước trường.")
    regulation = world.file("Quy định nộp bản sao giấy khai sinh là không cần thiết.")
    world.classify(replace(SURE, kind=CaseKind.REGULATION))
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(regulation.case.code))
        merge.merge(work, work.lock(merged.case.code), main.case.code)
    triage = world.file("Tôi không biết hỏi ai.")
    world.classify(UNSURE)
    filed = {"assigned": assigned, "restricted": restricted, "triage": triage, "regulation": regulation}
    return {state: one.case for state, one in (filed | {"merged": merged}).items()}


@pytest.mark.parametrize("username", QUEUES)
def test_each_role_has_its_queues_and_no_other(username: str, sqlite_sign_in: SignIn) -> None:
    officer = sqlite_sign_in(username)

    assert officer.queues() == QUEUES[username]
    for queue in Queue:
        expected = 200 if queue in QUEUES[username] else 404
        assert officer.get(f"/hang-doi/{queue}").status_code == expected, queue


@pytest.mark.parametrize("username", FIRST)
def test_the_day_begins_where_the_work_is(username: str, sqlite_sign_in: SignIn) -> None:
    assert sqlite_sign_in(username).get("/").headers["location"] == f"/can-bo/hang-doi/{FIRST[username]}"


def test_an_administrator_is_told_what_they_can_do_and_sees_no_case(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    filed = sqlite_world.assigned()
    administrator = sqlite_sign_in("administrator")

    assert "langnghe create-admin" in administrator.get("/").text
    assert administrator.get(f"/ho-so/{filed.case.code}").status_code == 404


@pytest.mark.parametrize("username", OFFERED)
def test_each_role_is_offered_what_the_lifecycle_gives_and_can_do_nothing_else(
    username: str, sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    cases, officer = _cases(sqlite_world), sqlite_sign_in(username)

    for state, offered in zip(STATES, OFFERED[username], strict=True):
        code = cases[state].code
        if offered is NOT_SEEN:
            assert officer.get(f"/ho-so/{code}").status_code == 404, state
        else:
            assert officer.offers(code) == offered, state
        for slug in {*DEEDS, "cong-khai"} - (offered or set()):
            before = _version(sqlite_world, code)
            response = officer.post(f"/ho-so/{code}/{slug}", **_complete(sqlite_world, before, cases))
            assert response.status_code in ((404,) if offered is NOT_SEEN else (403, 409)), (state, slug)
            assert _version(sqlite_world, code) == before, (state, slug)


def _complete(world: World, version: int, cases: dict[str, Case]) -> dict[str, object]:
    """A form with everything any step asks for, so that only permission can stand in its way."""
    words = dict.fromkeys(("text", "reason", "question", "comment", "note"), "Nội dung thử.")
    picked = {"unit": str(world.health), "field": "transport", "ground": "R4", "step": "publish", "confirmed": "1"}
    other = {"into": cases["assigned"].code, "external_code": "VB-1", "part": ["Phần một.", "Phần hai."]}
    judged = {"finding": "enough", "met": ["yes"] * 6, "met_note": [""] * 6, "outcome": "keep"}
    return {"version": version, "kind": "conduct", **words, **picked, **other, **judged}


def _version(world: World, code: str) -> int:
    with world.desk.look() as work:
        return work.lock(code).version if world.desk.database.is_sqlite else -1


def test_a_restricted_case_is_in_no_queue_and_no_search_but_its_desks(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code = _cases(sqlite_world)["restricted"].code

    for username, queues in QUEUES.items():
        officer = sqlite_sign_in(username)
        searches = [f"/hang-doi/{queue}{search}" for queue in queues for search in ("", "?q=to+cao")]
        lists = [officer.get(path).text for path in searches]
        assert any(code in page for page in lists) is (username == "inspector"), username


def test_the_accused_unit_never_sees_the_case_even_when_it_is_the_restricted_desk(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    filed = sqlite_world.file("Thanh tra làm sai.")
    sqlite_world.classify(UNSURE)
    receiver = sqlite_sign_in("receiver")

    done = receiver.step(filed.case.code, "han-che", accused=str(sqlite_world.inspectorate), suspected="denunciation")

    assert done.status_code == 303
    assert receiver.get(f"/ho-so/{filed.case.code}").status_code == 404
    assert sqlite_sign_in("inspector").get(f"/ho-so/{filed.case.code}").status_code == 404
    assert sqlite_sign_in("office").get(f"/ho-so/{filed.case.code}").status_code == 200
