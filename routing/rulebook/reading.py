"""From strict YAML sections to limits, kinds and refusal reasons; the calendar has its own reader.

Refuses a value without reference, certainty or day of checking, two values for one day, and a kind or
reason that the vocabulary has but the book lacks.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from models.vocabulary import CaseKind, Certainty, Labelled, RefusalReason
from routing.dates import say_day
from routing.grounds import Grounds
from routing.rulebook.dated import Dated, History
from routing.rulebook.entries import ClockStart, KindPath, KindRule, Limit, LimitUse, Refusal
from routing.rulebook.source import Section, read
from routing.terms import Term

T = TypeVar("T")
K = TypeVar("K", bound=Labelled)

GROUNDS = ("reference", "certainty", "checked_on", "note")
PERIOD = ("from", "to")


def read_grounds(at: Section) -> Grounds:
    return Grounds(
        reference=at.text("reference"),
        certainty=at.member("certainty", Certainty),
        checked_on=at.day("checked_on"),
        note=at.optional_text("note"),
    )


def read_history(rows: tuple[Section, ...], read_one: Callable[[Section], T]) -> History[T]:
    """Dated values, refused when two hold on one day. Rows may stand in any order."""
    found: list[tuple[Dated[T], Section]] = [(_dated(row, read_one), row) for row in rows]
    found.sort(key=lambda pair: pair[0].since)
    for (earlier, _), (later, row) in pairwise(found):
        if earlier.until is None or later.since <= earlier.until:
            row.fail("from", f"ngày {say_day(later.since)} có hai giá trị cùng hiệu lực")
    return History(tuple(dated for dated, _ in found))


def _dated(row: Section, read_one: Callable[[Section], T]) -> Dated[T]:
    since, until = row.day("from"), row.optional_day("to")
    if until is not None and until < since:
        row.fail("to", "ngày hết hiệu lực đứng trước ngày bắt đầu")
    return Dated(since, until, read_one(row))


def read_limits(path: Path) -> Mapping[str, History[Limit]]:
    top = read(path)
    return {id: _limit(id, top.section(id)) for id in top.nodes}


def _limit(id: str, at: Section) -> History[Limit]:
    at.only("text", "start", "scope", "repeats", "values")
    text, start = at.text("text"), at.member("start", ClockStart)
    scope, repeats = at.optional_text("scope"), at.flag("repeats", default=False)

    def one(row: Section) -> Limit:
        row.only(*PERIOD, "value", *GROUNDS)
        term = row.parsed("value", Term.parse)
        return Limit(id, text, term, start, repeats, scope, read_grounds(row))

    return read_history(at.rows("values"), one)


def read_kinds(path: Path, limits: Mapping[str, History[Limit]]) -> Mapping[CaseKind, History[KindRule]]:
    def one(kind: CaseKind, row: Section) -> KindRule:
        row.only(*PERIOD, "path", "explanation", "reply", "transfer", *GROUNDS)
        return KindRule(
            kind=kind,
            path=row.member("path", KindPath),
            explanation=row.text("explanation"),
            reply=read_use(row, "reply", limits),
            transfer=read_use(row, "transfer", limits) if row.has("transfer") else None,
            grounds=read_grounds(row),
        )

    return _every(path, CaseKind, one)


def read_use(row: Section, step: str, limits: Mapping[str, History[Limit]]) -> LimitUse:
    """The limit of one step of a dated row; it must have a value on the day the row begins."""
    at = row.section(step)
    at.only("limit", *GROUNDS)
    limit = at.text("limit")
    if limit not in limits:
        at.fail("limit", f"không có thời hạn “{limit}” trong limits.yaml")
    if limits[limit].on(row.day("from")) is None:
        at.fail("limit", f"thời hạn “{limit}” chưa có giá trị vào ngày {say_day(row.day('from'))}")
    return LimitUse(limit, read_grounds(at))


def read_refusals(path: Path) -> Mapping[RefusalReason, History[Refusal]]:
    def one(reason: RefusalReason, row: Section) -> Refusal:
        row.only(*PERIOD, "guidance", *GROUNDS)
        return Refusal(reason, row.text("guidance"), read_grounds(row))

    return _every(path, RefusalReason, one)


def _every(path: Path, words: type[K], read_one: Callable[[K, Section], T]) -> dict[K, History[T]]:
    """One history for each member of the vocabulary: none missing, none unknown."""
    top = read(path)
    top.only(*words)

    def history(word: K) -> History[T]:
        return read_history(top.rows(word.value), lambda row: read_one(word, row))

    return {word: history(word) for word in words}
