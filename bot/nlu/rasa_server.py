"""A server of Rasa asked over HTTP: every question has an answer or a named fault within a set time.

It knows how Rasa 3.6 answers and believes nothing else; what an answer means to us is the engine's business.
"""

import asyncio
import json
import os
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from ssl import SSLContext
from typing import Any, TypeVar

import httpx

from bot.nlu.port import Entity, Unanswered
from bot.rasa.identity import KNOWN, model_name
from models.vocabulary import EngineFault, Intent

WITHIN = 0.8
"""Seconds; the embedded engine, which takes over then, needs a few milliseconds more."""

CONNECT_WITHIN = 0.3
LARGEST_ANSWER = 256 * 1024

Answer = tuple[dict[str, float], tuple[Entity, ...]]
"""The share of each intent, and the facts that were found."""

T = TypeVar("T")


@dataclass(frozen=True)
class RasaServer:
    """``model`` is the file name of the only model that is believed; ``within`` the seconds one message may take."""

    url: str
    token: str = field(repr=False)
    model: str = field(default_factory=model_name)
    within: float = WITHIN

    def parse(self, text: str, *, showing_health: bool) -> Answer:
        """What Rasa makes of a text with a word in it. Raises `Unanswered`."""
        return self._bounded(self._parsed(text, showing_health))

    def fault(self) -> EngineFault | None:
        """What is wrong with the server at this moment; None if it is well."""
        try:
            self.parse(KNOWN[0], showing_health=True)
        except Unanswered as unanswered:
            return unanswered.fault
        return None

    async def _parsed(self, text: str, showing_health: bool) -> Answer:
        async with httpx.AsyncClient(
            base_url=self.url,
            params={"token": self.token},
            timeout=httpx.Timeout(self.within, connect=min(self.within, CONNECT_WITHIN)),
            verify=_certificates(),
            trust_env=False,
        ) as client:
            if showing_health:
                await self._show_health(client)
            return _read(await _told(client, "POST", "/model/parse", {"text": text}))

    async def _show_health(self, client: httpx.AsyncClient) -> None:
        status = await _told(client, "GET", "/status")
        if status.get("model_file") != self.model:
            raise Unanswered(EngineFault.MODEL)
        sentence, intent = KNOWN
        shares, _facts = _read(await _told(client, "POST", "/model/parse", {"text": sentence}))
        if max(shares, key=lambda name: shares[name]) != intent:
            raise Unanswered(EngineFault.NONSENSE)

    def _bounded(self, asked: Coroutine[Any, Any, T]) -> T:
        """Wait for an answer, however slowly it drips in, no longer than told."""
        loop = _loop(os.getpid())
        try:
            return asyncio.run_coroutine_threadsafe(asyncio.wait_for(asked, self.within), loop).result()
        except (TimeoutError, httpx.TimeoutException):
            raise Unanswered(EngineFault.SLOW) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise Unanswered(EngineFault.AWAY) from None
        except ValueError:
            raise Unanswered(EngineFault.NONSENSE) from None


async def _told(
    client: httpx.AsyncClient, method: str, path: str, content: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object that the server gives."""
    async with client.stream(method, path, json=content) as response:
        if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise Unanswered(EngineFault.TOKEN)
        if response.status_code != HTTPStatus.OK:
            raise Unanswered(EngineFault.FAILED)
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise Unanswered(EngineFault.NONSENSE)
    told = json.loads(body)
    if not isinstance(told, dict):
        raise Unanswered(EngineFault.NONSENSE)
    return told


def _read(told: Mapping[str, Any]) -> Answer:
    """Shares and facts; anything that Rasa with our model would not say is nonsense."""
    try:
        shares = {Intent(one["name"]).value: float(one["confidence"]) for one in told["intent_ranking"]}
        facts = tuple(
            Entity(str(one["entity"]), str(one["value"]), int(one["start"]), int(one["end"]))
            for one in told["entities"]
        )
    except (KeyError, TypeError, ValueError):
        raise Unanswered(EngineFault.NONSENSE) from None
    usual = all(0 <= share <= 1 for share in shares.values()) and all(0 <= one.start < one.end for one in facts)
    if not usual or not any(shares.values()):
        raise Unanswered(EngineFault.NONSENSE)
    return shares, facts


@cache
def _loop(_process: int) -> asyncio.AbstractEventLoop:
    """One thread of this process waits for all answers: only so can an answer that drips in be given up in time."""
    _certificates()  # slow to read, so not while somebody waits
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="rasa", daemon=True).start()
    return loop


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context()
