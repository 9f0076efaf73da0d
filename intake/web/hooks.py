"""Where chat channels tell what came in: one address for each account, its end unguessable.

The channel verifies what was sent and keeps it; what it means is found out later by a worker. An unknown address is
answered like any page that is not there.
"""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from intake.cases import channel_accounts
from intake.cases.ports import Account, Answered, Delivered
from intake.cases.work import Desk
from intake.web.reach import DeskHere
from models.vocabulary import ChannelKind

router = APIRouter()

BODY_MAX_BYTES = 1024 * 1024


@router.post("/kenh/{channel}/{hook}")
async def told(request: Request, desk: DeskHere, channel: str, hook: str) -> Response:
    """Hand the request as it came to its channel."""
    if channel not in {known.value for known in desk.setups}:
        raise HTTPException(404)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_MAX_BYTES:
            raise HTTPException(413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = await run_in_threadpool(_receive, desk, ChannelKind(channel), hook, Delivered(headers, bytes(body)))
    return Response(answer.body, answer.status, media_type="application/json" if answer.body else None)


def _receive(desk: Desk, kind: ChannelKind, hook: str, delivered: Delivered) -> Answered:
    """Raises HTTPException for a hook that is no account's."""
    with desk.look() as work:
        account: Account | None = channel_accounts.by_hook(work, kind, hook)
    if account is None or not account.enabled:
        raise HTTPException(404)
    return desk.setups[kind].receive(desk, account, delivered)
