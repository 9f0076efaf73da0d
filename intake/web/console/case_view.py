"""Everything the page of a case shows, read in one transaction, with the lists its forms choose from."""

from dataclasses import dataclass
from typing import Any

from intake.cases import case_page, queues, viewing
from intake.cases.case_page import CasePage
from intake.cases.queues import Queue
from intake.cases.timeline import Entry
from intake.cases.viewing import Viewer
from intake.cases.work import Work
from intake.web.console.deeds import DEEDS
from intake.web.console.shell import Shell, shell
from models.vocabulary import Action, CaseKind, Department, EventType, Field, Level, RefusalReason, ReplyState
from routing.lifecycle import RESTRICTED_KINDS
from routing.rulebook import RuleUnknown

_BESIDE = frozenset(
    {
        Action.ASK,
        Action.NOTE,
        Action.TRANSFER,
        Action.RETURN,
        Action.GUIDE,
        Action.RELEASE,
        Action.HIDE,
        Action.RESTRICT,
        Action.REFUSE,
    }
)

_FROM_CITIZEN = (EventType.ANSWERED_BY_CITIZEN, EventType.REOPENED)


@dataclass(frozen=True, slots=True)
class Ground:
    """A listed ground of refusal with what the citizen may do instead, by today's rule book."""

    reason: RefusalReason
    guidance: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page of a case shows, read in one transaction. ``upcoming`` is the next case of the queue."""

    shell: Shell
    page: CasePage
    upcoming: str | None
    viewers: list[Viewer]
    grounds: list[Ground]
    changed: list[Entry]
    to_log: bool

    @property
    def fields(self) -> list[Field]:
        return list(Field)

    @property
    def added(self) -> list[Entry]:
        """What the citizen said after filing, oldest first: it belongs beside their letter."""
        return [entry for entry in reversed(self.page.entries) if entry.event in _FROM_CITIZEN and entry.quote]

    @property
    def sent_back(self) -> Entry | None:
        """The leader's comment on the draft, as long as it waits to be met."""
        if self.page.draft is None or self.page.draft.state is not ReplyState.SENT_BACK:
            return None
        return next((entry for entry in self.page.entries if entry.event is EventType.SENT_BACK), None)

    @property
    def offers_more(self) -> bool:
        """Whether there is any step beside the main one of the page."""
        return bool(set(self.page.actions) & _BESIDE)

    def has_form(self, slug: str) -> bool:
        """Whether the page offers the form of this name now."""
        return slug in DEEDS and DEEDS[slug].action in self.page.actions


def read_view(work: Work, code: str, seen: int | None, queue: Queue | None) -> View:
    case = work.find(code)
    page = case_page.case_page(work, case)
    return View(
        shell=shell(work, queue),
        page=page,
        upcoming=queues.next_code(work, queue, case) if queue else None,
        viewers=viewing.viewers(work, case) if page.sender else [],
        grounds=_grounds(work) if Action.REFUSE in page.actions else [],
        changed=[entry for entry in page.entries if seen is not None and entry.seq > seen],
        to_log=not viewing.looked_just_now(work, case, "page"),
    )


def _grounds(work: Work) -> list[Ground]:
    book, grounds = work.desk.rulebook.on(work.today), []
    for reason in RefusalReason:
        try:
            grounds.append(Ground(reason, book.refusal(reason).guidance))
        except RuleUnknown:
            continue
    return grounds


def choices(view: View) -> dict[str, Any]:
    """The view and the lists its forms choose from."""
    units = view.page.units
    groups = {
        Level.PROVINCE: [unit for unit in units if unit.department is not Department.COMMUNE],
        Level.COMMUNE: [unit for unit in units if unit.department is Department.COMMUNE],
    }
    return {
        "shell": view.shell,
        "page": view.page,
        "view": view,
        "unit_groups": groups,
        "kinds": [kind for kind in CaseKind if kind not in RESTRICTED_KINDS],
        "restricted_kinds": [kind for kind in CaseKind if kind in RESTRICTED_KINDS],
        "Action": Action,
    }
