"""Runs the cases a lawyer writes: every entry of every YAML file beside this one is a test."""

from pathlib import Path

import pytest

from routing.rulebook import Rulebook
from tests.rules.trying import CASES, Books, Case, answers, with_days

SHIPPED = Books()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_case_written_by_a_lawyer_comes_out_as_written(case: Case, tmp_path: Path) -> None:
    books = with_days(case, tmp_path) if "calendar" in case else SHIPPED

    stated = list(answers(case, books))

    assert {what: found for what, _, found in stated} == {what: wanted for what, wanted, _ in stated}


def test_every_limit_of_the_rule_book_has_a_case() -> None:
    tried = {case.get("rule") for case in CASES.values()}

    assert set(Rulebook.shipped().limits) <= tried
