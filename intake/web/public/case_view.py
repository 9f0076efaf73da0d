"""The citizen's page of one case, as read now; shown plainly, or again with what was typed and what is wrong."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import Request, Response

from intake.cases import reach, tracking
from intake.cases import standing as standings
from intake.cases.actor import Actor
from intake.cases.errors import FieldError
from intake.cases.timeline import Entry
from intake.cases.work import Desk
from intake.web import flash
from intake.web.page import render
from intake.web.public import sentences
from intake.web.public.kept import KeptFile
from intake.web.public.typed import Typed
from models.vocabulary import Action

_COMPLETING = frozenset({Action.COMPLETE})
_FORMS: dict[str, frozenset[str]] = {
    "answer": frozenset({Action.ANSWER}),
    "more": frozenset({Action.ADD}),
    "files": frozenset({Action.ANSWER, Action.ADD}),
    "reason": frozenset({Action.REOPEN}),
    "score": frozenset({Action.RATE}),
    "comment": frozenset({Action.RATE}),
    "name": _COMPLETING,
    "phone": _COMPLETING,
    "email": _COMPLETING,
    "address": _COMPLETING,
}
"""The actions whose forms hold each field: a form that is no longer on the page can show neither words nor errors."""

_NOWHERE: frozenset[str] = frozenset()
_WRITTEN = ("answer", "more", "reason", "comment")


def show_case(
    request: Request,
    desk: Desk,
    actor: Actor,
    code: str,
    *,
    typed: Typed | None = None,
    files: Sequence[KeptFile] = (),
    errors: Sequence[FieldError] = (),
    changed: Sequence[Entry] = (),
    status: int = 200,
) -> Response:
    """The page. ``changed`` is what happened while the citizen was writing."""
    with desk.look(actor) as work:
        case = work.find(code)
        view = tracking.tracking(work, case)
        ways, chosen = reach.offered(work, case), reach.chosen(work, case)
        standing = standings.standing(view, restricted=case.restricted, now=work.now)
        look = sentences.look(view.status, restricted=case.restricted, overdue=standing.overdue)
    typed, acts = typed or Typed(str), {action.value for action in view.actions}
    done = flash.carried(request, desk)
    response = render(
        request,
        "public/case.html",
        status=status,
        case=view,
        standing=standing,
        look=look,
        acts=acts,
        ways=ways if len(ways) > 1 else [],
        told_by=typed["told_by"] or (chosen or (ways[0] if ways else "")),
        unsent=[typed[name] for name in _WRITTEN if typed[name].strip() and not _FORMS[name] & acts],
        typed=_with_score(typed, view),
        kept=files,
        errors=[error if _has_place(error.field, acts) else replace(error, field="main") for error in errors],
        changed=changed,
        done=done.sentence if done else "",
    )
    flash.drop(request, response, path=f"/ho-so/{view.code}")
    return response


def _has_place(field: str, acts: set[str]) -> bool:
    """Whether the form that holds the field is on the page; how to be told may be chosen at any time."""
    return field == "told_by" or bool(_FORMS.get(field, _NOWHERE) & acts)


def _with_score(typed: Typed, view: tracking.Tracking) -> Typed:
    """A rating given before is shown as given, unless the citizen is just changing it."""
    if view.answer and view.answer.score and not typed["score"]:
        typed["score"], typed["comment"] = str(view.answer.score), view.answer.comment or ""
    return typed
