"""The rule book of an installation: the national rules, with the profile that ``LANGNGHE_PROFILE`` names over them.

It is read once, when a process starts. A running system keeps the book it has, whatever becomes of the files; a
new start refuses a broken one.
"""

from intake.entry.faults import CannotStart
from intake.entry.settings import Settings
from routing.rulebook import SHIPPED_RULES, Rulebook, RulebookInvalid


def open_rulebook(settings: Settings) -> Rulebook:
    """Raises CannotStart with file, line and key in one sentence."""
    try:
        return Rulebook.load(SHIPPED_RULES, settings.profile, own=settings.home)
    except RulebookInvalid as invalid:
        raise CannotStart(f"Sổ quy định không nạp được: {invalid}") from None
