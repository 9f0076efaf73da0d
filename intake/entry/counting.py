"""The command ``langnghe deadline``: one deadline as JSON, from the rule book alone.

Needs no database, no server and no installation, so that anybody can check a date. Knows how a question is typed.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.entry.faults import NotUnderstood
from intake.entry.settings import Settings
from models.vocabulary import CaseKind
from routing.calendar import CalendarUnknown
from routing.dates import LOCAL, local_day
from routing.deadlines import DeadlineResult, deadline, for_kind, for_use
from routing.duties import escalated_after, status_update, warned_on
from routing.rulebook import SHIPPED_RULES, KindPath, LimitUse, Rulebook, RulebookInvalid, RuleUnknown


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed. Without ``rule`` it is about the kind's answer; without ``kind`` about a limit by itself."""

    kind: str | None
    rule: str | None
    received: str | None
    profile: str


def tell_deadline(settings: Settings, question: Question) -> str:
    """The answer as JSON. Raises NotUnderstood with one sentence that lists what is known."""
    try:
        book = Rulebook.load(SHIPPED_RULES, question.profile, own=settings.home)
        kind, received = _kind(question.kind), _moment(question.received)
        record = _asked(kind, question.rule, received, book)
    except (RulebookInvalid, RuleUnknown, CalendarUnknown) as unknown:
        raise NotUnderstood(str(unknown)) from None
    head = {"kind": kind.value if kind else None, "profile": question.profile}
    return json.dumps(head | record, ensure_ascii=False, indent=2)


def _asked(kind: CaseKind | None, rule: str | None, received: datetime, book: Rulebook) -> dict[str, Any]:
    if rule is None:
        if kind is None:
            raise NotUnderstood(f"Xin cho biết --kind hoặc --rule. {_known_kinds()} {_known_rules(book)}")
        return _answer(for_kind(kind, received, book), book)
    if rule not in book.limits:
        raise NotUnderstood(f"Không có thời hạn “{rule}”. {_known_rules(book)}")
    use = _use(kind, rule, received, book) if kind else None
    record = (for_use(use, received, book) if use else deadline(rule, received, book)).as_record()
    return record | _aside(kind, rule) if kind and not use else record


def _answer(found: DeadlineResult, book: Rulebook) -> dict[str, Any]:
    """The deadline of an answer with what is due around it."""
    late = status_update(found.due, found.due, book)
    return found.as_record() | {
        "warned_on": warned_on(found.due, book).isoformat(),
        "escalated_after": escalated_after(found.due, book).isoformat(),
        "status_update": {"rule": late.rule, "last_day": late.last_day.isoformat(), "sentence": late.sentence},
    }


def _use(kind: CaseKind, rule: str, received: datetime, book: Rulebook) -> LimitUse | None:
    """Where the kind's own rule uses this limit, because the answer is only as sure as that."""
    day = book.on(local_day(received))
    steps, extension = day.kind(kind), day.extension(kind)
    uses = [use for use in (steps.reply, steps.transfer, steps.transfer_electronic) if use]
    uses += [day.status_duty, day.upload] if steps.path is KindPath.ORDINARY else []
    if extension.limit:
        uses.append(LimitUse(extension.limit, extension.grounds))
    return next((use for use in uses if use.limit == rule), None)


def _aside(kind: CaseKind, rule: str) -> dict[str, Any]:
    """For whoever might take the date for this kind's own."""
    return {"note": f"Loại “{kind.label}” không dùng thời hạn {rule}; ngày trên chỉ tính riêng theo thời hạn này."}


def _kind(typed: str | None) -> CaseKind | None:
    if typed is None:
        return None
    if typed not in set(CaseKind):
        raise NotUnderstood(f"Không có loại “{typed}”. {_known_kinds()}")
    return CaseKind(typed)


def _moment(typed: str | None) -> datetime:
    """A time without a zone is Vietnamese time."""
    if typed is None:
        raise NotUnderstood("Xin cho biết lúc tiếp nhận, ví dụ --received 2026-11-20T09:00+07:00.")
    try:
        moment = datetime.fromisoformat(typed)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
        local_day(moment)
    except ValueError:
        raise NotUnderstood(
            f"Lúc tiếp nhận “{typed}” không đúng dạng; xin ghi --received như 2026-11-20T09:00+07:00."
        ) from None
    return moment


def _known_kinds() -> str:
    return f"Các loại: {', '.join(CaseKind)}."


def _known_rules(book: Rulebook) -> str:
    return f"Các thời hạn: {', '.join(book.limits)}."
