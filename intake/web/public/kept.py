"""A form that could not be sent: what was typed and the files that passed, kept on the server to be shown again.

It knows drafts and uploads of one form, and that an officer's is given back to that officer only (``owner``). It
refuses to know which form it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from starlette.datastructures import FormData, UploadFile

from intake.cases import drafts, uploads
from intake.cases.errors import FieldError, Invalid, TooMany
from intake.cases.incoming import Incoming, examined
from intake.cases.submission import UPLOADS_MAX
from intake.cases.work import Desk, Work
from intake.web.public.typed import Typed, files_of, text_of
from intake.web.public.visitor import read_id
from models.languages import N_, _
from models.thread import Upload

log = structlog.get_logger()

_NOT_STORED = N_(
    "Tệp chưa lưu được vì máy chủ đang hết chỗ. Ông/bà gửi trước phần chữ được, hoặc xin thử lại sau ít phút."
)
_TOO_MANY = N_("Mỗi lần gửi kèm tối đa {most} tệp. Xin chọn lại, hoặc bỏ bớt tệp đã nhận.")


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


def recall(desk: Desk, draft_id: UUID | None, owner: str = "") -> Draft | None:
    """The form as it was left, if it is still kept and its owner asks."""
    if draft_id is None:
        return None
    with desk.look() as work:
        state = drafts.recall(work, draft_id)
    if state is None or "typed" not in state or state.get("owner", "") != owner:
        return None
    return Draft(draft_id, Typed(str, state["typed"]), tuple(_files(state)))


def keep(desk: Desk, typed: Typed, files: Iterable[KeptFile], owner: str = "") -> UUID:
    """Keep a form; the draft it came from, if any, is written over."""
    state: dict[str, Any] = {
        "owner": owner,
        "typed": dict(typed),
        "files": [_as_record(file) for file in files],
    }
    with desk.work() as work:
        return drafts.keep(work, state, read_id(typed["draft"]))


def keep_words(desk: Desk, typed: Typed) -> UUID:
    """Keep what has been typed so far; the files of the draft, which may be on their way, are left alone."""
    words = dict(typed)
    with desk.work() as work:
        draft_id = read_id(typed["draft"])
        if draft_id is not None and drafts.change(work, draft_id, lambda state: state.update(typed=words)):
            return draft_id
        return drafts.keep(work, {"owner": "", "typed": words, "files": []})


def draft_for_files(work: Work, draft_id: UUID | None) -> UUID:
    """The draft files are brought into: this one if it is still kept, else a new one."""
    if draft_id is not None and drafts.recall(work, draft_id) is not None:
        return draft_id
    return drafts.keep(work, {"owner": "", "typed": {}, "files": []})


def files_in(work: Work, draft_id: UUID) -> list[KeptFile]:
    """The files of a citizen's draft; none of one that is no more."""
    state = drafts.recall(work, draft_id)
    return _files(state) if state is not None and state.get("owner") == "" else []


def put_in(work: Work, draft_id: UUID, upload: Upload) -> None:
    """A file has come in for this draft."""
    file = {"id": str(upload.id), "name": upload.name or _("tệp"), "size": upload.size}
    drafts.change(work, draft_id, lambda state: state["files"].append(file))


def take_out(work: Work, draft_id: UUID, file_id: UUID) -> None:
    """Its sender does not want to send a file of this draft."""
    if all(file.id != file_id for file in files_in(work, draft_id)):
        return
    left = [_as_record(file) for file in files_in(work, draft_id) if file.id != file_id]
    drafts.change(work, draft_id, lambda state: state.update(files=left))
    uploads.discard(work, [file_id])


def receive(
    desk: Desk, form: FormData, count: Callable[[int], None], owner: str = ""
) -> tuple[list[KeptFile], list[FieldError]]:
    """The files kept so far that are still ticked, and those that came now; each wrong one has its sentence.

    ``count`` is asked first whether so many more may come, because a disk is shared by everybody.
    """
    draft = recall(desk, read_id(text_of(form, "draft")), owner)
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
            errors.append(FieldError("files", "too_many_files", _(_TOO_MANY).format(most=UPLOADS_MAX)))
            break
        try:
            files.append(_receive_one(desk, part))
        except Invalid as invalid:
            errors.extend(invalid.errors)
        except OSError as full:  # the words are smaller than a picture: they may still find room
            log.warning("upload.not_stored", fault=type(full).__name__)
            errors.append(FieldError("files", "not_stored", _(_NOT_STORED)))
    return files, errors


def still_usable(desk: Desk, files: Iterable[KeptFile]) -> list[KeptFile]:
    """The files that may be sent again, when one of them was refused: swept away, or found to be infected."""
    known = list(files)
    with desk.look() as work:
        usable = uploads.usable(work, [file.id for file in known])
    return [file for file in known if file.id in usable]


def _receive_one(desk: Desk, part: UploadFile) -> KeptFile:
    # One transaction for each file, so that a bad one takes no good one with it.
    with examined(Incoming(part.filename or "tệp", part.file)) as file, desk.work() as work:
        upload = uploads.receive(work, file)
        return KeptFile(upload.id, upload.name or "tệp", upload.size)


def _files(state: Mapping[str, Any]) -> list[KeptFile]:
    return [KeptFile(UUID(file["id"]), file["name"], file["size"]) for file in state["files"]]


def _as_record(file: KeptFile) -> dict[str, Any]:
    return {"id": str(file.id), "name": file.name, "size": file.size}
