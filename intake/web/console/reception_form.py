"""The form an officer takes a feedback down with: empty, as it was left, or again with what is wrong.

It knows how the fields come and stay; what they must hold is decided in ``intake.cases.reception``.
"""

from collections.abc import Sequence
from dataclasses import replace
from secrets import token_urlsafe

from fastapi import Request
from fastapi.responses import HTMLResponse

from intake.cases import organisation, unfinished
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, NotFound
from intake.cases.reception import taking
from intake.cases.reception.sources import SOURCES, Source
from intake.cases.work import Desk, Work
from intake.web.console.forms import some_id
from intake.web.console.reception_words import WORDS
from intake.web.console.shell import shell, show
from intake.web.public import kept
from intake.web.public.kept import KeptFile
from intake.web.public.typed import Typed, shown
from models.languages import _
from models.organisation import Unit
from models.vocabulary import ChannelKind
from routing.dates import local, say_day

FIELDS = (
    *("token", "draft", "dialled", "mailbox", "paper", "issue", "issued", "column", "venue", "chair", "station"),
    *(
        "postmark",
        "incoming_number",
        "incoming_day",
        "day",
        "time",
        "late",
        "content",
        "place",
        "files",
        "name",
        "phone",
        "email",
        "address",
    ),
    *("identity_kept", "publish_consent", "read_back", "remark"),
)
"""Every field of every form, in the order of the page."""

PATH = "/nhap-phan-anh"
_CHANNELS = {words.slug: channel for channel, words in WORDS.items()}


def source_of(officer: Actor, slug: str) -> Source:
    """The way in that an address names. Raises NotAllowed for whoever takes nothing down, NotFound."""
    taking.check(officer)
    if slug not in _CHANNELS:
        raise NotFound("no_source", _("Không có cách nhập này."))
    return SOURCES[_CHANNELS[slug]]


def owner_of(officer: Actor) -> str:
    """Whose a kept form is."""
    return str(officer.officer_id)


def blank(work: Work, source: Source) -> Typed:
    """An empty form: now, and what the officer's own office has made known."""
    now = local(work.now)
    typed = Typed(str, {"token": token_urlsafe(16), "day": say_day(now.date()), "time": f"{now:%H:%M}"})
    own = work.session.get(Unit, work.actor.unit_id) if work.actor.unit_id else None
    if own and source.channel is ChannelKind.PHONE:
        typed["dialled"] = own.hotline
    if own and source.channel is ChannelKind.EMAIL:
        typed["mailbox"] = own.email
    return typed


def recalled(desk: Desk, officer: Actor, slug: str, name: str) -> tuple[Typed, list[KeptFile]] | None:
    """A form that was left and kept under this id: one that had been sent before, or when the session ended."""
    if (draft := kept.recall(desk, some_id(name), owner_of(officer))) is not None:
        return draft.typed, list(draft.files)
    with desk.look(officer) as work:
        found = unfinished.recall(work, left) if (left := some_id(name)) else None
    if found is None or found[0] != f"{PATH}/{slug}":
        return None
    typed = Typed(str, {field: shown(values[0]) for field, values in found[1].items() if field in FIELDS})
    draft = kept.recall(desk, some_id(typed["draft"]), owner_of(officer))
    ticked = found[1].get("kept", [])
    return typed, [file for file in (draft.files if draft else ()) if str(file.id) in ticked]


def show_form(
    request: Request,
    desk: Desk,
    officer: Actor,
    source: Source,
    typed: Typed | None = None,
    files: Sequence[KeptFile] = (),
    errors: Sequence[FieldError] = (),
    *,
    left: bool = False,
) -> HTMLResponse:
    """The form; ``left`` says that it was found again after the session had ended."""
    with desk.look(officer) as work:
        frame = shell(work)
        communes = [unit.commune for unit in organisation.units_today(work) if unit.commune]
        typed = typed or blank(work, source)
    told = [replace(error, field="files") if error.field == "upload_ids" else error for error in errors]
    return show(
        request,
        "reception_form.html",
        status=422 if errors else 200,
        shell=frame,
        source=source,
        words=WORDS[source.channel],
        typed=typed,
        kept=files,
        errors=sorted(told, key=lambda error: FIELDS.index(error.field)),
        communes=communes,
        left=left,
    )
