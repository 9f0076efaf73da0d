"""How the citizen's sentences look on a page: a tone and an icon for every status, and what is missing in words.

The sentences themselves are made in ``intake.cases.standing``.
"""

from dataclasses import dataclass

from models.languages import N_, _
from models.vocabulary import CaseStatus

_S = CaseStatus


@dataclass(frozen=True, slots=True)
class Look:
    """The colour class of the page's first box and the icon beside its first sentence."""

    tone: str
    icon: str


LOOKS: dict[CaseStatus, Look] = {
    _S.RECEIVED: Look("going", "inbox"),
    _S.TRIAGE: Look("going", "user-question"),
    _S.ASSIGNED: Look("going", "building-community"),
    _S.ACCEPTED: Look("going", "building-community"),
    _S.AWAITING_CITIZEN: Look("waiting", "user-question"),
    _S.DRAFTING: Look("going", "file-text"),
    _S.AWAITING_APPROVAL: Look("going", "file-text"),
    _S.ANSWERED: Look("done", "circle-check"),
    _S.PUBLISHED: Look("done", "circle-check"),
    _S.REFUSED: Look("ended", "info-circle"),
    _S.GUIDED: Look("ended", "info-circle"),
    _S.WITHDRAWN: Look("ended", "arrow-back-up"),
    _S.MERGED: Look("ended", "info-circle"),
}

_MISSING = {"name": N_("họ tên"), "address": N_("địa chỉ"), "contact": N_("cách liên hệ")}


def look(status: CaseStatus, *, restricted: bool, overdue: bool) -> Look:
    """What is kept close shows a lock, what is late says so in its colour."""
    plain = LOOKS[status]
    return Look("late" if overdue else plain.tone, "lock" if restricted else plain.icon)


def missing_words(missing: tuple[str, ...]) -> str:
    """``họ tên, địa chỉ và cách liên hệ``."""
    words = [_(_MISSING[what]) for what in missing]
    if len(words) < 2:
        return "".join(words)
    return _("{several} và {last}").format(several=", ".join(words[:-1]), last=words[-1])
