"""Runs the cases a lawyer writes: every entry of every YAML file beside this one is a test.

A case gives a moment of receipt and a rule (or a kind of message) and what must come out. ``calendar`` adds
days to a copy of the shipped calendar, to see what a change would do.
"""

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.vocabulary import CaseKind
from routing.dates import LOCAL, WEEKDAYS
from routing.deadlines import DeadlineResult, deadline, for_kind
from routing.rulebook import SHIPPED_RULES, Rulebook

HERE = Path(__file__).parent
GIVEN = {"case", "received", "rule", "kind", "calendar"}
EXPECTED = {"by", "last_day", "weekday", "off", "certainty", "due", "sentence", "says"}


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds only strings


CASES: dict[str, dict[str, Any]] = {
    f"{path.stem}-{number}": case for path in sorted(HERE.glob("*.yaml")) for number, case in enumerate(_read(path), 1)
}


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LOCAL)


def _book(case: dict[str, Any], folder: Path) -> Rulebook:
    """The shipped book, or a copy whose calendar has the days that the case adds."""
    if "calendar" not in case:
        return Rulebook.shipped()
    rules = Path(shutil.copytree(SHIPPED_RULES, folder / "rules"))
    calendar = _read(rules / "calendar.yaml")
    for key, days in case["calendar"].items():
        sure = {"reference": "giả định", "certainty": "inferred", "checked_on": "2026-11-22"}
        calendar[key].append({"name": "Ngày giả định", "days": days, **sure})
    (rules / "calendar.yaml").write_text(yaml.safe_dump(calendar, allow_unicode=True), "utf-8")
    return Rulebook.load(rules)


def _result(case: dict[str, Any], book: Rulebook) -> DeadlineResult:
    received = _moment(case["received"])
    if "kind" in case:
        result = for_kind(CaseKind(case["kind"]), received, book)
        assert result.rule == case["by"]
        return result
    return deadline(case["rule"], received, book)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_case_written_by_a_lawyer_comes_out_as_written(case: dict[str, Any], tmp_path: Path) -> None:
    assert set(case) <= GIVEN | EXPECTED, "unknown key in a case"

    result = _result(case, _book(case, tmp_path))

    assert result.last_day == date.fromisoformat(case["last_day"])
    assert WEEKDAYS[result.last_day.weekday()] == case["weekday"]
    if "off" in case:
        off = [day.date.isoformat() for day in result.skipped if not day.weekend]
        assert off == case["off"]
    if "certainty" in case:
        assert result.certainty == case["certainty"]
    if "due" in case:
        assert result.due == _moment(case["due"])
    if "sentence" in case:
        assert result.sentence == case["sentence"]
    assert case.get("says", "") in result.sentence


def test_every_limit_of_the_rule_book_has_a_case() -> None:
    tried = {case.get("rule") for case in CASES.values()}

    assert set(Rulebook.shipped().limits) <= tried
