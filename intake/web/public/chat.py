"""The chat page: a form that works by itself, and a stream that tells a script of new lines.

Who chats is a number in a cookie that nothing else knows. The page shows the lines as they are kept, so a reload
changes nothing.
"""

import asyncio
import json
import re
import secrets
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from markupsafe import Markup, escape
from starlette.concurrency import run_in_threadpool

from intake.cases import conversations, webchat
from intake.cases.enclosures import Enclosed
from intake.cases.errors import TooMany
from intake.cases.work import Desk
from intake.web import cookies, downloads
from intake.web.address import client_address
from intake.web.cookies import Cookie
from intake.web.headers import content_policy
from intake.web.limiter import Limiter
from intake.web.live.talks import Talks
from intake.web.page import render
from intake.web.public import kept, visitor
from intake.web.public.typed import FormHere, text_of
from intake.web.reach import DeskHere, OptionsHere
from models.conversation import ChatLine
from models.languages import N_, _
from models.vocabulary import Speaker

router = APIRouter(prefix="/tro-chuyen")

_FOUND = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)]|PA-\d{6}-\d{6}-\d|\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b)")
"""Addresses, codes of cases and their keys."""
_EMPTY = N_("Tin trống. Xin viết vài chữ hoặc chọn tệp.")
_WAITS_SECONDS = 4.0
_STREAM_SECONDS = 25.0
"""A stream ends by itself, and the browser asks again: a server that is to stop waits no longer for it."""
_WIDGET = """(() => {
  const words = WORDS
  const button = document.createElement('button')
  const frame = document.createElement('iframe')
  button.type = 'button'
  button.textContent = words.open
  button.setAttribute('aria-expanded', 'false')
  button.style.cssText = 'position:fixed;right:16px;bottom:16px;z-index:9999;min-height:48px;padding:0 20px;' +
    'border:0;border-radius:24px;background:#0b5c4a;color:#fff;font:600 16px sans-serif;cursor:pointer'
  frame.title = words.open
  frame.style.cssText = 'position:fixed;right:8px;bottom:76px;z-index:9999;border:1px solid #9aa;border-radius:12px;' +
    'width:min(420px,calc(100vw - 16px));height:min(640px,calc(100vh - 96px));background:#fff'
  frame.hidden = true
  const turn = (open) => {
    if (open && !frame.src) frame.src = words.at + '/tro-chuyen/khung'
    frame.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    button.textContent = open ? words.close : words.open
    if (open) frame.focus()
    else button.focus()
  }
  button.addEventListener('click', () => turn(frame.hidden))
  addEventListener('keydown', (event) => { if (event.key === 'Escape' && !frame.hidden) turn(false) })
  addEventListener('message', (event) => {
    if (event.source === frame.contentWindow && event.data === 'langnghe:close') turn(false)
  })
  document.body.append(frame, button)
})()
"""
_NO_CACHE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("")
def page(request: Request, desk: DeskHere) -> Response:
    """Everything said so far, and where to write."""
    return _page(request, desk)


@router.get("/khung")
def framed(request: Request, desk: DeskHere) -> Response:
    """The same chat for a frame on an agency's portal; the only page of ours that may be framed."""
    response = _page(request, desk, framed=True)
    policy = content_policy(request.state.nonce).replace("frame-ancestors 'none'", "frame-ancestors *")
    response.headers["content-security-policy"] = policy  # overrules X-Frame-Options (CSP 3, 7.7.1)
    return response


@router.get("/nhung.js")
def widget(request: Request, options: OptionsHere) -> Response:
    """One script tag on any page: a button that opens the chat in a frame."""
    said = {"at": options.public_url, "open": _("Trò chuyện với trợ lý"), "close": _("Đóng trò chuyện")}
    words = json.dumps(said, ensure_ascii=False)
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
    return Response(_WIDGET.replace("WORDS", words), media_type="text/javascript; charset=utf-8", headers=headers)


@router.post("")
def send(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """Take what was written or chosen; without a script the answer is waited for a moment."""
    person = cookies.read(request, Cookie.CHAT) or secrets.token_urlsafe(24)
    text, choice = text_of(form, "text").strip(), text_of(form, "choice")
    try:
        _count(request, person)
    except TooMany as refusal:
        return _page(request, desk, fault=refusal.sentence, typed=text, status=refusal.status)
    files, errors = kept.receive(desk, form, visitor.file_count(request))
    if not (text or choice or files or errors):
        return _page(request, desk, fault=_(_EMPTY), status=422)
    with desk.work() as work:
        webchat.hear(
            work,
            person,
            text=text,
            choice=choice,
            files=[(file.id, file.name) for file in files],
            refused=" ".join(error.sentence for error in errors),
            sending=text_of(form, "sending"),
        )
    framed = text_of(form, "khung") == "1"
    response: Response = Response(status_code=204)
    if request.headers.get("x-chat") is None:
        _wait(desk, request.app.state.talks, person)
        response = RedirectResponse(f"/tro-chuyen{'/khung' if framed else ''}#viet", status_code=303)
    cookies.give(response, options, Cookie.CHAT, person, lasts=webchat.KEPT, framed=framed)
    return response


@router.get("/tep/{file_id}")
def sent_file(request: Request, desk: DeskHere, file_id: UUID) -> Response:
    """A file that an officer sent into this chat, for the browser that holds it."""
    with desk.look() as work:
        found, path = webchat.file(work, cookies.read(request, Cookie.CHAT) or "", file_id)
    return downloads.download(path, found.name)


@router.get("/dong", response_model=None)
async def stream(request: Request, desk: DeskHere, sau: int = 0) -> Response:
    """New lines as server-sent events, each with its number, so that a reconnection misses none."""
    request.state.endless = True
    last = request.headers.get("last-event-id", "")
    after = int(last) if last.isascii() and last.isdigit() else sau
    person = cookies.read(request, Cookie.CHAT) or ""
    events = _events(desk, request.app.state.talks, person, after)
    return StreamingResponse(events, media_type="text/event-stream", headers=_NO_CACHE)


async def _events(desk: Desk, talks: Talks, person: str, after: int) -> AsyncIterator[str]:
    """Every look reads all that is new, so one that was rung for twice, or for nothing, does no harm."""
    ends, rung, loop = time.monotonic() + _STREAM_SECONDS, asyncio.Event(), asyncio.get_running_loop()
    with talks.ringing(webchat.reader(desk, person), lambda: _soon(loop, rung)):
        yield "retry: 500\n\n"
        while not talks.closed:
            rung.clear()
            if lines := await run_in_threadpool(_lines, desk, person, after) if person else []:
                after = lines[-1][0]
                yield "".join(_event(seq, told) for seq, told in lines)
            left = min(ends - time.monotonic(), talks.looks_seconds)
            if left <= 0:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(rung.wait(), left)


def _event(seq: int, told: dict[str, Any]) -> str:
    return f"id: {seq}\nevent: line\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


def _soon(loop: asyncio.AbstractEventLoop, rung: asyncio.Event) -> None:
    with suppress(RuntimeError):  # the loop has ended, and the browser's connection with it
        loop.call_soon_threadsafe(rung.set)


def _lines(desk: Desk, person: str, after: int = 0) -> list[tuple[int, dict[str, Any]]]:
    """Each line by its number, as the page shows it."""
    with desk.look() as work:
        return [(line.seq, _told(line, files)) for line, files in webchat.said(work, person, after)]


def _told(line: ChatLine, files: Sequence[Enclosed]) -> dict[str, Any]:
    choices = [{"key": key, "label": label} for key, label in conversations.choices_of(line)]
    said = Markup("<br>").join(part for part in (_marked_up(line.text or ""), *map(_linked, files)) if part)
    return {"speaker": line.speaker.value, "who": _who(line.speaker), "said": said, "choices": choices}


def _linked(one: Enclosed) -> Markup:
    """A file to be opened, or why it cannot be yet."""
    file = one.file
    if file.held:
        return Markup("{} ({})").format(file.name, _(file.held))
    return Markup('<a href="/tro-chuyen/tep/{0}" download>{1}</a>').format(file.id, file.name)


def _marked_up(text: str) -> Markup:
    """What was said as HTML: addresses can be followed, and a code or key stays on one line."""
    return Markup("").join(_marked(part) for part in _FOUND.split(text))


def _marked(part: str) -> Markup:
    if part.startswith(("https://", "http://")):
        return Markup('<a href="{0}" target="_blank" rel="noopener">{0}</a>').format(part)
    return Markup('<span class="chat-code">{}</span>').format(part) if _FOUND.fullmatch(part) else escape(part)


def _who(speaker: Speaker) -> str:
    return {Speaker.CITIZEN: _("Ông/bà"), Speaker.BOT: _("Trợ lý"), Speaker.OFFICER: _("Cán bộ")}[speaker]


def _wait(desk: Desk, talks: Talks, person: str) -> None:
    """Until the answer is there, or too long."""
    until, rung = time.monotonic() + _WAITS_SECONDS, threading.Event()
    with talks.ringing(webchat.reader(desk, person), rung.set):
        while (left := until - time.monotonic()) > 0:
            rung.clear()
            with desk.look() as work:
                if webchat.is_answered(work, person):
                    return
            rung.wait(min(left, talks.looks_seconds))


def _page(
    request: Request, desk: Desk, *, fault: str = "", typed: str = "", status: int = 200, framed: bool = False
) -> Response:
    person = cookies.read(request, Cookie.CHAT)
    said = _lines(desk, person) if person else []
    offered = said[-1][1]["choices"] if said else []
    shown: dict[str, Any] = {"said": said, "offered": offered, "fault": fault, "typed": typed, "framed": framed}
    return render(request, "public/chat.html", status=status, sending=secrets.token_hex(8), **shown)


def _count(request: Request, person: str) -> None:
    limiter: Limiter = request.app.state.limiter
    limiter.check("chat", person, client_address(request))
