"""The lifecycle table, walked: nothing is a trap, nothing skips approval, restricted cases never reach the public."""

from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Action, CaseKind, CaseStatus, EventType, Role
from routing.lifecycle import CLOSED_STATUSES, OPEN_STATUSES, PATHS, Path, actions, destination

START = CaseStatus.RECEIVED


def moves(path: Path, status: CaseStatus) -> list[tuple[Action, CaseStatus]]:
    found = []
    for (source, action), step in PATHS[path].items():
        if source is status:
            resumes = (
                [CaseStatus.ACCEPTED, CaseStatus.DRAFTING] if step.to == "resume" else [destination(step, status, None)]
            )
            found += [(action, goal) for goal in resumes]
    return found


def reachable(path: Path, start: CaseStatus) -> set[CaseStatus]:
    seen, todo = {start}, [start]
    while todo:
        for _, goal in moves(path, todo.pop()):
            if goal not in seen:
                seen.add(goal)
                todo.append(goal)
    return seen


def test_every_status_can_be_reached_on_the_ordinary_path() -> None:
    assert reachable(Path.ORDINARY, START) == set(CaseStatus)


def test_a_restricted_case_reaches_no_unit_by_assignment_and_nothing_public() -> None:
    statuses = reachable(Path.RESTRICTED, CaseStatus.TRIAGE)

    assert not statuses & {CaseStatus.PUBLISHED, CaseStatus.ASSIGNED, CaseStatus.RECEIVED}
    assert all(step.event is not EventType.PUBLISHED for step in PATHS[Path.RESTRICTED].values())


def test_no_open_status_is_a_trap() -> None:
    for path, start in ((Path.ORDINARY, START), (Path.RESTRICTED, CaseStatus.TRIAGE)):
        for status in reachable(path, start) & OPEN_STATUSES:
            assert reachable(path, status) & CLOSED_STATUSES, (path, status)


def test_only_a_leader_may_approve_and_the_machine_may_only_classify_assign_and_let_go() -> None:
    for path, table in PATHS.items():
        for (status, action), step in table.items():
            if action is Action.APPROVE:
                assert step.roles == {Role.LEADER}, path
            if Role.SYSTEM in step.roles and status is not CaseStatus.MERGED:
                assert action in {Action.CLASSIFY, Action.ASSIGN, Action.RESTRICT}


def test_no_open_status_ends_only_by_the_citizen_or_the_machine() -> None:
    people = {Role.RECEIVING, Role.HANDLING, Role.LEADER}
    for path, start in ((Path.ORDINARY, CaseStatus.TRIAGE), (Path.RESTRICTED, CaseStatus.TRIAGE)):
        for status in reachable(path, start) & OPEN_STATUSES:
            assert any(row.roles & people and row.to for (source, _), row in PATHS[path].items() if source is status)


def test_only_a_proposal_about_a_regulation_is_examined() -> None:
    handling = frozenset({Role.HANDLING})
    for kind in (None, *CaseKind):
        offered = actions(Path.ORDINARY, CaseStatus.ACCEPTED, handling, kind)
        assert (Action.EVALUATE in offered) == (kind is CaseKind.REGULATION)


def test_every_step_names_its_legal_basis_and_somebody_who_may_take_it() -> None:
    for table in PATHS.values():
        for step in table.values():
            assert step.basis
            assert step.roles


def test_an_overseer_and_an_administrator_can_do_nothing_to_a_case() -> None:
    for path in Path:
        for status in CaseStatus:
            assert actions(path, status, frozenset({Role.OVERSEER, Role.ADMINISTRATOR}), None) == ()


@given(st.lists(st.integers(min_value=0, max_value=1_000), max_size=60), st.sampled_from(list(Path)))
def test_no_walk_answers_without_approval_or_publishes_without_an_answer(choices: list[int], path: Path) -> None:
    status = START if path is Path.ORDINARY else CaseStatus.TRIAGE
    taken: list[Action] = []
    for choice in choices:
        possible = moves(path, status)
        if not possible:
            break
        action, status = possible[choice % len(possible)]
        taken.append(action)

        if status is CaseStatus.ANSWERED:
            assert Action.APPROVE in taken
        if status is CaseStatus.PUBLISHED:
            assert path is Path.ORDINARY
            assert Action.PUBLISH in taken
            assert Action.APPROVE in taken
