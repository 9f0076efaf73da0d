"""Which of the news concerns which officer, as short messages.

A code goes only to whoever may see the case as it stands now, as ``access`` decides. Whoever held it before, and may
no longer see it, is told that their lists have changed, without being told by what.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from intake.cases import access
from intake.cases.actor import Actor
from intake.cases.news import Item
from intake.cases.work import Desk
from intake.web.live.watcher import ANYTHING, Message
from models.case import Case

_AT_ONCE = 16
"""Officers asked about in one statement: a few lengths only, so that it is compiled a few times only."""


def messages(desk: Desk, items: Sequence[Item], actors: Sequence[Actor]) -> dict[Actor, set[Message]]:
    """What each of these officers is told of the news."""
    seen = _seen(desk, {item.case_id for item in items if item.case_id}, actors)
    return {actor: {said for item in items if (said := _said(item, actor, seen[actor]))} for actor in actors}


def _said(item: Item, actor: Actor, seen: Mapping[UUID, str]) -> Message | None:
    if item.case_id is None or item.case_id not in seen:
        return ANYTHING if _lost(item, actor) else None
    return Message("looking" if item.looking else "changed", seen[item.case_id])


def _lost(item: Item, actor: Actor) -> bool:
    """Whether lists of this officer may have changed by a case they may not see."""
    units = actor.takes_over | ({actor.unit_id} if actor.unit_id else set())
    return item.case_id is None or item.for_all or bool(item.left & units)


def _seen(desk: Desk, cases: set[UUID], actors: Sequence[Actor]) -> dict[Actor, dict[UUID, str]]:
    """Of these cases those that each may see: their codes by id."""
    found: dict[Actor, dict[UUID, str]] = {actor: {} for actor in actors}
    if not cases:
        return found
    with desk.look() as work:
        for first in range(0, len(actors), _AT_ONCE):
            group = actors[first : first + _AT_ONCE]
            for case_id, code, *sees in work.session.execute(access.who_sees(group).where(Case.id.in_(cases))):
                for actor, may in zip(group, sees, strict=True):
                    found[actor] |= {case_id: code} if may else {}
    return found
