"""Receiving files before the feedback they belong to."""

from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile

from intake.cases import uploads
from intake.cases.errors import Refusal
from intake.cases.submission import UPLOADS_MAX
from intake.cases.uploads import Incoming
from intake.cases.work import Desk
from intake.web.api.answers import UploadAnswer, UploadsAnswer
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


def _receive_all(desk: Desk, files: list[UploadFile]) -> UploadsAnswer:
    """All or none: one refused file leaves nothing behind, neither rows nor bytes."""
    kept: list[UploadAnswer] = []
    try:
        with desk.work() as work:
            for file in files:
                kept.append(UploadAnswer.of(uploads.receive(work, Incoming(file.filename or "", file.file))))
    except Refusal:
        for upload in kept:
            desk.storage.delete(upload.id)
        raise
    return UploadsAnswer(uploads=kept)
