"""The rule book as it stood on one day: the national rules with what the office's province had set over them.

Every question about the law goes through here, because an old case lives under the law of its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from models.vocabulary import CaseKind, Criterion, Finding, Labelled, Outcome, RefusalReason
from routing.dates import say_day
from routing.rulebook.choices import Choice
from routing.rulebook.dated import History
from routing.rulebook.elsewhere import Destination, Elsewhere
from routing.rulebook.entries import Extension, KindRule, Limit, LimitUse, OfficeHours, Refusal
from routing.rulebook.errors import RuleUnknown
from routing.rulebook.evaluating import Explained
from routing.rulebook.keeping import Keeping
from routing.rulebook.receivers import Receiver, ReceivingLevel
from routing.rulebook.reporting import ReportPeriod, ReportRule
from routing.terms import Term

if TYPE_CHECKING:
    from routing.rulebook.book import Rulebook

T = TypeVar("T")
K = TypeVar("K", bound=Labelled)


@dataclass(frozen=True, slots=True)
class RulebookDay:
    """Raises RuleUnknown for what had no value on this day."""

    book: Rulebook
    day: date

    def limit(self, id: str) -> Limit:
        """``"L04"``, or with a case of it ``"L15.transfer"``."""
        return self._held(self.book.limits.get(id), f"thời hạn {id}")

    def kind(self, kind: CaseKind) -> KindRule:
        national = self._held(self.book.kinds.get(kind), f"loại “{kind.label}”")
        return self.book.profile.applied(national, self.day)

    def extension(self, kind: CaseKind) -> Extension:
        """What the kind's own rule allows, or else the general one; ``times`` is 0 where nothing does."""
        own = self.kind(kind).extension
        return own or self._held(self.book.choices.extension, "quy định về gia hạn")

    def refusal(self, reason: RefusalReason) -> Refusal:
        return self._of(self.book.refusals, reason)

    def elsewhere(self, destination: Destination) -> Elsewhere:
        return self._of(self.book.elsewhere, destination)

    def receiver(self, level: ReceivingLevel) -> Receiver:
        return self._of(self.book.receivers, level)

    def criterion(self, criterion: Criterion) -> Explained[Criterion]:
        return self._of(self.book.evaluating.criteria, criterion)

    def finding(self, finding: Finding) -> Explained[Finding]:
        return self._of(self.book.evaluating.findings, finding)

    def outcome(self, outcome: Outcome) -> Explained[Outcome]:
        return self._of(self.book.evaluating.outcomes, outcome)

    def report(self, period: ReportPeriod) -> ReportRule:
        return self._of(self.book.reports, period)

    def keeping(self, kind: CaseKind) -> Keeping:
        """How long a case of this kind is kept."""
        return self._of(self.book.retention, kind)

    @property
    def office_hours(self) -> OfficeHours:
        return self._chosen(self.book.profile.office_hours, self.book.office_hours)

    @property
    def pauses_while_waiting(self) -> Choice[bool]:
        """Whether the clock stands still while the citizen is asked for more."""
        local, national = self.book.profile.choices, self.book.choices
        return self._chosen(local.pauses_while_waiting, national.pauses_while_waiting)

    @property
    def due_soon(self) -> Choice[Term]:
        """How long before a deadline an office is warned."""
        return self._chosen(self.book.profile.choices.due_soon, self.book.choices.due_soon)

    @property
    def unowned(self) -> Choice[Term]:
        """How long after receipt a case without an owner is told of."""
        return self._chosen(self.book.profile.choices.unowned, self.book.choices.unowned)

    @property
    def escalation(self) -> Choice[Term]:
        """How long after a deadline the superior is told."""
        return self._chosen(self.book.profile.choices.escalation, self.book.choices.escalation)

    @property
    def question_reminder(self) -> Choice[Term]:
        """How long after a question its reader is reminded of it."""
        return self._chosen(self.book.profile.choices.question_reminder, self.book.choices.question_reminder)

    @property
    def unfinished_reminder(self) -> Choice[Term]:
        """How long after their last words somebody is reminded of what they left unsent."""
        return self._chosen(self.book.profile.choices.unfinished_reminder, self.book.choices.unfinished_reminder)

    @property
    def status_duty(self) -> LimitUse:
        """The limit, again and again, for telling how a late case stands."""
        return self._chosen(self.book.profile.choices.status_duty, self.book.choices.status_duty)

    @property
    def upload(self) -> LimitUse:
        """The limit for entering a result."""
        return self._chosen(self.book.profile.choices.upload, self.book.choices.upload)

    def _chosen(self, local: History[T], national: History[T]) -> T:
        return local.on(self.day) or self._held(national, "lựa chọn này")

    def _of(self, histories: Mapping[K, History[T]], word: K) -> T:
        return self._held(histories.get(word), f"“{word.label}”")

    def _held(self, history: History[T] | None, what: str) -> T:
        found = history.on(self.day) if history else None
        if found is None:
            raise RuleUnknown(f"Sổ quy định không có {what} cho ngày {say_day(self.day)}.")
        return found
