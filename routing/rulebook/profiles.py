"""A province's own limits: which of them governs a step of a kind of message in place of the national one.

A profile names limits that stand in limits.yaml, dated and grounded like every rule. It can't change a path:
no province may take a denunciation off the restricted one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from models.vocabulary import CaseKind
from routing.rulebook.dated import History
from routing.rulebook.entries import KindRule, Limit, LimitUse
from routing.rulebook.reading import PERIOD, read_history, read_use
from routing.rulebook.source import Section, read


@dataclass(frozen=True, slots=True)
class LocalLimits:
    """What a province sets for one kind; None leaves the national limit."""

    reply: LimitUse | None
    transfer: LimitUse | None


@dataclass(frozen=True, slots=True)
class Profile:
    """``name`` is the province as people write it."""

    name: str
    kinds: Mapping[CaseKind, History[LocalLimits]]

    def applied(self, rule: KindRule, day: date) -> KindRule:
        """The national rule with what this province had set on that day."""
        history = self.kinds.get(rule.kind)
        local = history.on(day) if history else None
        if local is None:
            return rule
        return replace(rule, reply=local.reply or rule.reply, transfer=local.transfer or rule.transfer)


NATIONAL = Profile("Toàn quốc", {})


def read_profile(path: Path, limits: Mapping[str, History[Limit]]) -> Profile:
    """Raises RulebookInvalid, also when there is no such file."""
    top = read(path)
    top.only("name", "kinds")
    kinds = top.section("kinds")
    kinds.only(*CaseKind)

    def one(row: Section) -> LocalLimits:
        row.only(*PERIOD, "reply", "transfer")
        return LocalLimits(*(read_use(row, step, limits) if row.has(step) else None for step in ("reply", "transfer")))

    return Profile(top.text("name"), {CaseKind(kind): read_history(kinds.rows(kind), one) for kind in kinds.nodes})
