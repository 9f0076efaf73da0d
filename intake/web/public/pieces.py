"""What the form's script does while somebody is still writing: keep the draft, bring files in pieces, ask what the
machine makes of the words, find a procedure.

Every one of these is done by the form itself for a browser without scripts. Whoever has the number of a draft may add
to it: it travels in a header or a form, never in an address.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from intake.cases import arriving, proofs, proposing
from intake.cases.arriving import PIECE_MAX_BYTES, Progress
from intake.cases.errors import Impossible, NotFound
from intake.cases.work import Work
from intake.web import cookies
from intake.web.cookies import Cookie
from intake.web.page import render
from intake.web.public import kept, visitor
from intake.web.public.form_fields import is_empty, typed_here
from intake.web.public.proposals import proposed
from intake.web.public.typed import FormHere, text_of
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _

router = APIRouter()

_OFFERED = 8
_QUERY_MAX = 200


async def _piece(request: Request) -> bytes:
    """The bytes of one piece. Raises Impossible for more than a piece may hold."""
    piece = bytearray()
    async for chunk in request.stream():
        piece += chunk
        if len(piece) > PIECE_MAX_BYTES:
            raise Impossible("piece_too_large", _("Phần gửi lên quá lớn. Xin tải lại trang rồi chọn lại tệp."))
    return bytes(piece)


PieceHere = Annotated[bytes, Depends(_piece)]


@router.post("/nhap")
def keep_draft(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """Keep what has been typed so far; the number of the draft comes back."""
    visitor.count_writing(request)
    typed = typed_here(form)
    if is_empty(typed):
        return JSONResponse({"draft": typed["draft"]})
    draft_id = kept.keep_words(desk, typed)
    response = JSONResponse({"draft": str(draft_id)})
    if typed["shared_device"] == "yes":  # whoever sits down next must not find it
        cookies.take_back(response, options, Cookie.DRAFT)
    else:
        cookies.give(response, options, Cookie.DRAFT, str(draft_id))
    return response


@router.post("/de-xuat")
def proposal(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """What the machine makes of the words so far, as a part of the form."""
    visitor.count_writing(request)
    typed = typed_here(form)
    return render(request, "public/proposal.html", typed=typed, **proposed(desk, options, typed))


@router.get("/phep-kiem-tra")
def challenge(request: Request, desk: DeskHere) -> Response:
    """Work for a browser to do before it files, where many file from one place."""
    visitor.count_writing(request)
    return JSONResponse(proofs.challenge(desk))


@router.get("/thu-tuc")
def procedures(
    request: Request, desk: DeskHere, words: Annotated[str, Query(alias="q", max_length=_QUERY_MAX)] = ""
) -> Response:
    """The procedures somebody may mean by what they typed, as options of a list."""
    visitor.count_writing(request)
    with desk.look() as work:
        found = proposing.found_procedures(work, words, _OFFERED) if words.strip() else []
    return render(request, "public/procedure_options.html", found=found)


@router.post("/tep")
def begin_file(request: Request, desk: DeskHere, form: FormHere) -> Response:
    """A file will come in pieces; what is wrong with it already is said at once."""
    visitor.file_count(request)(1)
    size = text_of(form, "size")
    with desk.work() as work:
        draft_id = kept.draft_for_files(work, visitor.read_id(text_of(form, "draft")))
        here = len(kept.files_in(work, draft_id))
        progress = arriving.begin(
            work,
            draft_id,
            name=text_of(form, "name") or _("tệp"),
            size=int(size) if size.isascii() and size.isdigit() else 0,
            already=here,
        )
    return _said(progress, draft_id)


@router.get("/tep/{file_id}")
def file_progress(request: Request, desk: DeskHere, file_id: UUID) -> Response:
    """How much of a file is here, for whoever lost the answer."""
    draft_id = _draft(request)
    with desk.look() as work:
        return _said(_how_far(work, draft_id, file_id), draft_id)


@router.post("/tep/{file_id}")
def add_piece(request: Request, desk: DeskHere, file_id: UUID, piece: PieceHere) -> Response:
    """One piece of a file; with the last one the file is examined and kept."""
    draft_id, at = _draft(request), request.headers.get("x-tu-byte", "")
    with desk.look() as work:
        progress = _how_far(work, draft_id, file_id)
    if not progress.kept and at.isascii() and at.isdigit():
        with desk.work() as work:
            progress = arriving.add(work, draft_id, file_id, at=int(at), piece=piece)
        if progress.received == progress.size:
            progress = arriving.finish(
                desk, draft_id, file_id, lambda work, upload: kept.put_in(work, draft_id, upload)
            )
    return _said(progress, draft_id)


@router.post("/tep/{file_id}/bo")
def drop_file(request: Request, desk: DeskHere, file_id: UUID) -> Response:
    """Its sender does not want to send this file."""
    draft_id = _draft(request)
    with desk.work() as work:
        kept.take_out(work, draft_id, file_id)
        arriving.drop(work, draft_id, file_id)
    return Response(status_code=204)


def _draft(request: Request) -> UUID:
    draft_id = visitor.read_id(request.headers.get("x-nhap", ""))
    if draft_id is None:
        raise NotFound("no_draft", _("Bản viết dở này không còn trên máy chủ. Xin tải lại trang."))
    return draft_id


def _how_far(work: Work, draft_id: UUID, file_id: UUID) -> Progress:
    for file in kept.files_in(work, draft_id):
        if file.id == file_id:
            return Progress(file.id, file.name, file.size, file.size, kept=True)
    return arriving.progress(work, draft_id, file_id)


def _said(progress: Progress, draft_id: UUID) -> JSONResponse:
    return JSONResponse(
        {
            "draft": str(draft_id),
            "id": str(progress.id),
            "name": progress.name,
            "received": progress.received,
            "size": progress.size,
            "kept": progress.kept,
        }
    )
