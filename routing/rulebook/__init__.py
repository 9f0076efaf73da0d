"""The law as dated data: read from YAML, refused whole when anything in it is unclear, asked by day.

Import from here. Knows how a rule is written and when it holds; how days are counted is the calendar's.
"""

from routing.rulebook.book import SHIPPED_RULES, Rulebook, known_profiles
from routing.rulebook.choices import Choice, Choices
from routing.rulebook.day import RulebookDay
from routing.rulebook.elsewhere import Destination, Elsewhere
from routing.rulebook.entries import (
    ClockStart,
    Extension,
    KindPath,
    KindRule,
    Limit,
    LimitUse,
    OfficeHours,
    Refusal,
)
from routing.rulebook.errors import RulebookInvalid, RuleUnknown
from routing.rulebook.evaluating import Explained
from routing.rulebook.keeping import Keeping
from routing.rulebook.profiles import NATIONAL_NAME, Profile
from routing.rulebook.receivers import Receiver, ReceivingLevel
from routing.rulebook.reporting import ReportPeriod, ReportRule

__all__ = [
    "NATIONAL_NAME",
    "SHIPPED_RULES",
    "Choice",
    "Choices",
    "ClockStart",
    "Destination",
    "Elsewhere",
    "Explained",
    "Extension",
    "Keeping",
    "KindPath",
    "KindRule",
    "Limit",
    "LimitUse",
    "OfficeHours",
    "Profile",
    "Receiver",
    "ReceivingLevel",
    "Refusal",
    "ReportPeriod",
    "ReportRule",
    "RuleUnknown",
    "Rulebook",
    "RulebookDay",
    "RulebookInvalid",
    "known_profiles",
]
