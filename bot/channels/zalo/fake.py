"""Zalo's servers for one Official Account, over real HTTP, with the limits Zalo is said to have and faults on order.

It knows whom it has sent what, lets a refresh token work once, refuses what is too long, too late or to nobody, and
makes the signed events of its users. Nothing here is used by an account that talks to the real Zalo.
"""

import itertools
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.zalo import signature
from bot.faked import Fault, Faults, Minute, now
from intake.cases.ports import Delivered

_ACCESS_LASTS = timedelta(hours=25)
_WINDOW = timedelta(days=7)
_TEXT_MAX = 2_000
_MEGABYTE = 1_048_576
_UPLOADS = {
    "image": (_MEGABYTE, (".jpg", ".jpeg", ".png")),
    "gif": (5 * _MEGABYTE, (".gif",)),
    "file": (5 * _MEGABYTE, (".pdf", ".doc", ".docx", ".csv")),
}
"""What may be uploaded in each way: how large, and what its name ends with."""
_UPLOADS_A_MONTH = 5_000
_UPLOAD_LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that was accepted."""

    id: str
    to: str
    path: str
    text: str
    message: dict[str, Any]
    file: "Uploaded | None" = None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that lies there to be sent: ``way`` is image, gif or file."""

    way: str
    name: str
    content: bytes
    at: datetime


@dataclass
class FakeZalo:
    """One account. ``users`` holds when somebody last did something; who is not there follows nobody."""

    oa_id: str
    app_id: str = "2000000000000000002"
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    oa_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    clock: Callable[[], datetime] = now
    a_minute: int = 4_000
    name: str = "Tổng đài giả lập"

    def __post_init__(self) -> None:
        self.sent: list[Sent] = []
        self.users: dict[str, datetime] = {}
        self.media: dict[str, tuple[str, bytes]] = {}
        self.uploads: dict[str, Uploaded] = {}
        self.faults = Faults()
        self.renewals = 0
        self.access, self.refresh = _token("access"), _token("refresh")
        self._expires = self.clock() + _ACCESS_LASTS
        self._numbers, self._echoed, self._lock = itertools.count(1), 0, threading.Lock()
        self._minute = Minute(self.clock)
        self._last_stamp = 0

    def app(self) -> Starlette:
        """Its servers: the interface, the tokens, and the media."""
        return Starlette(
            routes=[
                Route("/v4/oa/access_token", self._token, methods=["POST"]),
                Route("/v3.0/oa/message/cs", self._message, methods=["POST"]),
                Route("/v3.0/oa/message/template", self._message, methods=["POST"]),
                Route("/v2.0/oa/message", self._message, methods=["POST"]),
                Route("/v2.0/oa/upload/{way}", self._upload, methods=["POST"]),
                Route("/v3.0/oa/quota/message", self._quota, methods=["POST"]),
                Route("/v2.0/oa/getoa", self._account, methods=["GET"]),
                Route("/media/{id}", self._media, methods=["GET"]),
            ]
        )

    def values(self, address: str) -> dict[str, str]:
        """What an administrator would enter for this account."""
        return {
            "oa_id": self.oa_id,
            "app_id": self.app_id,
            "app_secret": self.app_secret,
            "oa_secret": self.oa_secret,
            "access_token": self.access,
            "refresh_token": self.refresh,
            "api_url": address,
            "oauth_url": address,
            "media_hosts": address,
        }

    def revoke(self) -> None:
        """No token of before works any more."""
        self.access, self.refresh = _token("access"), _token("refresh")

    def keep_media(self, content: bytes, media_type: str) -> str:
        """The path of something a user has uploaded."""
        id = secrets.token_hex(8)
        self.media[id] = media_type, content
        return f"/media/{id}"

    def event(self, name: str, user: str, **parts: Any) -> dict[str, Any]:
        """What a user did, as Zalo tells it; every id and time is a string."""
        self.users[user] = self.clock()
        told = {"app_id": self.app_id, "user_id_by_app": f"app-{user}", "event_name": name, "timestamp": self._stamp()}
        return {**told, "sender": {"id": user}, "recipient": {"id": self.oa_id}, **parts}

    def message(self, user: str, kind: str = "text", *, text: str = "", id: str = "", **payload: Any) -> dict[str, Any]:
        """A message of a user: ``kind`` and what is attached."""
        message: dict[str, Any] = {"msg_id": id or f"{self.oa_id}.{next(self._numbers)}"}
        if text:
            message["text"] = text
        if payload:
            message["attachments"] = [{"type": kind, "payload": payload}]
        return self.event(f"user_send_{kind}", user, message=message)

    def echoes(self) -> list[dict[str, Any]]:
        """Of everything that was sent since the last time: that it was, and that it arrived."""
        new, self._echoed = self.sent[self._echoed :], len(self.sent)
        told = []
        for one in new:
            ends = {"sender": {"id": self.oa_id}, "recipient": {"id": one.to}, "app_id": self.app_id}
            message = {"msg_id": one.id, "text": one.text}
            name = f"oa_send_{one.file.way if one.file is not None else 'text'}"
            told.append({**ends, "event_name": name, "message": message, "timestamp": self._stamp()})
            arrived = {"msg_id": one.id, "delivery_time": self._stamp()}
            told.append({**ends, "event_name": "user_received_message", "message": arrived, "timestamp": self._stamp()})
        return told

    def seen_by(self, user: str) -> dict[str, Any]:
        """That a user has everything before their eyes that was said to them."""
        ids = [one.id for one in self.sent if one.to == user]
        ends = {"sender": {"id": self.oa_id}, "recipient": {"id": user}, "app_id": self.app_id}
        return {**ends, "event_name": "user_seen_message", "message": {"msg_ids": ids}, "timestamp": self._stamp()}

    def delivered(self, told: dict[str, Any]) -> Delivered:
        """The request Zalo would send to the webhook."""
        body = json.dumps(told, ensure_ascii=False).encode()
        mac = signature.sign(self.app_id, body, str(told["timestamp"]), self.oa_secret)
        return Delivered({signature.HEADER: mac, "content-type": "application/json"}, body)

    def said_to(self, user: str) -> list[str]:
        return [one.text for one in self.sent if one.to == user and one.file is None]

    def sent_to(self, user: str) -> list[Uploaded]:
        """The files this user was sent, in order."""
        return [one.file for one in self.sent if one.to == user and one.file is not None]

    def _stamp(self) -> str:
        self._last_stamp = max(self._last_stamp + 1, int(self.clock().timestamp() * 1000))
        return str(self._last_stamp)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        if (fault := await self.faults.met(request.url.path)) is not None and not fault.breaks_off:
            return _failing(fault)
        known = request.headers.get("secret_key") == self.app_secret and form.get("app_id") == self.app_id
        with self._lock:
            if not known or form.get("refresh_token") != self.refresh:
                return JSONResponse({"error_name": "Invalid refresh token.", "error": -14014})
            self.renewals += 1
            self.revoke()
            self._expires = self.clock() + _ACCESS_LASTS
            pair = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}
        return fault.broken_off() if fault is not None else JSONResponse(pair)

    async def _message(self, request: Request) -> Response:
        fault = await self.faults.met(request.url.path)
        if fault is not None and not fault.breaks_off:
            return _failing(fault)
        told = _json(await request.body())
        with self._lock:
            code = self._refusal(request) or self._unfit(request.url.path, told)
            if code:
                return _error(code)
            sent = self._accepted(request.url.path, told)
        answer = {"error": 0, "message": "Success", "data": {"message_id": sent.id, "user_id": sent.to}}
        return fault.broken_off() if fault is not None else JSONResponse(answer)

    async def _upload(self, request: Request) -> Response:
        fault = await self.faults.met(request.url.path)
        if fault is not None and not fault.breaks_off:
            return _failing(fault)
        way, name, content = request.path_params["way"], "", b""
        async with request.form() as form:
            if isinstance(part := form.get("file"), UploadFile):
                name, content = part.filename or "", await part.read()
        with self._lock:
            if code := self._refusal(request) or self._not_taken(way, name, content):
                return _error(code)
            there = secrets.token_urlsafe(12)
            self.uploads[there] = Uploaded(way, name, content, self.clock())
        data = {"token": there} if way == "file" else {"attachment_id": there}
        answer = {"error": 0, "message": "Success", "data": data}
        return fault.broken_off() if fault is not None else JSONResponse(answer)

    def _not_taken(self, way: str, name: str, content: bytes) -> int:
        """Why this file is not kept."""
        most, endings = _UPLOADS.get(way, (0, ()))
        if not content or len(content) > most:
            return -210 if content else -201
        if not name.lower().endswith(endings):
            return -201
        month = [one for one in self.uploads.values() if one.at > self.clock() - timedelta(days=30)]
        return -211 if len(month) >= _UPLOADS_A_MONTH else 0

    def _named(self, message: dict[str, Any]) -> tuple[bool, Uploaded | None]:
        """Whether a message names a file, and the file if it still lies here."""
        attachment = message.get("attachment") or {}
        payload = attachment.get("payload") or {}
        elements = payload.get("elements") or [{}]
        ids = payload.get("token") if attachment.get("type") == "file" else elements[0].get("attachment_id")
        file = self.uploads.get(str(ids))
        return ids is not None, file if file is not None and file.at > self.clock() - _UPLOAD_LIVES else None

    def _accepted(self, path: str, told: dict[str, Any]) -> Sent:
        to, message = _recipient(told), told.get("message") or told
        text = str(message.get("text") or "")
        sent = Sent(f"{self.oa_id}.{next(self._numbers)}", to, path, text, message, self._named(message)[1])
        self.sent.append(sent)
        return sent

    def _refusal(self, request: Request) -> int:
        """Why nothing at all is done for this request."""
        if self._minute.is_over(self.a_minute):
            return -32
        return 0 if request.headers.get("access_token") == self.access and self.clock() < self._expires else -216

    def _unfit(self, path: str, told: dict[str, Any]) -> int:
        """Why this message is not sent."""
        to = _recipient(told)
        if path.startswith("/v2.0"):
            return 0 if to else -201
        if to not in self.users:
            return -213
        if path.endswith("/template"):
            return 0 if told.get("template_id") and told.get("template_data") else -1121
        message = told.get("message") or {}
        text = str(message.get("text") or "")
        if not text and not message.get("attachment"):
            return -201
        if len(text) > _TEXT_MAX:
            return -210
        names, file = self._named(message)
        if names and file is None:
            return -100
        return -230 if self.clock() - self.users[to] > _WINDOW else 0

    async def _quota(self, request: Request) -> Response:
        if (fault := await self.faults.met(request.url.path)) is not None:
            return _failing(fault)
        if code := self._refusal(request):
            return _error(code)
        last = self.users.get(str(_json(await request.body()).get("user_id")))
        if last is None:
            return _error(-213)
        return JSONResponse({"error": 0, "data": {"last_interaction": str(int(last.timestamp() * 1000))}})

    async def _account(self, request: Request) -> Response:
        if (fault := await self.faults.met(request.url.path)) is not None:
            return _failing(fault)
        if code := self._refusal(request):
            return _error(code)
        data = {"oa_id": self.oa_id, "name": self.name, "is_verified": True, "package_name": "Nâng cao"}
        return JSONResponse({"error": 0, "message": "Success", "data": data})

    async def _media(self, request: Request) -> Response:
        if (fault := await self.faults.met(request.url.path)) is not None:
            return _failing(fault)
        media_type, content = self.media.get(request.path_params["id"], ("", b""))
        return Response(content, media_type=media_type) if media_type else Response(status_code=404)


def _json(body: bytes) -> dict[str, Any]:
    told = json.loads(body or b"{}")
    return told if isinstance(told, dict) else {}


def _recipient(told: dict[str, Any]) -> str:
    recipient = told.get("recipient") or {"user_id": told.get("user_id")}
    return str(recipient.get("user_id") or recipient.get("anonymous_id") or "")


def _token(kind: str) -> str:
    return f"{kind}-{secrets.token_urlsafe(24)}"


def _error(code: int) -> Response:
    return JSONResponse({"error": code, "message": "error"})


def _failing(fault: Fault) -> Response:
    return _error(fault.code) if fault.code else Response("<html>fault</html>", fault.status)
