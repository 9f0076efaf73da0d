"""A form that could not be filed: what was typed is kept on the server, sealed, so that nothing is lost."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from intake.cases import arriving
from intake.cases.work import Work
from models.citizen import FormDraft

KEPT = timedelta(days=2)


def keep(work: Work, state: dict[str, Any], draft_id: UUID | None = None) -> UUID:
    """Keep a form's state (JSON values) under a new id, or the id it already has."""
    draft = work.session.get(FormDraft, draft_id) if draft_id else None
    if draft is None:
        draft = FormDraft(created_at=work.now)
        work.session.add(draft)
    draft.state, draft.expires_at = json.dumps(state), work.now + KEPT
    work.session.flush()
    return draft.id


def change(work: Work, draft_id: UUID, alter: Callable[[dict[str, Any]], None]) -> bool:
    """Alter what is kept, alone; False if there is no such draft any more."""
    draft = work.session.get(FormDraft, draft_id, with_for_update=True)
    if draft is None or draft.expires_at <= work.now or draft.state is None:
        return False
    state: dict[str, Any] = json.loads(draft.state)
    alter(state)
    draft.state, draft.expires_at = json.dumps(state), work.now + KEPT
    return True


def recall(work: Work, draft_id: UUID) -> dict[str, Any] | None:
    """What was typed, or None if there is no such draft any more."""
    draft = work.session.get(FormDraft, draft_id)
    if draft is None or draft.expires_at <= work.now or draft.state is None:
        return None
    state: dict[str, Any] = json.loads(draft.state)
    return state


def forget(work: Work, draft_id: UUID) -> None:
    """The form was filed; the draft and all expired ones go, with whatever was still on its way into them."""
    gone = select(FormDraft.id).where((FormDraft.id == draft_id) | (FormDraft.expires_at <= work.now))
    arriving.discard(work, gone)
    work.session.execute(delete(FormDraft).where((FormDraft.id == draft_id) | (FormDraft.expires_at <= work.now)))
