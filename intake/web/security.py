"""The security layer around every request: a nonce and an id, forged and oversized requests, the headers.

It is plain ASGI, so streams pass through it untouched. It knows HTTP; it refuses to know routes, sessions and
cases. What it refuses itself it says in one clear sentence: a small page, or problem+json in Vietnamese under
``/api/v1``.
"""

import inspect
import logging
import secrets
from html import escape
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intake.web.address import client_address
from intake.web.forgery import is_forged
from intake.web.headers import protect
from intake.web.options import WebOptions
from intake.web.problem import problem
from models import languages
from models.languages import N_, _

__all__ = ["SecurityMiddleware", "client_address"]

API_PATH = "/api/v1/"
_UPLOADS_PATH = "/api/v1/uploads"
_MB = 1024 * 1024
FORM_MAX_BYTES = 10 * 20 * _MB + _MB
JSON_MAX_BYTES = 2 * _MB
_DRAIN_SECONDS = 30

_FORGED = (
    N_("Yêu cầu này đến từ một trang khác"),
    N_(
        "Để an toàn, hệ thống chỉ nhận những gì ông/bà gửi từ chính trang này. Xin quay lại trang trước "
        "rồi gửi lần nữa."
    ),
)
_TOO_LARGE = (
    N_("Những gì gửi lên quá lớn"),
    N_("Mỗi lần gửi được tối đa 10 tệp, mỗi tệp không quá 20 MB. Xin quay lại trang trước, bỏ bớt tệp rồi gửi lại."),
)
_TOO_LARGE_JSON = "Nội dung JSON lớn hơn 2 MB. Xin rút gọn, hoặc gửi tệp qua /api/v1/uploads."
_TOO_LARGE_FILES = "Mỗi lần tải lên tối đa 10 tệp, mỗi tệp không quá 20 MB."
_FAULT = (
    N_("Hệ thống đang trục trặc"),
    N_("Những gì ông/bà đã viết vẫn được giữ. Xin thử lại sau ít phút."),
)
_BACK = N_("Về trang đầu")


class _BodyTooLarge(Exception):
    """Raised into whoever reads the body; the answer they make of it is not sent."""


class SecurityMiddleware:
    """Wraps the whole web. ``scope["state"]`` gets ``nonce`` and ``request_id`` for pages and logs."""

    def __init__(self, app: ASGIApp, options: WebOptions) -> None:
        self.app, self.options = app, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["nonce"] = secrets.token_urlsafe(16)
        state.setdefault("request_id", secrets.token_hex(8))
        exchange = _Exchange(scope, receive, send, self.options)
        refusal = exchange.refused_at_once()
        if refusal is None:
            await exchange.run(self.app)
        else:
            await exchange.answer(refusal, drain=True)


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, options: WebOptions) -> None:
        self.scope, self.receive, self.send, self.options = scope, receive, send, options
        self.path: str = scope["path"]
        self.headers = Headers(scope=scope)
        self.is_api = self.path.startswith(API_PATH)
        self.most_bytes = JSON_MAX_BYTES if self.is_api and self.path != _UPLOADS_PATH else FORM_MAX_BYTES
        self.read_bytes, self.read_all, self.too_large, self.started = 0, False, False, False

    def refused_at_once(self) -> Response | None:
        """What the headers alone already forbid."""
        # The API knows no cookies, so another site has nothing of a visitor's to abuse there.
        if not self.is_api and is_forged(self.scope["method"], self.headers, self.options.public_url):
            return _page(403, *_FORGED)
        declared = self.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > self.most_bytes:
            return self._too_large()
        return None

    async def run(self, app: ASGIApp) -> None:
        """Let the application answer; replace its answer if the body grew too large on the way."""
        web = self.scope.get("app")
        try:
            await app(self.scope, self._counted, self._protected)
        except _BodyTooLarge:
            self.too_large = True
        except Exception as fault:
            if not self.started and not self.too_large:
                await self.answer(await self._fault(web, fault))
            if not self.too_large:
                raise  # so that the server logs it
        if self.too_large and not self.started:
            await self.answer(self._too_large(), drain=True)

    async def answer(self, response: Response, *, drain: bool = False) -> None:
        if drain:
            await self._drain()
        self.too_large = False
        await response(self.scope, self.receive, self._protected)

    async def _counted(self) -> Message:
        message = await self.receive()
        if message["type"] == "http.request":
            self.read_bytes += len(message.get("body", b""))
            self.read_all = not message.get("more_body")
            if self.read_bytes > self.most_bytes:
                self.too_large = True
                raise _BodyTooLarge
        return message

    async def _protected(self, message: Message) -> None:
        if self.too_large and not self.started:
            return
        if message["type"] == "http.response.start":
            self.started = True
            state = self.scope["state"]
            protect(
                MutableHeaders(scope=message),
                status=message["status"],
                path=self.path,
                nonce=state["nonce"],
                request_id=state["request_id"],
                secure=self.options.secure,
            )
        await self.send(message)

    async def _drain(self) -> None:
        """Read what is still coming and throw it away: a browser shows no answer while it is sending."""
        left = FORM_MAX_BYTES
        with anyio.move_on_after(_DRAIN_SECONDS):
            while left > 0 and not self.read_all:
                message = await self.receive()
                left -= len(message.get("body", b""))
                self.read_all = message["type"] != "http.request" or not message.get("more_body")

    def _too_large(self) -> Response:
        if not self.is_api:
            return _page(413, *_TOO_LARGE)
        detail = _TOO_LARGE_FILES if self.path == _UPLOADS_PATH else _TOO_LARGE_JSON
        return problem(413, "body_too_large", detail)

    async def _fault(self, web: Any, fault: Exception) -> Response:
        """The page the application has for faults, sent from here so that it carries the headers too."""
        handler = web.exception_handlers.get(Exception) if web is not None else None
        if handler is None:
            return _page(500, *_FAULT)
        request = Request(self.scope)
        try:
            if inspect.iscoroutinefunction(handler):
                made: Response = await handler(request, fault)
            else:
                made = await run_in_threadpool(handler, request, fault)
        except Exception:
            logging.getLogger(__name__).exception("web.fault_page_failed")
            return _page(500, *_FAULT)
        return made


def _page(status: int, heading: str, sentence: str) -> HTMLResponse:
    title, said, way_out = (escape(_(words)) for words in (heading, sentence, _BACK))
    return HTMLResponse(
        f'<!DOCTYPE html>\n<html lang="{languages.current()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} – Lắng Nghe</title></head>"
        f"<body><main><h1>{title}</h1><p>{said}</p>"
        f'<p><a href="/">{way_out}</a></p></main></body></html>\n',
        status_code=status,
    )
