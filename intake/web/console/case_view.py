"""Everything the page of a case shows, read in one transaction, with the lists its forms choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from intake.cases import case_page, extend, meanwhile, mentions, reply_templates, typed, viewing
from intake.cases.attachments import FileView
from intake.cases.case_page import CasePage
from intake.cases.proposal import UnitOption
from intake.cases.queues import Queue
from intake.cases.timeline import Entry
from intake.cases.viewing import Viewer
from intake.cases.work import Work
from intake.web.console.beside import (
    ExaminationLaw,
    Ground,
    destinations,
    examination_law,
    guidance,
    handing_over,
    refusal_grounds,
)
from intake.web.console.deeds import DEEDS
from intake.web.console.difference import Piece, pieces
from intake.web.console.forms import Typed
from intake.web.console.return_to import next_of
from intake.web.console.sent_along import waiting
from intake.web.console.shell import Shell, shell
from models.case import Case
from models.office import ReplyTemplate
from models.vocabulary import Action, CaseKind, Department, EventType, Field, Level, ReplyState, Role
from routing.lifecycle import LAST_NOT_OURS, RESTRICTED_KINDS
from routing.rulebook import Elsewhere, KindPath

_BESIDE = frozenset(
    {
        Action.ASK,
        Action.EXTEND,
        Action.NOTE,
        Action.TRANSFER,
        Action.RETURN,
        Action.GUIDE,
        Action.RELEASE,
        Action.HIDE,
        Action.RESTRICT,
        Action.REFUSE,
        Action.TELL_STATUS,
        Action.SPLIT,
        Action.MERGE,
        Action.HAND_OVER,
        Action.HAND_TO,
        Action.RECALL,
        Action.CORRECT,
    }
)

_REPLY = "soan"
_FROM_CITIZEN = (EventType.ANSWERED_BY_CITIZEN, EventType.REOPENED)


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page of a case shows, read in one transaction. ``upcoming`` is the next case of the queue.

    ``no_extension`` says why the deadline can't be extended, to whoever might otherwise. ``difference`` is the reply
    as another officer has saved it against the one being written, ``waiting_files`` what each form has brought already.
    """

    shell: Shell
    page: CasePage
    upcoming: str | None
    viewers: list[Viewer]
    grounds: list[Ground]
    typed: Typed
    changed: list[Entry]
    difference: list[Piece]
    no_extension: str | None
    law: ExaminationLaw | None
    templates: Sequence[ReplyTemplate]
    chooses_taker: bool
    handing_over: str
    destinations: list[Elsewhere]
    guidance: str
    to_log: bool
    waiting_files: dict[str, list[FileView]]

    @property
    def fields(self) -> list[Field]:
        return list(Field)

    @property
    def has_marks(self) -> bool:
        """Whether words of the letter are marked."""
        return any(run.ranks for run in self.page.letter)

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

    @property
    def goes_up(self) -> bool:
        """Whether the next "not ours" goes to the superior."""
        return self.page.not_ours == LAST_NOT_OURS - 1

    def has_form(self, slug: str) -> bool:
        """Whether the page offers the form of this name now; a letter is cut on a page of its own."""
        return slug in DEEDS and slug != "tach" and DEEDS[slug].action in self.page.actions


def read_view(
    work: Work, code: str, seen: int | None, queue: Queue | None, sent: Typed, *, belongs_to: str = "", query: str = ""
) -> View:
    """The page for a form made of version ``seen`` and ``sent`` in vain; or for no form, with what is being written.

    ``belongs_to``: the procedure to whose place the sender is to be guided; ``query``: how the list it was opened from
    is narrowed.
    """
    case = work.find(code)
    page = case_page.case_page(work, case)
    shown = replace(sent, kept=typed.kept(work, case))
    return View(
        shell=shell(work, queue),
        page=page,
        upcoming=next_of(work, queue, case, query),
        viewers=viewing.viewers(work, case) if page.sender else [],
        grounds=refusal_grounds(work) if Action.REFUSE in page.actions else [],
        typed=shown,
        changed=_changed(work, case, page, seen, shown),
        difference=_difference(work, case, page, seen, shown),
        no_extension=extend.refusal(work, case) if Action.EXTEND in page.actions else None,
        law=examination_law(work) if Action.EVALUATE in page.actions or page.evaluation else None,
        templates=reply_templates.offered(work, case) if Action.DRAFT in page.actions else (),
        chooses_taker=Role.RECEIVING in work.actor.roles,
        handing_over=handing_over(work) if Action.HAND_OVER in page.actions else "",
        destinations=destinations(work) if {Action.GUIDE, Action.REFUSE} & set(page.actions) else [],
        guidance=guidance(work, belongs_to or _guided(work, page)) if Action.GUIDE in page.actions else "",
        to_log=not viewing.looked_just_now(work, case, "page") or mentions.waits(work, case),
        waiting_files={
            slug: waiting(work, shown.of(slug))
            for slug, deed in DEEDS.items()
            if deed.takes_files and deed.action in page.actions
        },
    )


def _guided(work: Work, page: CasePage) -> str:
    """The procedure whose words come first, for a message of a kind that the rule book only guides elsewhere."""
    kind = page.row.kind or (page.proposal.kind if page.proposal else None)
    if kind is None or work.desk.rulebook.on(work.today).kind(kind).path is not KindPath.GUIDED:
        return ""
    return kind.value


def _changed(work: Work, case: Case, page: CasePage, seen: int | None, shown: Typed) -> list[Entry]:
    """Everything since the form that was sent; beside a text kept from another day only what others did."""
    if seen is not None:
        return [entry for entry in page.entries if entry.seq > seen]
    oldest = min((one.version for one in shown.kept.values()), default=page.version)
    if oldest >= page.version:
        return []
    others = meanwhile.by_others(work, case, oldest).seqs
    return [entry for entry in page.entries if entry.seq in others]


def _difference(work: Work, case: Case, page: CasePage, seen: int | None, shown: Typed) -> list[Piece]:
    """Where another officer's saved reply and the one being written differ, if both were changed."""
    if page.draft is None or shown.of(_REPLY) is None:
        return []
    kept = shown.kept.get(_REPLY)
    version = seen if shown.slug == _REPLY else kept.version if kept else None
    if version is None or version >= page.version or not meanwhile.by_others(work, case, version).drafted:
        return []
    return pieces(page.draft.text, shown.text(_REPLY))


def choices(view: View) -> dict[str, Any]:
    """The view and the lists its forms choose from."""
    return {
        "shell": view.shell,
        "page": view.page,
        "view": view,
        "typed": view.typed,
        "unit_groups": unit_groups(view.page.units),
        "kinds": [kind for kind in CaseKind if kind not in RESTRICTED_KINDS],
        "restricted_kinds": [kind for kind in CaseKind if kind in RESTRICTED_KINDS],
        "Action": Action,
    }


def unit_groups(units: list[UnitOption]) -> dict[Level, list[UnitOption]]:
    """The units a case may be sent to, as a list offers them."""
    return {
        Level.PROVINCE: [unit for unit in units if unit.department is not Department.COMMUNE],
        Level.COMMUNE: [unit for unit in units if unit.department is Department.COMMUNE],
    }
