"""The life of a case as a typed table: from which status, who may do what, where it leads, what it records.

Console buttons, the API, the citizen's page and the diagram in the docs all come from ``PATHS``. An ordinary
case goes through triage to a unit; a restricted one (a possible complaint or denunciation) stays with one desk
and has no way to a public status. What the citizen reads in each status is in ``routing.told``. This module
decides whether a step exists; who may see the case at all is ``intake.cases.access``.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from models.vocabulary import Action, CaseKind, CaseStatus, EventType, Role

Goal = CaseStatus | Literal["resume"] | None
"""Where a step leads: a status, the status before a question was asked, or nowhere (the case stays)."""


class Path(StrEnum):
    """Which table a case follows."""

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"


class ImpossibleStep(Exception):
    """The action does not exist from this status on this path."""

    def __init__(self, path: Path, status: CaseStatus, action: Action) -> None:
        super().__init__(f"{action} from {status} on the {path} path")
        self.status, self.action = status, action


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. ``public`` says whether the citizen reads the event on their timeline.

    A row with ``only_kind`` is for cases of that kind alone.
    """

    to: Goal
    roles: frozenset[Role]
    event: EventType
    basis: str
    public: bool = True
    only_kind: CaseKind | None = None

    def is_for(self, kind: CaseKind | None) -> bool:
        """Whether a case of this kind (None: not known yet) may take the step."""
        return self.only_kind is None or self.only_kind is kind


_S, _A, _E = CaseStatus, Action, EventType
_SYSTEM, _CITIZEN = frozenset({Role.SYSTEM}), frozenset({Role.CITIZEN})
_RECEIVING, _LEADER = frozenset({Role.RECEIVING}), frozenset({Role.LEADER})
_HANDLERS = frozenset({Role.HANDLING, Role.LEADER})
_OFFICERS = _HANDLERS | _RECEIVING

_RECEPTION = "Điều 9 Nghị định 20/2008/NĐ-CP"
_HANDLING = "Điều 14 Nghị định 20/2008/NĐ-CP"
_CLEAR_CONTENT = "Điều 7, Điều 12 Nghị định 20/2008/NĐ-CP"
_OTHER_LAW = "Điều 1 Nghị định 20/2008/NĐ-CP"
_RESULT = "Điều 19 Nghị định 20/2008/NĐ-CP"
_STATUS_DUTY = "khoản 2 Điều 12 Nghị định 20/2008/NĐ-CP"
_OFFICE_RULE = "Quy chế tiếp nhận, xử lý của cơ quan"
_DISAGREEMENT = "Điều 17, Điều 18 Nghị định 20/2008/NĐ-CP"
_MIXED_CONTENT = "khoản 4 Điều 14 Nghị định 154/2026/NĐ-CP, áp dụng tương tự"
_EXAMINATION = "điểm b, điểm c khoản 2 Điều 14, Điều 15 Nghị định 20/2008/NĐ-CP"
_SUCCESSION = "Quyết định sáp nhập, giải thể đơn vị"
_LEGAL_DOCUMENTS = "Quyết định 48/2025/QĐ-TTg"

Table = dict[tuple[CaseStatus, Action], Step]

_NOTE = Step(None, _OFFICERS, _E.NOTED, _OFFICE_RULE, public=False)
_COMPLETE = Step(None, _CITIZEN, _E.ANSWERED_BY_CITIZEN, _CLEAR_CONTENT)
_ADD = Step(None, _CITIZEN, _E.ANSWERED_BY_CITIZEN, _STATUS_DUTY)
_WITHDRAW = Step(_S.WITHDRAWN, _CITIZEN, _E.WITHDRAWN, _OFFICE_RULE)
_ASK = Step(_S.AWAITING_CITIZEN, _HANDLERS, _E.ASKED, _CLEAR_CONTENT)
_TRANSFER = Step(_S.ASSIGNED, _HANDLERS, _E.TRANSFERRED, _RECEPTION)
_RETURN = Step(_S.TRIAGE, _HANDLERS, _E.RETURNED, _RECEPTION, public=False)
_RESTRICT = Step(_S.TRIAGE, _OFFICERS | _SYSTEM, _E.CLASSIFIED, _OTHER_LAW, public=False)
_DRAFT = Step(_S.DRAFTING, _HANDLERS, _E.DRAFTED, _HANDLING, public=False)
_REOPEN = Step(_S.ASSIGNED, _CITIZEN, _E.REOPENED, _OFFICE_RULE)
_RATE = Step(None, _CITIZEN, _E.RATED, _OFFICE_RULE)
_TELL_STATUS = Step(None, _OFFICERS, _E.STATUS_TOLD, _STATUS_DUTY)
_SPLIT = Step(None, _HANDLERS, _E.SPLIT, _MIXED_CONTENT)
_SPLIT_AT_TRIAGE = replace(_SPLIT, roles=_RECEIVING)
_MERGE = Step(_S.MERGED, _HANDLERS, _E.MERGED, _OFFICE_RULE)
_MERGE_AT_TRIAGE = replace(_MERGE, roles=_RECEIVING)
_EVALUATE = Step(None, _HANDLERS, _E.EVALUATED, _EXAMINATION, only_kind=CaseKind.REGULATION)
_EXTEND = Step(None, _LEADER, _E.EXTENDED, _OFFICE_RULE)
_TAKE_OVER = Step(_S.ASSIGNED, _HANDLERS | _RECEIVING, _E.TRANSFERRED, _SUCCESSION)
_RESEND = Step(None, _OFFICERS, _E.DELIVERY_CHANGED, _OFFICE_RULE)
_HAND_OVER = Step(_S.GUIDED, _HANDLERS, _E.HANDED_OVER, _LEGAL_DOCUMENTS)

_HAND_TO = Step(None, _HANDLERS, _E.HANDED_TO, _OFFICE_RULE, public=False)
_CORRECT = Step(_S.DRAFTING, _LEADER, _E.CORRECTING, _OFFICE_RULE)
_ISSUE_LETTER = Step(None, _HANDLERS, _E.LETTERED, _RESULT, public=False)

_IN_HAND = (_S.ACCEPTED, _S.AWAITING_CITIZEN, _S.DRAFTING)

_HANDLED: Table = {
    (_S.ACCEPTED, _A.ASK): _ASK,
    (_S.ACCEPTED, _A.DRAFT): _DRAFT,
    (_S.AWAITING_CITIZEN, _A.ANSWER): Step("resume", _CITIZEN, _E.ANSWERED_BY_CITIZEN, _CLEAR_CONTENT),
    (_S.AWAITING_CITIZEN, _A.DRAFT): _DRAFT,
    (_S.DRAFTING, _A.ASK): _ASK,
    (_S.DRAFTING, _A.DRAFT): Step(None, _HANDLERS, _E.DRAFTED, _HANDLING, public=False),
    (_S.DRAFTING, _A.SUBMIT): Step(_S.AWAITING_APPROVAL, _HANDLERS, _E.SUBMITTED, _HANDLING, public=False),
    (_S.AWAITING_APPROVAL, _A.SEND_BACK): Step(_S.DRAFTING, _LEADER, _E.SENT_BACK, _HANDLING, public=False),
    (_S.AWAITING_APPROVAL, _A.RECALL): Step(_S.DRAFTING, _HANDLERS, _E.RECALLED, _HANDLING, public=False),
    (_S.AWAITING_APPROVAL, _A.APPROVE): Step(_S.ANSWERED, _LEADER, _E.APPROVED, _HANDLING, public=False),
    **{(status, _A.TELL_STATUS): _TELL_STATUS for status in (*_IN_HAND, _S.AWAITING_APPROVAL)},
    **{(status, _A.HAND_TO): _HAND_TO for status in (*_IN_HAND, _S.AWAITING_APPROVAL)},
    **{(status, _A.SPLIT): _SPLIT for status in _IN_HAND},
    (_S.ACCEPTED, _A.MERGE): _MERGE,
    (_S.ANSWERED, _A.RATE): _RATE,
    (_S.ANSWERED, _A.CORRECT): _CORRECT,
    (_S.ANSWERED, _A.ISSUE_LETTER): _ISSUE_LETTER,
}
"""Asking, telling, splitting, merging, drafting, approving, rating, correcting, a letter: the same on every path."""

_OPEN = (_S.TRIAGE, _S.ASSIGNED, *_IN_HAND, _S.AWAITING_APPROVAL)
_WITH_A_UNIT = (_S.ASSIGNED, *_IN_HAND)
_ADDED_TO = tuple(status for status in _OPEN if status is not _S.AWAITING_CITIZEN)
"""Where the citizen may write more by themselves; to a question there is an answer."""

_NOTABLE = (*_OPEN, _S.ANSWERED, _S.PUBLISHED, _S.REFUSED, _S.GUIDED)
_TOLD = (*_NOTABLE, _S.MERGED)

ORDINARY: Table = {
    (_S.RECEIVED, _A.CLASSIFY): Step(_S.TRIAGE, _SYSTEM, _E.CLASSIFIED, _RECEPTION, public=False),
    (_S.TRIAGE, _A.ASSIGN): Step(_S.ASSIGNED, _SYSTEM | _RECEIVING, _E.ASSIGNED, _RECEPTION),
    (_S.TRIAGE, _A.REFUSE): Step(_S.REFUSED, _RECEIVING, _E.REFUSED, _RECEPTION),
    (_S.TRIAGE, _A.GUIDE): Step(_S.GUIDED, _RECEIVING, _E.GUIDED, _RECEPTION),
    (_S.TRIAGE, _A.SPLIT): _SPLIT_AT_TRIAGE,
    (_S.TRIAGE, _A.MERGE): _MERGE_AT_TRIAGE,
    (_S.TRIAGE, _A.HAND_OVER): replace(_HAND_OVER, roles=_RECEIVING),
    (_S.ASSIGNED, _A.ACCEPT): Step(_S.ACCEPTED, _HANDLERS, _E.ACCEPTED, _HANDLING),
    (_S.ASSIGNED, _A.TAKE_BACK): replace(_RETURN, roles=_RECEIVING),
    (_S.ASSIGNED, _A.HAND_TO): replace(_HAND_TO, roles=_LEADER),
    (_S.ASSIGNED, _A.TELL_STATUS): _TELL_STATUS,
    (_S.ASSIGNED, _A.SPLIT): _SPLIT,
    (_S.ASSIGNED, _A.MERGE): _MERGE,
    (_S.MERGED, _A.RETURN): Step(_S.TRIAGE, _RECEIVING | _SYSTEM, _E.RETURNED, _OFFICE_RULE, public=False),
    **{(status, _A.TRANSFER): _TRANSFER for status in _WITH_A_UNIT},
    **{(status, _A.RETURN): _RETURN for status in _WITH_A_UNIT},
    **{(status, _A.TAKE_OVER): _TAKE_OVER for status in (*_WITH_A_UNIT, _S.AWAITING_APPROVAL)},
    **{(status, _A.HAND_OVER): _HAND_OVER for status in _WITH_A_UNIT},
    **{(status, _A.EVALUATE): _EVALUATE for status in _IN_HAND},
    **{(status, _A.EXTEND): _EXTEND for status in (*_IN_HAND, _S.AWAITING_APPROVAL)},
    **{(status, _A.RESTRICT): _RESTRICT for status in (*_OPEN, _S.ANSWERED, _S.PUBLISHED)},
    **{(status, _A.WITHDRAW): _WITHDRAW for status in (_S.RECEIVED, *_OPEN)},
    **{(status, _A.COMPLETE): _COMPLETE for status in (_S.RECEIVED, *_OPEN)},
    **{(status, _A.ADD): _ADD for status in _ADDED_TO},
    **{(status, _A.NOTE): _NOTE for status in _NOTABLE},
    **{(status, _A.RESEND): _RESEND for status in _TOLD},
    **_HANDLED,
    (_S.ANSWERED, _A.PUBLISH): Step(_S.PUBLISHED, _RECEIVING | _LEADER, _E.PUBLISHED, _RESULT),
    (_S.PUBLISHED, _A.HIDE): Step(_S.ANSWERED, _RECEIVING | _LEADER, _E.HIDDEN, _RESULT, public=False),
    (_S.PUBLISHED, _A.RATE): _RATE,
    (_S.PUBLISHED, _A.CORRECT): _CORRECT,
    (_S.PUBLISHED, _A.ISSUE_LETTER): _ISSUE_LETTER,
    (_S.ANSWERED, _A.REOPEN): _REOPEN,
    (_S.PUBLISHED, _A.REOPEN): _REOPEN,
}

RESTRICTED: Table = {
    (_S.TRIAGE, _A.RELEASE): Step(_S.TRIAGE, _HANDLERS, _E.CLASSIFIED, _OTHER_LAW, public=False),
    (_S.TRIAGE, _A.ACCEPT): Step(_S.ACCEPTED, _HANDLERS, _E.ACCEPTED, _OTHER_LAW),
    (_S.TRIAGE, _A.REFUSE): Step(_S.REFUSED, _HANDLERS, _E.REFUSED, _OTHER_LAW),
    (_S.TRIAGE, _A.GUIDE): Step(_S.GUIDED, _HANDLERS, _E.GUIDED, _OTHER_LAW),
    (_S.TRIAGE, _A.SPLIT): _SPLIT,
    (_S.TRIAGE, _A.MERGE): _MERGE,
    (_S.MERGED, _A.RETURN): Step(_S.TRIAGE, _HANDLERS | _SYSTEM, _E.RETURNED, _OFFICE_RULE, public=False),
    (_S.ACCEPTED, _A.GUIDE): Step(_S.GUIDED, _HANDLERS, _E.GUIDED, _OTHER_LAW),
    **{(status, _A.WITHDRAW): _WITHDRAW for status in _OPEN if status is not _S.ASSIGNED},
    **{(status, _A.COMPLETE): _COMPLETE for status in _OPEN if status is not _S.ASSIGNED},
    **{(status, _A.ADD): _ADD for status in _ADDED_TO if status is not _S.ASSIGNED},
    **{(status, _A.NOTE): _NOTE for status in _NOTABLE if status not in (_S.ASSIGNED, _S.PUBLISHED)},
    **{(status, _A.RESEND): _RESEND for status in _TOLD if status not in (_S.ASSIGNED, _S.PUBLISHED)},
    **_HANDLED,
}

ESCALATION = Step(_S.ASSIGNED, _HANDLERS, _E.ESCALATED, _DISAGREEMENT)
"""What the second "not ours" leads to, instead of going back or on: the superior decides, and it stays decided."""

LAST_NOT_OURS = 2
"""Which "not ours" goes to the superior."""

PATHS: dict[Path, Table] = {Path.ORDINARY: ORDINARY, Path.RESTRICTED: RESTRICTED}

RESTRICTED_KINDS = frozenset({CaseKind.COMPLAINT, CaseKind.DENUNCIATION})
OPEN_STATUSES = frozenset({_S.RECEIVED, *_OPEN})
ANSWERED_STATUSES = frozenset({_S.ANSWERED, _S.PUBLISHED})
CLOSED_STATUSES = frozenset(set(CaseStatus) - OPEN_STATUSES)


def path_of(*, restricted: bool) -> Path:
    return Path.RESTRICTED if restricted else Path.ORDINARY


def step(path: Path, status: CaseStatus, action: Action) -> Step:
    """The row for an action. Raises ImpossibleStep."""
    try:
        return PATHS[path][status, action]
    except KeyError:
        raise ImpossibleStep(path, status, action) from None


def destination(taken: Step, status: CaseStatus, resume: CaseStatus | None) -> CaseStatus:
    """The status after a step taken from ``status``; ``resume`` is the status before the last question."""
    if taken.to == "resume":
        return resume or CaseStatus.ACCEPTED
    return taken.to or status


def actions(path: Path, status: CaseStatus, roles: frozenset[Role], kind: CaseKind | None) -> tuple[Action, ...]:
    """What these roles may do from this status with a case of this kind, in the order of the vocabulary."""
    rows = ((action, PATHS[path].get((status, action))) for action in Action)
    return tuple(action for action, row in rows if row is not None and row.is_for(kind) and row.roles & roles)
