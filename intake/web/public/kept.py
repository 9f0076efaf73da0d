"""A form that could not be sent: what was typed and the files that passed, kept on the server to be shown again.

It knows drafts and uploads of one form. It refuses to know which form it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, UploadFile

from intake.cases import drafts, uploads
from intake.cases.errors import FieldError, Invalid, TooMany
from intake.cases.submission import UPLOADS_MAX
from intake.cases.uploads import Incoming
from intake.cases.work import Desk
from intake.web.public.typed import Typed, files_of, text_of
from intake.web.public.visitor import read_id

_TOO_MANY = f"Mỗi lần gửi kèm tối đa {UPLOADS_MAX} tệp. Xin chọn lại, hoặc bỏ bớt tệp đã nhận."


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file we already have."""

    id: UUID
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left."""

    id: UUID
    typed: Typed
    files: tuple[KeptFile, ...]


def recall(desk: Desk, draft_id: UUID | None) -> Draft | None:
    """The form as it was left, if it is still kept."""
    if draft_id is None:
        return None
    with desk.look() as work:
        state = drafts.recall(work, draft_id)
    if state is None or "typed" not in state:
        return None
    files = tuple(KeptFile(UUID(file["id"]), file["name"], file["size"]) for file in state["files"])
    return Draft(draft_id, Typed(str, state["typed"]), files)


def keep(desk: Desk, typed: Typed, files: Iterable[KeptFile]) -> UUID:
    """Keep a form; the draft it came from, if any, is written over."""
    state: dict[str, Any] = {
        "typed": dict(typed),
        "files": [{"id": str(file.id), "name": file.name, "size": file.size} for file in files],
    }
    with desk.work() as work:
        return drafts.keep(work, state, read_id(typed["draft"]))


def receive(desk: Desk, form: FormData, count: Callable[[int], None]) -> tuple[list[KeptFile], list[FieldError]]:
    """The files kept so far that are still ticked, and those that came now; each wrong one has its sentence.

    ``count`` is asked first whether so many more may come, because a disk is shared by everybody.
    """
    draft = recall(desk, read_id(text_of(form, "draft")))
    ticked = set(form.getlist("kept"))
    files = [file for file in (draft.files if draft else ()) if str(file.id) in ticked]
    errors: list[FieldError] = []
    arrived = files_of(form)
    try:
        count(min(len(arrived), UPLOADS_MAX))
    except TooMany as wait:
        return files, [FieldError("files", wait.code, wait.sentence)]
    for part in arrived:
        if len(files) >= UPLOADS_MAX:
            errors.append(FieldError("files", "too_many_files", _TOO_MANY))
            break
        try:
            files.append(_receive_one(desk, part))
        except Invalid as invalid:
            errors.extend(invalid.errors)
    return files, errors


def _receive_one(desk: Desk, part: UploadFile) -> KeptFile:
    # One transaction for each file, so that a bad one takes no good one with it.
    with desk.work() as work:
        upload = uploads.receive(work, Incoming(part.filename or "tệp", part.file))
        return KeptFile(upload.id, upload.name or "tệp", upload.size)
