"""The cases ticked in a list, as they are shown before a step is taken on all of them.

It shows what the officer may see and names what they no longer can; drafts shown here count as looks at the cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intake.cases import access, bulk, viewing
from intake.cases.bulk import Chosen
from intake.cases.queues import Row, row_of
from intake.cases.work import Work
from models.case import Case
from models.thread import Reply
from models.vocabulary import ReplyState


@dataclass(frozen=True, slots=True)
class ChosenCase:
    """One case with its question in full and, if asked for, its draft. ``changed``: since the list was shown."""

    row: Row
    version: int
    content: str
    draft: str | None
    changed: bool


@dataclass(frozen=True, slots=True)
class ChosenCases:
    """What was ticked, in that order; ``gone`` are codes this officer sees no case for (any more)."""

    cases: list[ChosenCase]
    gone: list[str]


def chosen_cases(work: Work, chosen: Sequence[Chosen], *, drafts: bool) -> ChosenCases:
    """The cases for the page that asks for confirmation. Raises Impossible for too many."""
    bulk.check_number(chosen)
    query = access.visible_cases(work.actor).where(Case.code.in_([one.code for one in chosen]))
    found = {case.code: case for case in work.session.scalars(query.options(*_SHOWN))}
    texts = _drafts(work, found) if drafts else {}
    if drafts:
        for code in found:
            viewing.log_once(work, code, "page")
    seen = [(one, found[one.code]) for one in chosen if one.code in found]
    return ChosenCases(
        [_shown(work, one, case, texts) for one, case in seen], [c.code for c in chosen if c.code not in found]
    )


_SHOWN = (joinedload(Case.unit), joinedload(Case.officer))


def _shown(work: Work, one: Chosen, case: Case, texts: Mapping[UUID, str]) -> ChosenCase:
    content = access.shown_text(work.actor, case.content, of=case)
    return ChosenCase(row_of(work, case), one.version, content, texts.get(case.id), one.version != case.version)


def _drafts(work: Work, found: Mapping[str, Case]) -> dict[UUID, str]:
    ids = [case.id for case in found.values()]
    query = select(Reply).where(Reply.case_id.in_(ids), Reply.state != ReplyState.ISSUED)
    return {reply.case_id: reply.text or "" for reply in work.session.scalars(query)}
