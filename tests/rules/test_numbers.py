"""Every number in the rule book matters: change any one of them, and a case of a lawyer beside this file fails.

Numbers are what decides a date: lengths, dates, hours, counts, yes and no, and which limit is used where. Words,
references and days of checking are left as they are. A change that the reader refuses is noticed too.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from routing.calendar import CalendarUnknown
from routing.rulebook import SHIPPED_RULES, Rulebook, RulebookInvalid, RuleUnknown
from tests.rules.trying import CASES, Books, answers

NO_NUMBERS = {"everyday", "fields"}  # names of subjects
FILES = [
    file.relative_to(SHIPPED_RULES) for file in sorted(SHIPPED_RULES.rglob("*.yaml")) if file.stem not in NO_NUMBERS
]
LIMITS = list(Rulebook.shipped().limits)
WORDS = {"reference", "certainty", "checked_on", "note", "name", "text", "scope", "path", "start"}
WORDS |= {"title", "merged", "words", "instead", "of", "communes", "former", "short", "department", "part", "matter"}
WORDS |= {"names", "explanation", "guidance", "sentence", "handed_over", "test", "send_to", "body", "duty"}
NATIONAL_FIRST = sorted((case for case in CASES.values() if "calendar" not in case), key=lambda case: "profile" in case)


class Change(NamedTuple):
    """One number of a file made another: the place in its text, and what is written there instead."""

    key: str
    line: int
    begins: int
    ends: int
    instead: str


def changes(node: yaml.Node, key: str = "") -> Iterator[Change]:
    """Every number below a node."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value in WORDS:
                continue
            if re.fullmatch(r"\d{4}-\d\d-\d\d", name.value):  # a day of the calendar, with its weekday behind it
                yield _change(name, key, other(name.value, days=7))
            else:
                yield from changes(value, f"{key}.{name.value}".lstrip("."))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from changes(item, key)
    elif hours := re.fullmatch(r"(\S+:\d\d)-(\S+:\d\d)", node.value):  # a session: its opening, its closing
        yield _change(node, key, f"{other(hours[1])}-{hours[2]}")
        yield _change(node, key, f"{hours[1]}-{other(hours[2])}")
    else:
        yield _change(node, key, other(node.value))


def _change(node: yaml.Node, key: str, instead: str) -> Change:
    begins = node.start_mark
    written = node.end_mark.index - begins.index - len(node.value)
    quote = '"' if written == 2 else ""
    return Change(key, begins.line + 1, begins.index, node.end_mark.index, f"{quote}{instead}{quote}")


def other(value: str, days: int = 1) -> str:
    """Another value of the same form."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    if value in LIMITS:
        return LIMITS[LIMITS.index(value) - 1]
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if hour := re.fullmatch(r"(\d\d):(\d\d)", value):
        return f"{hour[1]}:{(int(hour[2]) + 15) % 60:02}"
    if month_day := re.fullmatch(r"(\d\d)-(\d\d)", value):
        return f"{month_day[1]}-{int(month_day[2]) + (1 if int(month_day[2]) < 28 else -1):02}"
    number = re.match(r"\d+", value)
    assert number, f"what is “{value}”? name its key among the words, or say here how it changes"
    return f"{int(number[0]) + 1}{value[number.end() :]}"


def noticed(rules: Path) -> bool:
    """Whether the reader refuses these rules or a case fails on them."""
    books = Books(rules)
    try:
        return any(wanted != found for case in NATIONAL_FIRST for _, wanted, found in answers(case, books))
    except (RulebookInvalid, RuleUnknown, CalendarUnknown, ValueError):
        return True


@pytest.mark.parametrize("file", FILES, ids=str)
def test_no_number_can_be_changed_unnoticed(file: Path, tmp_path: Path) -> None:
    rules = Path(shutil.copytree(SHIPPED_RULES, tmp_path / "rules"))
    text = (rules / file).read_text("utf-8")
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert node is not None

    unnoticed = []
    for change in changes(node):
        (rules / file).write_text(text[: change.begins] + change.instead + text[change.ends :], "utf-8")
        if not noticed(rules):
            unnoticed.append(f"dòng {change.line}, {change.key} → {change.instead}")

    assert unnoticed == []


def test_the_book_as_it_is_passes_every_case() -> None:
    assert not noticed(SHIPPED_RULES)
