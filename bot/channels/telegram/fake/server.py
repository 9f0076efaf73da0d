"""The fake Bot API as a web server: ``/bot<token>/<method>``, ``/file/bot<token>/<path>``, and webhooks it delivers."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.telegram.fake.bots import FakeBot
from bot.channels.telegram.fake.mishaps import Mishap, Refused
from bot.served import served

_LOOK_AGAIN_SECONDS = 0.02
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class FakeTelegram:
    """Some bots, and what shall go wrong. ``asked`` are the methods that were called, in order."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self.bots: dict[str, FakeBot] = {}
        self.mishaps: list[Mishap] = []
        self.asked: list[str] = []
        self.address = ""

    def add(self, token: str, username: str = "langnghe_bot") -> FakeBot:
        """A bot whose token is ``<number>:<secret>``."""
        bot = self.bots[token] = FakeBot(token, username, self._now)
        return bot

    @contextmanager
    def open(self) -> Iterator["FakeTelegram"]:
        """Answer at ``address`` for as long as the block lasts."""
        routes = [
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file),
        ]
        with served(Starlette(routes=routes)) as self.address:
            yield self

    def goes_wrong(self, mishap: Mishap) -> None:
        self.mishaps.append(mishap)

    def deliver(self, bot: FakeBot, *, times: int = 1) -> list[int]:
        """Tell the webhook everything that waits, as Telegram does; what is not answered well goes on waiting.

        Gives the statuses that were answered. A method in an answer is done.
        """
        statuses = []
        with httpx.Client(headers={SECRET_HEADER: bot.webhook["secret_token"]}, timeout=20) as sender:
            for update in list(bot.waiting):
                for _time in range(times):
                    answer = sender.post(bot.webhook["url"], json=update)
                    statuses.append(answer.status_code)
                    if answer.is_success and update in bot.waiting:
                        bot.waiting.remove(update)
                    if answer.is_success:
                        self.take_answer(bot, answer.text)
        return statuses

    def take_answer(self, bot: FakeBot, body: str) -> None:
        """What a webhook answered: a method in it is done, and as at the real one nobody learns how it went."""
        given = {name: str(value) for name, value in json.loads(body or "{}").items()}
        if given:
            with self._lock, suppress(Refused):
                bot.do(given.pop("method"), given)

    async def _method(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        async with request.form() as form:
            parts = form.items()
            files = {name: (one.filename or "", await one.read()) for name, one in parts if isinstance(one, UploadFile)}
            given = {name: one for name, one in parts if isinstance(one, str)} | dict(request.query_params)
        hangs = 0.0
        try:
            with self._lock:
                self.asked.append(method)
                mishap = self._next_mishap(method)
                mishap.refuse()
                hangs = mishap.hangs
                bot = self._bot(token)
                result = None if method == "getUpdates" else bot.do(method, given, files)
            if method == "getUpdates":
                result = await self._updates(bot, given)
        except Refused as refused:
            return JSONResponse(refused.body, refused.status)
        await asyncio.sleep(hangs)
        return JSONResponse({"ok": True, "result": result})

    async def _updates(self, bot: FakeBot, given: dict[str, str]) -> Any:
        """Long polling: at once if something waits, else when the time is over. Of two who ask, one is refused."""
        if bot.asking:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        bot.asking = True
        until = time.monotonic() + float(given.get("timeout") or 0)
        try:
            while True:
                with self._lock:
                    found = bot.do("getUpdates", given)
                if found or time.monotonic() >= until:
                    return found
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        finally:
            bot.asking = False

    async def _file(self, request: Request) -> Response:
        bot = self.bots.get(request.path_params["token"])
        known = [one for one in bot.files.values() if one.path == request.path_params["path"]] if bot else []
        with self._lock:
            self.asked.append("file")
            mishap = self._next_mishap("file")
        if mishap.status or not known:
            return Response(status_code=mishap.status or 404)
        await asyncio.sleep(mishap.hangs)
        return Response(known[0].content, media_type="application/octet-stream")

    def _bot(self, token: str) -> FakeBot:
        if ":" not in token:
            raise Refused(404, "Not Found")
        if token not in self.bots:
            raise Refused(401, "Unauthorized")
        return self.bots[token]

    def _next_mishap(self, method: str) -> Mishap:
        for at, one in enumerate(self.mishaps):
            if one.method in ("", method):
                if one.times == 1:
                    del self.mishaps[at]
                elif one.times:
                    self.mishaps[at] = Mishap(
                        one.method, one.status, one.description, one.retry_after, one.hangs, one.times - 1
                    )
                return one
        return Mishap()
