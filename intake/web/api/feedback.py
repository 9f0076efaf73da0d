"""Filing feedback and following it, for other systems."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from intake.cases import submit, tracking
from intake.cases.actor import Actor
from intake.cases.standing import standing
from intake.web.api.answers import FeedbackAnswer, Receipt
from intake.web.api.arriving import NewFeedback
from intake.web.api.keyed import look_with_key
from intake.web.api.limits import LimiterHere
from intake.web.api.problems import refused
from intake.web.reach import DeskHere, OptionsHere
from intake.web.security import client_address
from models.vocabulary import Role

router = APIRouter(tags=["feedback"])

_SENDER = Actor(frozenset({Role.CITIZEN}), name="Người gửi")

_RECEIPT: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "Đã nhận. Gửi lại cùng `Idempotency-Key` và nội dung thì nhận lại đúng biên nhận này.",
        "links": {
            "theo-doi": {
                "operationId": "follow_feedback",
                "parameters": {"code": "$response.body#/code", "header.X-Case-Key": "$response.body#/key"},
            }
        },
    }
}

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="Một chuỗi riêng cho mỗi phản ánh, nên là UUID; gửi lại an toàn khi mất mạng.",
    ),
]
CaseKey = Annotated[str, Header(alias="X-Case-Key", description="Mã bí mật trên biên nhận.")]


@router.post(
    "/feedback",
    operation_id="file_feedback",
    summary="Gửi một phản ánh, kiến nghị",
    status_code=201,
    responses=_RECEIPT | refused(400, 409, 413, 415, 422, 429),
)
def file_feedback(
    body: NewFeedback,
    request: Request,
    response: Response,
    desk: DeskHere,
    options: OptionsHere,
    limiter: LimiterHere,
    idempotency_key: IdempotencyKey = None,
) -> Receipt:
    limiter.check("file", "", client_address(request))
    submission = body.read()
    with desk.work(_SENDER) as work:
        filed = submit.submit(work, submission, idempotency_key=f"api:{idempotency_key}" if idempotency_key else None)
        receipt = Receipt.of(filed, options.public_url)
    response.headers["Location"] = f"/api/v1/feedback/{receipt.code}"
    return receipt


@router.get(
    "/feedback/{code}",
    operation_id="follow_feedback",
    summary="Xem hồ sơ đang ở đâu, hạn đến khi nào, đã trả lời chưa",
    responses=refused(404, 422, 429),
)
def follow_feedback(code: str, key: CaseKey, request: Request, desk: DeskHere, limiter: LimiterHere) -> FeedbackAnswer:
    with look_with_key(desk, limiter, request, code, key) as (work, case):
        view = tracking.tracking(work, case)
        return FeedbackAnswer.of(view, standing(view, restricted=case.restricted, now=work.now))
