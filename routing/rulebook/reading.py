"""From strict YAML sections to limits, kinds and refusal reasons; other files have readers of their own.

Refuses a value without reference, certainty or day of checking, two values for one day, a limit used on a day
on which it has no value, and a kind or reason that the vocabulary has but the book lacks.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from models.vocabulary import CaseKind, Certainty, Labelled, RefusalReason
from routing.dates import say_day
from routing.grounds import Grounds
from routing.rulebook.dated import Dated, History
from routing.rulebook.entries import ClockStart, Extension, KindPath, KindRule, Limit, LimitUse, Refusal
from routing.rulebook.source import Section, read
from routing.terms import Term

T = TypeVar("T")
K = TypeVar("K", bound=Labelled)

GROUNDS = ("reference", "certainty", "checked_on", "note")
PERIOD = ("from", "to")
LONGEST_ID = 16
STEPS = ("reply", "transfer", "extension")


def read_grounds(at: Section) -> Grounds:
    return Grounds(
        reference=at.text("reference"),
        certainty=at.member("certainty", Certainty),
        checked_on=at.day("checked_on"),
        note=at.optional_text("note"),
    )


def read_history(rows: tuple[Section, ...], read_one: Callable[[Section], T], *, endless: bool = False) -> History[T]:
    """Dated values, refused when two hold on one day. Rows may stand in any order.

    ``endless``: refused too when a day after the first has no value, because a case of that day would have none.
    """
    found: list[tuple[Dated[T], Section]] = [(_dated(row, read_one), row) for row in rows]
    found.sort(key=lambda pair: pair[0].since)
    for (earlier, _), (later, row) in pairwise(found):
        if earlier.until is None or later.since <= earlier.until:
            row.fail("from", f"ngày {say_day(later.since)} có hai giá trị cùng hiệu lực")
    history = History(tuple(dated for dated, _ in found))
    first, row = found[0][0].since, found[-1][1]
    if endless and (bare := history.first_without(first, None)):
        row.fail(
            None, f"ngày {say_day(bare)} không có giá trị nào; giá trị sau phải nối liền, giá trị cuối không ghi “to”"
        )
    return history


def _dated(row: Section, read_one: Callable[[Section], T]) -> Dated[T]:
    since, until = row.day("from"), row.optional_day("to")
    if until is not None and until < since:
        row.fail("to", "ngày hết hiệu lực đứng trước ngày bắt đầu")
    return Dated(since, until, read_one(row))


def read_limits(top: Section) -> dict[str, History[Limit]]:
    """Ids are stored with every deadline, so they must fit there."""
    for id in top.nodes:
        if len(id) > LONGEST_ID:
            top.fail(id, f"mã thời hạn dài quá {LONGEST_ID} ký tự")
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
        row.only(*PERIOD, "path", "explanation", *STEPS, "transfer_electronic", *GROUNDS)
        rule = KindRule(
            kind=kind,
            path=row.member("path", KindPath),
            explanation=row.text("explanation"),
            reply=read_answer(row, "reply", limits),
            transfer=read_answer(row, "transfer", limits) if row.has("transfer") else None,
            transfer_electronic=read_answer(row, "transfer_electronic", limits)
            if row.has("transfer_electronic")
            else None,
            extension=read_longer(row, limits) if row.has("extension") else None,
            grounds=read_grounds(row),
        )
        check_longer(row, rule.reply, rule.extension, limits)
        return rule

    return every(read(path), CaseKind, one)


def read_use(row: Section, step: str, limits: Mapping[str, History[Limit]]) -> LimitUse:
    """The limit of one step of a dated row, written as a section of it."""
    at = row.section(step)
    at.only("limit", *GROUNDS)
    return read_use_here(at, row, limits)


def read_answer(row: Section, step: str, limits: Mapping[str, History[Limit]]) -> LimitUse:
    """The same for a step that a message waits for: its limit runs once, from receipt or sending."""
    use = read_use(row, step, limits)
    _check_answers(row.section(step), use.limit, limits)
    return use


def check_longer(
    row: Section, reply: LimitUse, extension: Extension | None, limits: Mapping[str, History[Limit]]
) -> None:
    """Refuses an extension that would not be longer than what it extends, on any day of the dated row."""
    if extension is None or extension.limit is None:
        return
    since, until = row.day("from"), row.optional_day("to")
    first, longer = limits[reply.limit], limits[extension.limit]
    changes = {dated.since for dated in (*first.values, *longer.values)}
    for day in sorted({since, *(day for day in changes if since < day and (until is None or day <= until))}):
        short, long = first.on(day), longer.on(day)
        if short and long and long.term.about_days <= short.term.about_days:
            row.fail(
                "extension" if row.has("extension") else "reply",
                f"gia hạn theo “{long.id}” ({long.term.words}) không dài hơn thời hạn trả lời “{short.id}” "
                f"({short.term.words})",
            )


def _check_answers(at: Section, limit: str, limits: Mapping[str, History[Limit]]) -> None:
    for dated in limits[limit].values:
        if not dated.value.answers:
            how = "lặp lại" if dated.value.repeats else f"tính {dated.value.start.label}"
            at.fail("limit", f"thời hạn “{limit}” {how}, nên không dùng làm hạn trả lời, chuyển hoặc gia hạn được")


def read_use_here(at: Section, row: Section, limits: Mapping[str, History[Limit]]) -> LimitUse:
    """A limit and the grounds for using it; it must have a value on every day of the dated row."""
    limit = at.text("limit")
    if limit not in limits:
        at.fail("limit", f"không có thời hạn “{limit}”; các thời hạn đang có: {', '.join(limits)}")
    bare = limits[limit].first_without(row.day("from"), row.optional_day("to"))
    if bare is not None:
        at.fail("limit", f"thời hạn “{limit}” không có giá trị vào ngày {say_day(bare)}")
    return LimitUse(limit, read_grounds(at))


def read_longer(row: Section, limits: Mapping[str, History[Limit]]) -> Extension:
    """How a dated row's deadline may be extended, written as a section of it."""
    at = row.section("extension")
    at.only("times", "limit", *GROUNDS)
    return read_extension(at, row, limits)


def read_extension(at: Section, row: Section, limits: Mapping[str, History[Limit]]) -> Extension:
    """``times: 0`` without a limit, or how often and the limit that governs then."""
    times = at.number("times")
    if at.has("limit") is not (times > 0):
        at.fail("times", "gia hạn 0 lần thì không ghi “limit”; từ 1 lần trở lên phải ghi “limit”")
    limit = read_use_here(at, row, limits).limit if times else None
    if limit:
        _check_answers(at, limit, limits)
    return Extension(times, limit, read_grounds(at))


def read_refusals(path: Path) -> Mapping[RefusalReason, History[Refusal]]:
    def one(reason: RefusalReason, row: Section) -> Refusal:
        row.only(*PERIOD, "guidance", *GROUNDS)
        return Refusal(reason, row.text("guidance"), read_grounds(row))

    return every(read(path), RefusalReason, one)


def every(top: Section, words: type[K], read_one: Callable[[K, Section], T]) -> dict[K, History[T]]:
    """One history for each member of a list of words: none missing, none unknown, none that ends."""
    top.only(*words)

    def history(word: K) -> History[T]:
        return read_history(top.rows(word.value), lambda row: read_one(word, row), endless=True)

    return {word: history(word) for word in words}
