"""Files over the API: sent before the feedback they belong to, and had back with its key."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import FileResponse

from intake.cases import attachments, uploads
from intake.cases.errors import Refusal
from intake.cases.incoming import Incoming, examined
from intake.cases.submission import UPLOADS_MAX
from intake.cases.work import Desk
from intake.web import downloads
from intake.web.api.answers import FileAnswer, UploadsAnswer
from intake.web.api.feedback import CaseKey
from intake.web.api.keyed import look_with_key
from intake.web.api.limits import LimiterHere
from intake.web.api.problems import refused
from intake.web.reach import DeskHere
from intake.web.security import client_address

router = APIRouter(tags=["uploads"])

Files = Annotated[
    list[UploadFile],
    File(
        min_length=1,
        max_length=UPLOADS_MAX,
        description="Ảnh (JPG, PNG, WebP, HEIC), PDF, Word, Excel, MP4, MP3; mỗi tệp tối đa 20 MB.",
    ),
]


_DOWNLOAD = refused(404, 409, 422, 429)
_DOWNLOAD[409]["description"] = "Tệp đang được quét mã độc, hoặc có mã độc nên đã bị xóa."
_DOWNLOAD[200] = {
    "description": "Tệp, luôn để tải xuống.",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.post(
    "/uploads",
    operation_id="send_files",
    summary="Gửi tệp, nhận mã tệp để kèm vào phản ánh",
    status_code=201,
    responses=refused(400, 413, 415, 422, 429),
)
def send_files(files: Files, request: Request, desk: DeskHere, limiter: LimiterHere) -> UploadsAnswer:
    limiter.check("upload", "", client_address(request), cost=len(files))
    return _receive_all(desk, files)


@router.get(
    "/feedback/{code}/files/{file_id}",
    operation_id="fetch_file",
    summary="Tải một tệp của hồ sơ",
    response_class=FileResponse,
    responses=_DOWNLOAD,
)
def fetch_file(
    code: str, file_id: UUID, key: CaseKey, request: Request, desk: DeskHere, limiter: LimiterHere
) -> FileResponse:
    with look_with_key(desk, limiter, request, code, key) as (work, case):
        found, path = attachments.openable(work, case, file_id)
    return downloads.download(path, found.name)


def _receive_all(desk: Desk, files: list[UploadFile]) -> UploadsAnswer:
    """All or none: one refused file leaves nothing behind, neither rows nor bytes."""
    kept: list[FileAnswer] = []
    try:
        for file in files:
            with examined(Incoming(file.filename or "", file.file)) as fit, desk.work() as work:
                kept.append(FileAnswer.of(uploads.receive(work, fit)))
    except Refusal:
        with desk.work() as work:
            uploads.discard(work, [upload.id for upload in kept])
        raise
    return UploadsAnswer(uploads=kept)
