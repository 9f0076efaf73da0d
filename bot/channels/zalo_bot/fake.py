"""The Bot Platform's server for one bot, over real HTTP, with its limits and faults on order."""

import itertools
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.faked import Faults, Minute, now
from intake.cases.ports import Delivered

HEADER = "x-bot-api-secret-token"
_TEXT_MAX = 2_000
_SECRET_LENGTHS = range(8, 257)


@dataclass
class FakeZaloBot:
    """One bot. ``sent`` are pairs of a chat and what was said there."""

    name: str
    token: str = field(default_factory=lambda: f"{secrets.randbelow(10**9)}:{secrets.token_hex(12)}")
    clock: Callable[[], datetime] = now
    a_minute: int = 300

    def __post_init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.faults = Faults()
        self.media: dict[str, bytes] = {}
        self.webhook, self.secret = "", ""
        self._numbers, self._lock = itertools.count(1), threading.Lock()
        self._minute, self._last_stamp = Minute(self.clock), 0

    def app(self) -> Starlette:
        """Its server: the methods, and the photos."""
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._called, methods=["POST"]),
                Route("/media/{id}", self._media, methods=["GET"]),
            ]
        )

    def values(self, address: str) -> dict[str, str]:
        """What an administrator would enter for this bot."""
        return {"token": self.token, "api_url": address, "media_hosts": address}

    def keep_media(self, content: bytes) -> str:
        """The path of a photo that was sent."""
        id = secrets.token_hex(8)
        self.media[id] = content
        return f"/media/{id}"

    def update(self, kind: str, who: str, *, name: str = "Người dân", id: str = "", **message: Any) -> dict[str, Any]:
        """What somebody said to the bot: ``kind`` is text, image, sticker, voice or unsupported."""
        self._last_stamp = max(self._last_stamp + 1, int(self.clock().timestamp() * 1000))
        told = {
            "from": {"id": who, "display_name": name, "is_bot": False},
            "chat": {"id": who, "chat_type": "PRIVATE"},
            "message_id": id or f"{self.name}.{next(self._numbers)}",
            "date": self._last_stamp,
            **message,
        }
        return {"ok": True, "result": {"event_name": f"message.{kind}.received", "message": told}}

    def delivered(self, update: dict[str, Any]) -> Delivered:
        """The request the platform would send to the webhook that was set."""
        body = json.dumps(update, ensure_ascii=False).encode()
        return Delivered({HEADER: self.secret, "content-type": "application/json", "user-agent": "Java/17"}, body)

    def said_to(self, who: str) -> list[str]:
        return [text for chat, text in self.sent if chat == who]

    async def _called(self, request: Request) -> Response:
        method = request.path_params["method"]
        given = json.loads(await request.body() or b"{}")
        fault = await self.faults.met(method)
        if fault is not None and not fault.breaks_off:
            return _error(fault.code)
        if request.path_params["token"] != self.token:
            return _error(401)
        with self._lock:
            answer = self._answer(method, given)
        return fault.broken_off() if fault is not None else answer

    def _answer(self, method: str, given: dict[str, Any]) -> Response:
        if self._minute.is_over(self.a_minute):
            return _error(429)
        match method:
            case "getMe":
                return _ok({"id": "1", "account_name": self.name, "account_type": "BASIC", "can_join_groups": False})
            case "setWebhook":
                if len(str(given.get("secret_token", ""))) not in _SECRET_LENGTHS:
                    return _error(400)
                self.webhook, self.secret = str(given.get("url")), str(given["secret_token"])
                return _ok({"url": self.webhook, "verification": {"ok": True, "outcome": "SUCCESS"}})
            case "deleteWebhook":
                self.webhook = self.secret = ""
                return _ok({})
            case "getWebhookInfo":
                return _ok({"url": self.webhook})
            case "sendMessage":
                return self._send(str(given.get("chat_id") or ""), str(given.get("text") or ""))
        return _error(404)

    def _send(self, chat: str, text: str) -> Response:
        if not chat or not 1 <= len(text) <= _TEXT_MAX:
            return _error(400)
        self.sent.append((chat, text))
        return _ok({"message_id": f"{self.name}.{next(self._numbers)}", "date": int(self.clock().timestamp() * 1000)})

    async def _media(self, request: Request) -> Response:
        content = self.media.get(request.path_params["id"])
        return Response(content, media_type="image/jpeg") if content else Response(status_code=404)


def _ok(result: dict[str, Any]) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _error(code: int) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": "error"}, status_code=code)
