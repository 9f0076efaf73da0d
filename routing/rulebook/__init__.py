"""The law as dated data: read from YAML, refused whole when anything in it is unclear, asked by day.

Import from here. Knows how a rule is written and when it holds; how days are counted is the calendar's.
"""

from routing.rulebook.book import SHIPPED_RULES, Rulebook, RulebookDay
from routing.rulebook.entries import (
    ClockStart,
    KindPath,
    KindRule,
    Limit,
    LimitUse,
    OfficeHours,
    Refusal,
)
from routing.rulebook.errors import RulebookInvalid, RuleUnknown

__all__ = [
    "SHIPPED_RULES",
    "ClockStart",
    "KindPath",
    "KindRule",
    "Limit",
    "LimitUse",
    "OfficeHours",
    "Refusal",
    "RuleUnknown",
    "Rulebook",
    "RulebookDay",
    "RulebookInvalid",
]
