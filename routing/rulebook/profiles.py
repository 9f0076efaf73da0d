"""A province's own rules: limits in place of the national ones for a kind of message, and choices of its own.

Dated and grounded like every rule. A profile can't change a path: no province may take a denunciation off the
restricted one. Limits that the national file lacks are written in the profile itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from models.languages import N_
from models.vocabulary import CaseKind
from routing.rulebook.choices import LOCAL_NAMES, UNCHOSEN, Choices, read_choices
from routing.rulebook.dated import History
from routing.rulebook.entries import Extension, KindRule, Limit, LimitUse, OfficeHours
from routing.rulebook.reading import (
    PERIOD,
    STEPS,
    check_longer,
    read_answer,
    read_history,
    read_limits,
    read_longer,
)
from routing.rulebook.reading_calendar import read_office_hours
from routing.rulebook.source import Section, read

NATIONAL_NAME = "national"


@dataclass(frozen=True, slots=True)
class LocalLimits:
    """What a province sets for one kind; None leaves the national limit."""

    reply: LimitUse | None
    transfer: LimitUse | None
    extension: Extension | None


@dataclass(frozen=True, slots=True)
class Profile:
    """``name`` is the province as people write it; ``limits`` are those that only it has.

    ``office_hours`` are its own, on the days for which it has set some.
    """

    name: str
    kinds: Mapping[CaseKind, History[LocalLimits]] = field(default_factory=dict)
    limits: Mapping[str, History[Limit]] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    office_hours: History[OfficeHours] = UNCHOSEN

    def applied(self, rule: KindRule, day: date) -> KindRule:
        """The national rule with what this province had set on that day."""
        history = self.kinds.get(rule.kind)
        local = history.on(day) if history else None
        if local is None:
            return rule
        return replace(
            rule,
            reply=local.reply or rule.reply,
            transfer=local.transfer or rule.transfer,
            transfer_electronic=None if local.transfer else rule.transfer_electronic,
            extension=local.extension or rule.extension,
        )


NATIONAL = Profile(N_("Toàn quốc"))


def read_profile(
    path: Path, national: Mapping[str, History[Limit]], paths: Mapping[CaseKind, History[KindRule]]
) -> Profile:
    """``paths``: the national rules of the kinds. Raises RulebookInvalid, also when there is no such file."""
    top = read(path)
    top.only("name", "limits", "kinds", "choices", "office_hours")
    own = _own_limits(top.section("limits"), national) if top.has("limits") else {}
    limits = {**national, **own}
    choices = Choices()
    if top.has("choices"):
        chosen = top.section("choices")
        chosen.only(*LOCAL_NAMES)
        choices = read_choices(chosen, limits, endless=False)
    kinds = _local_kinds(top.section("kinds"), limits, paths) if top.has("kinds") else {}
    hours = read_history(top.rows("office_hours"), read_office_hours) if top.has("office_hours") else UNCHOSEN
    return Profile(top.text("name"), kinds, own, choices, hours)


def _own_limits(at: Section, national: Mapping[str, History[Limit]]) -> Mapping[str, History[Limit]]:
    for id in at.nodes:
        if id in national:
            at.fail(id, f"thời hạn “{id}” đã có trong limits.yaml; xin đặt mã khác cho thời hạn của tỉnh")
    return read_limits(at)


def _local_kinds(
    at: Section, limits: Mapping[str, History[Limit]], paths: Mapping[CaseKind, History[KindRule]]
) -> Mapping[CaseKind, History[LocalLimits]]:
    at.only(*CaseKind)

    def one(kind: CaseKind, row: Section) -> LocalLimits:
        row.only(*PERIOD, *STEPS)
        local = LocalLimits(
            reply=read_answer(row, "reply", limits) if row.has("reply") else None,
            transfer=read_answer(row, "transfer", limits) if row.has("transfer") else None,
            extension=read_longer(row, limits) if row.has("extension") else None,
        )
        if (over := paths[kind].on(row.day("from"))) and (local.reply or local.extension):
            check_longer(row, local.reply or over.reply, local.extension or over.extension, limits)
        return local

    def history(kind: CaseKind) -> History[LocalLimits]:
        return read_history(at.rows(kind.value), lambda row: one(kind, row))

    return {CaseKind(kind): history(CaseKind(kind)) for kind in at.nodes}
