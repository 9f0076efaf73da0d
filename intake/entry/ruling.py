"""The rule book of an installation: the national rules, with the profile that ``LANGNGHE_PROFILE`` names over them.

It is read once, when a process starts. A running system keeps the book it has, whatever becomes of the files; a new
start with a broken profile goes on with the last one that could be read, and says so.
"""

import shutil
from pathlib import Path

import structlog

from intake.entry.faults import CannotStart
from intake.entry.settings import Settings
from routing.rulebook import SHIPPED_RULES, Rulebook, RulebookInvalid
from routing.rulebook.book import PROFILES

log = structlog.get_logger()

LAST_GOOD = "last_good"


def open_rulebook(settings: Settings, *, strictly: bool = False) -> Rulebook:
    """Raises CannotStart with file, line and key in one sentence, ``strictly`` also where a last good one is kept."""
    try:
        book = Rulebook.load(SHIPPED_RULES, settings.profile, own=settings.home)
    except RulebookInvalid as invalid:
        kept = None if strictly else _last_good(settings)
        if kept is None:
            raise CannotStart(f"Sổ quy định không nạp được: {invalid}") from None
        log.error("rulebook.last_good", fault=str(invalid), version=kept.version)
        return kept
    _keep(settings)
    return book


def _last_good(settings: Settings) -> Rulebook | None:
    """The book with the last profile of this name that could be read; None for a name that is of no file now."""
    if not _own(settings).is_file() or not _copy(settings).is_file():
        return None
    try:
        return Rulebook.load(SHIPPED_RULES, settings.profile, own=settings.home / LAST_GOOD)
    except RulebookInvalid:
        return None


def _keep(settings: Settings) -> None:
    """Keep a copy of the office's own profile, which has just been read."""
    own, copy = _own(settings), _copy(settings)
    try:
        if own.is_file() and not (copy.is_file() and copy.read_bytes() == own.read_bytes()):
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = copy.with_suffix(".new")
            shutil.copyfile(own, made)
            made.replace(copy)
    except OSError as refused:
        log.warning("rulebook.not_kept", fault=refused.strerror)


def _own(settings: Settings) -> Path:
    return settings.home / PROFILES / f"{settings.profile}.yaml"


def _copy(settings: Settings) -> Path:
    return settings.home / LAST_GOOD / PROFILES / f"{settings.profile}.yaml"
