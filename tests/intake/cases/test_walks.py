"""The lifecycle walked through the use cases: the table tells the truth, nothing is a trap, and no walk leaks."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from intake.cases import published
from intake.cases.actor import SYSTEM
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound
from intake.cases.queues import page, queues_of
from intake.cases.work import Work
from models.case import Accused, Case
from models.history import CaseEvent, broken_link
from models.thread import Publication, Reply
from models.vocabulary import Action, CaseKind, CaseStatus, EventType, ReplyState, Role
from routing.lifecycle import CLOSED_STATUSES, OPEN_STATUSES, PATHS, Path, Step, destination
from tests.walking import ELSEWHERE, SECRETS, Walk, people
from tests.world import World

PEOPLE = frozenset({Role.RECEIVING, Role.HANDLING, Role.LEADER})
START = {Path.ORDINARY: CaseStatus.RECEIVED, Path.RESTRICTED: CaseStatus.TRIAGE}
SOURCES = [(path, status) for path in Path for status in CaseStatus if any(one is status for one, _ in PATHS[path])]
EXPECTED = (Impossible, Invalid, NotAllowed)

Way = tuple[Action, ...]


def ways(path: Path, start: CaseStatus, roles: frozenset[Role]) -> dict[CaseStatus, Way]:
    """The shortest way to every status, taken by these roles and without leaving the path."""
    found: dict[CaseStatus, Way] = {start: ()}
    todo = [start]
    for status in todo:
        for action, step in steps_from(path, status):
            goal = destination(step, status, None)
            leaves = action in (Action.RESTRICT, Action.RELEASE)
            if goal not in found and step.roles & roles and not leaves:
                found[goal] = (*found[status], action)
                todo.append(goal)
    return found


def steps_from(path: Path, status: CaseStatus) -> Iterator[tuple[Action, Step]]:
    for (source, action), step in PATHS[path].items():
        if source is status and action not in ELSEWHERE:
            yield action, step


def walked(world: World, path: Path, status: CaseStatus, kind: CaseKind = CaseKind.CONDUCT) -> Walk:
    """A case that has come to this status through the use cases."""
    walk = Walk(world, path, kind)
    for action in ways(path, START[path], frozenset(Role))[status]:
        go(walk, action)
    assert walk.case.status is status
    return walk


def go(walk: Walk, action: Action) -> None:
    step = PATHS[path_of(walk)][walk.case.status, action]
    walk.take(action, next(walk.able(action, step)))


def path_of(walk: Walk) -> Path:
    return Path.RESTRICTED if walk.case.restricted else Path.ORDINARY


@pytest.mark.parametrize(("path", "status"), SOURCES, ids=str)
def test_every_row_of_the_table_is_taken_as_it_says(path: Path, status: CaseStatus, sqlite_world: World) -> None:
    for action, step in steps_from(path, status):
        walk = walked(sqlite_world, path, status, step.only_kind or CaseKind.CONDUCT)
        before, actor = walk.case, next(walk.able(action, step))
        assert actor is SYSTEM or Role.CITIZEN in actor.roles or action in walk.offered(actor), action

        walk.take(action, actor)

        after = walk.case
        sealed = action is Action.SPLIT and after.restricted and path is Path.ORDINARY
        expected = CaseStatus.TRIAGE if sealed else destination(step, status, before.resume_status)
        assert after.status is expected, action
        with sqlite_world.desk.look() as work:
            events = chain(work, after)
        assert step.event in [event.type for event in events if event.seq > before.version], action
        assert broken_link(events) is None


@pytest.mark.parametrize("path", Path)
def test_from_every_open_status_people_bring_a_case_to_an_end(path: Path, sqlite_world: World) -> None:
    for status in sorted(set(ways(path, START[path], frozenset(Role))) & OPEN_STATUSES - {CaseStatus.RECEIVED}):
        walk = walked(sqlite_world, path, status)
        ends = [way for goal, way in ways(path, status, PEOPLE).items() if goal in CLOSED_STATUSES]
        assert ends, (path, status)
        for action in min(ends, key=len):
            go(walk, action)
        assert walk.case.status in CLOSED_STATUSES


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    choices=st.lists(st.integers(0, 10_000), min_size=4, max_size=24),
    kind=st.sampled_from([CaseKind.CONDUCT, CaseKind.REGULATION]),
    path=st.sampled_from(list(Path)),
)
def test_no_walk_breaks_a_promise(choices: list[int], kind: CaseKind, path: Path, sqlite_world: World) -> None:
    walk = Walk(sqlite_world, path, kind)
    for choice in choices:
        possible = list(steps_from(path_of(walk), walk.case.status))
        if not possible:
            break
        action, step = possible[choice % len(possible)]
        able = list(walk.able(action, step))
        try:
            if able:
                walk.take(action, able[choice % len(able)])
        except EXPECTED:
            continue
        keeps_its_promises(sqlite_world, walk)
    tells_nothing_of_what_is_hidden(sqlite_world)


def test_what_is_published_tells_nothing_of_who_wrote(sqlite_world: World) -> None:
    walk = walked(sqlite_world, Path.ORDINARY, CaseStatus.PUBLISHED)

    with sqlite_world.desk.look() as work:
        assert [shown.code for shown in published.published(work)[0]] == [walk.code]
    keeps_its_promises(sqlite_world, walk)


def keeps_its_promises(world: World, walk: Walk) -> None:
    case = walk.case
    with world.desk.look() as work:
        events = chain(work, case)
        assert broken_link(events) is None
        if case.status in (CaseStatus.ANSWERED, CaseStatus.PUBLISHED):
            answered_by_two(work, case, events)
        if case.restricted:
            assert case.status not in (CaseStatus.PUBLISHED, CaseStatus.ASSIGNED)
            assert (case.content_plain, case.search_text, case.text_hash) == (None, None, None)
        for shown in published.published(work)[0]:
            is_rightly_public(work, shown.code)
        accused = set(work.session.scalars(select(Accused.unit_id).where(Accused.case_id == case.id)))
    for actor in people(world):
        if case.restricted and actor.unit_id in accused:
            with pytest.raises(NotFound), world.desk.look(actor) as work:
                work.find(case.code)
            with world.desk.look(actor) as work:
                assert case.code not in listed(work)


def answered_by_two(work: Work, case: Case, events: list[CaseEvent]) -> None:
    issued = work.session.scalars(
        select(Reply).where(Reply.case_id == case.id, Reply.state == ReplyState.ISSUED).order_by(Reply.issued_at)
    ).all()
    assert issued
    assert all(reply.approver_id not in (None, reply.drafter_id) for reply in issued)
    last = {kind: max((e.seq for e in events if e.type is kind), default=0) for kind in EventType}
    assert last[EventType.APPROVED] > last[EventType.REOPENED]


def is_rightly_public(work: Work, code: str) -> None:
    case = work.find(code)
    assert (case.status, case.restricted, case.publish_consent) == (CaseStatus.PUBLISHED, False, True)
    shown = work.session.scalars(select(Publication).where(Publication.case_id == case.id)).all()
    assert shown
    assert all(work.session.get_one(Reply, one.reply_id).state is ReplyState.ISSUED for one in shown)
    said = " ".join(f"{one.question} {one.answer}" for one in shown)
    assert [secret for secret in SECRETS if secret in said] == []


def tells_nothing_of_what_is_hidden(world: World) -> None:
    """Nobody outside the desk that keeps it reads the code of a restricted case on the page of another."""
    with world.desk.look() as work:
        hidden = [work.find(code) for code in work.session.scalars(select(Case.code).where(Case.restricted))]
    for actor in (world.handler, world.leader, world.receiver, world.overseer):
        with world.desk.look(actor) as work:
            shown = [repr(case_page(work, work.find(code))) for code in listed(work)[-8:]]
        assert not [case.code for case in hidden if any(case.code in page for page in shown)]


def listed(work: Work) -> list[str]:
    """The codes in every queue of the officer, each once."""
    codes = (row.code for queue in queues_of(work) for row in page(work, queue).rows)
    return list(dict.fromkeys(codes))


def chain(work: Work, case: Case) -> list[CaseEvent]:
    return list(work.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)))
