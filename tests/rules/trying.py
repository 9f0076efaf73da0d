"""What a case written by a lawyer asks of a rule book, and whether the book answers so.

Each kind of case is told by its first key: a deadline, the days off of a year, a report period, a receiving body, a
matter that goes elsewhere, the first day of a rule, the days around a deadline, what a day of reorganisation changed.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from models.vocabulary import CaseKind, Criterion, Finding, Outcome, RefusalReason
from routing.counting import count
from routing.dates import LOCAL, WEEKDAYS, local_day
from routing.deadlines import (
    DeadlineResult,
    Wait,
    deadline,
    extension_for_kind,
    for_kind,
    for_use,
    transfer_for_kind,
)
from routing.duties import escalated_after, status_update, warned_on
from routing.reorganisation.entries import Reorganisation
from routing.reorganisation.reading import read_reorganisation
from routing.rulebook import (
    NATIONAL_NAME,
    SHIPPED_RULES,
    Destination,
    ReceivingLevel,
    ReportPeriod,
    Rulebook,
    RulebookDay,
    RuleUnknown,
)

HERE = Path(__file__).parent
Case = dict[str, Any]


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds only strings


CASES: dict[str, Case] = {
    f"{path.stem}-{number}": case for path in sorted(HERE.glob("*.yaml")) for number, case in enumerate(_read(path), 1)
}


@dataclass
class Books:
    """The book of every profile over one folder of rules, each read when a case first asks for it."""

    rules: Path = SHIPPED_RULES
    read: dict[str, Rulebook] = field(default_factory=dict)

    @cached_property
    def reorganised(self) -> Reorganisation:
        return read_reorganisation(self.rules / "reorganisation.yaml")

    def of(self, case: Case) -> Rulebook:
        profile = case.get("profile", NATIONAL_NAME)
        if profile not in self.read:
            self.read[profile] = Rulebook.load(self.rules, profile)
        return self.read[profile]


def with_days(case: Case, folder: Path) -> Books:
    """The shipped book, or a copy whose calendar has the days that the case adds."""
    if "calendar" not in case:
        return Books()
    rules = Path(shutil.copytree(SHIPPED_RULES, folder / "rules"))
    calendar = _read(rules / "calendar.yaml")
    for key, days in case["calendar"].items():
        sure = {"reference": "giả định", "certainty": "inferred", "checked_on": "2026-11-22"}
        calendar[key].append({"name": "Ngày giả định", "days": days, **sure})
    (rules / "calendar.yaml").write_text(yaml.safe_dump(calendar, allow_unicode=True), "utf-8")
    return Books(rules)


def answers(case: Case, books: Books) -> Iterator[tuple[str, Any, Any]]:
    """``(what, wanted, found)`` for everything the case states."""
    known, ask = next(form for key, form in FORMS.items() if key in case)
    unknown = set(case) - known - {"case", "profile", "calendar"}
    yield "unknown keys of the case", set(), unknown
    yield from ask(case, books.of(case)) if ask else _reorganised(case, books.reorganised)


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LOCAL)


def _day(words: str) -> date:
    return date.fromisoformat(words)


def _deadline(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    try:
        found = _result(case, book)
    except RuleUnknown as unknown:
        yield "refused", True, "refused" in case and case["refused"] in str(unknown)
        return
    if found is None or case.get("by") == "none":
        yield "by", case.get("by"), found.rule if found else "none"
        return
    yield "by", case.get("by", case.get("rule")), found.rule
    yield "last_day", case.get("last_day"), found.last_day.isoformat()
    yield "weekday", case.get("weekday"), WEEKDAYS[found.last_day.weekday()]
    yield from _details(case, found)


def _details(case: Case, found: DeadlineResult) -> Iterator[tuple[str, Any, Any]]:
    if "off" in case:
        yield "off", case["off"], [day.date.isoformat() for day in found.skipped if not day.weekend]
    if "certainty" in case:
        yield "certainty", case["certainty"], found.certainty
    if "due" in case:
        yield "due", _moment(case["due"]), found.due
    if "sentence" in case:
        yield "sentence", case["sentence"], found.sentence
    if case.get("says", "") not in found.sentence:
        yield "says", case["says"], found.sentence


def _result(case: Case, book: Rulebook) -> DeadlineResult | None:
    received = _moment(case["received"])
    if "rule" in case:
        return deadline(case["rule"], received, book, turn=int(case.get("turn", 1)))
    if "away" in case:
        use = book.on(local_day(received)).elsewhere(Destination(case["away"])).limit
        return for_use(use, received, book) if use else None
    if "electronic" in case:
        return transfer_for_kind(CaseKind(case["kind"]), received, book, electronic=True)
    waits = [Wait(*map(_moment, pair)) for pair in case.get("waited", [])]
    return STEPS[case.get("step", "reply")](CaseKind(case["kind"]), received, book, waits)


def _late(kind: CaseKind, received: datetime, book: Rulebook, waits: list[Wait]) -> DeadlineResult:
    due = for_kind(kind, received, book, waits).due
    return status_update(due, due, book)


STEPS: dict[str, Callable[[CaseKind, datetime, Rulebook, list[Wait]], DeadlineResult | None]] = {
    "reply": for_kind,
    "transfer": lambda kind, received, book, _: transfer_for_kind(kind, received, book),
    "extension": extension_for_kind,
    "status_update": _late,
    "upload": lambda _, received, book, __: for_use(book.on(local_day(received)).upload, received, book),
}


def _year(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    """01/01 is asked for by itself: the calendar of the first year has no day before it to begin from."""
    first, last, calendar = date(int(case["year"]), 1, 1), date(int(case["year"]), 12, 31), book.calendar
    named = {day.date.isoformat(): day.reason for day in calendar.skipped(first, last) if day.reason not in WEEKDAYS}
    yield "announced", case["announced"], str(calendar.knows(first.year)).lower()
    yield "new_year_off", case["new_year_off"], str(not calendar.is_working(first)).lower()
    yield "days_off", case["days_off"], named
    yield "made_up", case.get("made_up", []), [day.isoformat() for day in calendar.made_up(first, last)]


def _report(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    year = int(case["of_year"])
    rule = book.on(date(year, 12, 31)).report(ReportPeriod(case["report"]))
    first, last = rule.window(year, int(case.get("number", 1)))
    yield "first_day", case["first_day"], first.isoformat()
    yield "last_day", case["last_day"], last.isoformat()


def _receiver(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    level = ReceivingLevel(case["receiver"])
    yield "body", case["body"], book.on(_day(case["day"])).receiver(level).body
    yield "says", True, case.get("says", "") in book.on(_day(case["day"])).receiver(level).grounds.reference


def _around(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    due = _moment(case["around"] + "T23:59:59")
    yield "warned_on", case["warned_on"], warned_on(due, book).isoformat()
    yield "escalated_after", case["escalated_after"], escalated_after(due, book).isoformat()


def _unowned(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    day = local_day(_moment(case["unowned_since"]))
    last = book.calendar.add_working_days(day, book.on(day).unowned.value.amount)
    yield "told_after", case["told_after"], last.isoformat()


def _reminded(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    since = _moment(case["since"])
    day = book.on(local_day(since))
    wait = getattr(day, case["reminder"]).value
    last = local_day(count(wait, since, book.calendar, day.office_hours).due)
    yield "reminded_after", case["reminded_after"], last.isoformat()


def _extension(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    day = book.on(_day(case["day"]))
    yield "times", case["times"], str(day.extension(CaseKind(case["extensions_of"])).times)


def _kept(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    ended = _day(case["ended"])
    until = book.on(ended).keeping(CaseKind(case["kept_of"])).until(ended)
    yield "until", case["until"], until.isoformat() if until else "never"


RULES: dict[str, Callable[[RulebookDay, str], object]] = {
    "limit": lambda day, id: day.limit(id),
    "kind": lambda day, id: day.kind(CaseKind(id)),
    "refusal": lambda day, id: day.refusal(RefusalReason(id)),
    "elsewhere": lambda day, id: day.elsewhere(Destination(id)),
    "receiver": lambda day, id: day.receiver(ReceivingLevel(id)),
    "criterion": lambda day, id: day.criterion(Criterion(id)),
    "finding": lambda day, id: day.finding(Finding(id)),
    "outcome": lambda day, id: day.outcome(Outcome(id)),
    "report": lambda day, id: day.report(ReportPeriod(id)),
    "retention": lambda day, id: day.keeping(CaseKind(id)),
    "choice": getattr,
    "extension": lambda day, _: day.book.choices.extension.on(day.day) or _none(day),
    "office_hours": lambda day, _: day.office_hours,
}


def _none(day: RulebookDay) -> object:
    raise RuleUnknown(str(day.day))


def _begins(case: Case, book: Rulebook) -> Iterator[tuple[str, Any, Any]]:
    what, _, id = case["first_day_of"].partition(" ")
    begins = _day(case["begins"])
    for day, wanted in ((begins, True), (begins - timedelta(days=1), False)):
        try:
            RULES[what](book.on(day), id)
            there = True
        except RuleUnknown:
            there = False
        yield f"holds on {day}", wanted, there


CHANGED: dict[str, Callable[[Reorganisation], dict[str, date]]] = {
    "provinces": lambda found: {one.full_name: one.since for one in found.provinces},
    "district_offices": lambda found: {one.former: one.since for one in found.district_offices},
    "mergers": lambda found: {one.former: one.since for one in found.mergers},
    "moved": lambda found: {one.matter: one.since for one in found.moved},
    "levels": lambda found: {one.name: one.last_day for one in found.levels},
    "districts": lambda found: {f"{one.name}, {one.of}": one.last_day for one in found.districts},
}


def _reorganised(case: Case, found: Reorganisation) -> Iterator[tuple[str, Any, Any]]:
    """Everything of one list that began on a day, or whose last day it was."""
    day = _day(case.get("begins") or case["last_day"])
    names = {name for name, changed in CHANGED[case["reorganised"]](found).items() if changed == day}
    yield "names", set(case["names"]), names


Ask = Callable[[Case, Rulebook], Iterator[tuple[str, Any, Any]]]
FORMS: dict[str, tuple[set[str], Ask | None]] = {
    "received": (
        {"received", "rule", "turn", "kind", "step", "electronic", "away", "waited"}
        | {"by", "last_day", "weekday", "off", "certainty", "due", "sentence", "says", "refused"},
        _deadline,
    ),
    "year": ({"year", "announced", "new_year_off", "days_off", "made_up"}, _year),
    "report": ({"report", "of_year", "number", "first_day", "last_day"}, _report),
    "receiver": ({"receiver", "day", "body", "says"}, _receiver),
    "around": ({"around", "warned_on", "escalated_after"}, _around),
    "reminder": ({"reminder", "since", "reminded_after"}, _reminded),
    "unowned_since": ({"unowned_since", "told_after"}, _unowned),
    "kept_of": ({"kept_of", "ended", "until"}, _kept),
    "extensions_of": ({"extensions_of", "day", "times"}, _extension),
    "reorganised": ({"reorganised", "begins", "last_day", "names"}, None),
    "first_day_of": ({"first_day_of", "begins"}, _begins),
}
