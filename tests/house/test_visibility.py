"""Visibility is decided in one place: nobody else selects cases freely or compares their unit or desk."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THE_PLACE = "intake/cases/access.py"

DOORS = {
    "intake/cases/tracking.py": "a citizen's door: the key is compared before anything is shown",
    "intake/cases/work.py": "by_id asks for the code only, then goes through lock",
    "intake/cases/classify.py": "a worker reads the text it was asked to classify",
    "intake/cases/citizen_access.py": "a citizen's door: the session is for this very case",
    "intake/cases/submit.py": "a repeated request gets the case it filed itself",
    "intake/cases/resend.py": "a form sent twice gets the case it filed itself, by the secret of that very form",
    "models/search.py": "ids of cases that hold some words, inside a query that starts from visible_cases",
    "intake/entry/demo.py": "asks whether there is any case at all",
}
"""The files that may select cases without ``visible_cases``, and why."""

JOINS = {"intake/cases/published.py": "joins the unit of cases that are public anyway"}


def sources() -> list[Path]:
    folders = ("intake", "bot", "routing", "models")
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "demo/" not in str(path)]


def free_selects(tree: ast.AST) -> list[int]:
    """Lines with ``select(Case…)`` or ``get(Case, …)``."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            names = {name.id for arg in node.args for name in ast.walk(arg) if isinstance(name, ast.Name)}
            plain = any(isinstance(arg, ast.Name) and arg.id == "Case" for arg in node.args)
            if called in {"select", "get", "get_one", "query"} and (plain or names == {"Case"}):
                lines.append(node.lineno)
    return lines


def hand_written_filters(tree: ast.AST) -> list[int]:
    """Lines that use ``Case.unit_id`` or ``Case.desk_id``, which only a filter would."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Case"
        and node.attr in {"unit_id", "desk_id"}
    ]


def found(check: object, allowed: dict[str, str]) -> list[str]:
    assert callable(check)
    places = []
    for path in sources():
        name = str(path.relative_to(ROOT))
        if name != THE_PLACE and name not in allowed:
            places += [f"{name}:{line}" for line in check(ast.parse(path.read_text()))]
    return places


def bulk_changes(tree: ast.AST) -> list[int]:
    """Lines with ``update(Unit)`` and the like, which change the organisation behind the back of its edition."""
    watched = {"Unit", "FormerName", "UnitSuccession", "Officer"}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"insert", "update", "delete"}
        and any(isinstance(arg, ast.Name) and arg.id in watched for arg in node.args)
    ]


def test_nobody_changes_units_or_officers_without_drawing_an_edition() -> None:
    assert found(bulk_changes, {}) == []
    assert bulk_changes(ast.parse("session.execute(update(Unit).values(name=''))")) == [1]


def test_cases_are_only_selected_through_access() -> None:
    assert found(free_selects, DOORS) == []


def test_nobody_else_filters_cases_by_unit_or_desk() -> None:
    assert found(hand_written_filters, JOINS) == []


def test_the_check_itself_notices_a_hand_written_filter() -> None:
    tree = ast.parse("rows = session.scalars(select(Case).where(Case.unit_id == mine))")

    assert free_selects(tree) == [1]
    assert hand_written_filters(tree) == [1]
