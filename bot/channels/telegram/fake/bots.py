"""One bot at the fake Bot API: who has written to it, what it has sent, what waits to be told, and its limits."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.fake.arriving import Arrived
from bot.channels.telegram.fake.mishaps import Refused

TEXT_MAX = 4_096
DATA_MAX_BYTES = 64
DOWNLOAD_MAX_BYTES = 20 * 1024 * 1024
PER_SECOND, CHAT_BURST = 30, 5
_SECRET = re.compile(r"[A-Za-z0-9_\-]{1,256}")


@dataclass
class Sent:
    """A message the bot has sent. ``buttons`` are pairs of label and data, [] once they were taken away; ``keys`` are
    pairs of a label and whether it shares one's contact.
    """

    id: int
    to: int
    text: str
    buttons: list[tuple[str, str]]
    at: float
    keys: list[tuple[str, bool]] = field(default_factory=list)
    file: Arrived | None = None


@dataclass
class Stored:
    """A file that lies at the API. ``size`` is what is said of it, ``path`` where it says that it lies."""

    content: bytes
    size: int
    path: str


@dataclass
class FakeBot:
    """``chats`` are the people who have written to it, with what stands in the way of writing to them, if anything."""

    token: str
    username: str
    now: Callable[[], float] = time.monotonic
    chats: dict[int, str] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    keys: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)
    """The keys that stand in place of somebody's keyboard."""
    waiting: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, Stored] = field(default_factory=dict)
    turning: set[str] = field(default_factory=set)
    """Buttons that were pressed and have no answer."""
    webhook: dict[str, Any] = field(default_factory=dict)
    asking: bool = False
    """Whether somebody is asking for updates at this moment."""
    last: int = 100
    """The last number that was given to an update, a message or a file."""

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    @property
    def myself(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": "Lắng Nghe", "username": self.username}

    def number(self) -> int:
        """The next number: of an update, a message, a file."""
        self.last += 1
        return self.last

    def tell(self, **what: Any) -> dict[str, Any]:
        """Something has happened: an update that waits to be fetched or delivered."""
        update = {"update_id": self.number(), **what}
        self.waiting.append(update)
        return update

    def do(self, method: str, given: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None) -> Any:
        """One method of the API, with the files that came with it by name; its result. Raises Refused."""
        if method in ("sendPhoto", "sendDocument"):
            return self._send_file(method.removeprefix("send").lower(), given, files or {})
        known = getattr(self, f"_do_{method.lower()}", None)
        if known is None:
            raise Refused(404, "Not Found")
        return known(given)

    def texts(self, to: int) -> list[str]:
        """What this person was told, in order."""
        return [one.text for one in self.sent if one.to == to and one.file is None]

    def files_to(self, to: int) -> list[Arrived]:
        """The files this person was sent, in order."""
        return [one.file for one in self.sent if one.to == to and one.file is not None]

    def _do_getme(self, given: Mapping[str, str]) -> dict[str, Any]:
        return self.myself

    def _do_setwebhook(self, given: Mapping[str, str]) -> bool:
        if not given.get("url", "").startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not _SECRET.fullmatch(given.get("secret_token", "")):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = {"url": given["url"], "secret_token": given["secret_token"]}
        return True

    def _do_deletewebhook(self, given: Mapping[str, str]) -> bool:
        self.webhook = {}
        return True

    def _do_getwebhookinfo(self, given: Mapping[str, str]) -> dict[str, Any]:
        shown = {name: value for name, value in self.webhook.items() if name != "secret_token"}
        return {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.waiting), **shown}

    def _do_getupdates(self, given: Mapping[str, str]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(given.get("offset") or 0)
        self.waiting = [one for one in self.waiting if one["update_id"] >= offset]
        return self.waiting[: int(given.get("limit") or 100)]

    def _do_sendmessage(self, given: Mapping[str, str]) -> dict[str, Any]:
        chat, text = self._reachable(given["chat_id"]), given.get("text", "")
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > TEXT_MAX:
            raise Refused(400, "Bad Request: message is too long")
        buttons, keys = _buttons(given.get("reply_markup")), _keys(given.get("reply_markup"))
        self._not_too_fast(chat)
        message = Sent(self.number(), chat, text, buttons, self.now(), keys or [])
        self.sent.append(message)
        if keys is not None:
            self.keys[chat] = keys
        return self._shown(message)

    def _send_file(self, way: str, given: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> dict[str, Any]:
        chat = self._reachable(given["chat_id"])
        if way not in files:
            raise Refused(400, f"Bad Request: there is no {way} in the request")
        arrived = Arrived(way, *files[way])
        arrived.check()
        self._not_too_fast(chat)
        message = Sent(self.number(), chat, given.get("caption", ""), [], self.now(), file=arrived)
        self.sent.append(message)
        return self._shown(message) | arrived.shown(self.number())

    def _do_editmessagereplymarkup(self, given: Mapping[str, str]) -> dict[str, Any]:
        chat = self._reachable(given["chat_id"])
        known = [one for one in self.sent if one.id == int(given["message_id"]) and one.to == chat]
        if not known:
            raise Refused(400, "Bad Request: message to edit not found")
        if known[0].keys:
            raise Refused(400, "Bad Request: message can't be edited")
        buttons = _buttons(given.get("reply_markup"))
        if known[0].buttons == buttons:
            raise Refused(400, "Bad Request: message is not modified")
        known[0].buttons = buttons
        return self._shown(known[0])

    def _do_answercallbackquery(self, given: Mapping[str, str]) -> bool:
        if given["callback_query_id"] not in self.turning:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.turning.discard(given["callback_query_id"])
        return True

    def _do_getfile(self, given: Mapping[str, str]) -> dict[str, Any]:
        stored = self.files.get(given["file_id"])
        if stored is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if stored.size > DOWNLOAD_MAX_BYTES:
            raise Refused(400, "Bad Request: file is too big")
        shown = {"file_id": given["file_id"], "file_unique_id": given["file_id"], "file_size": stored.size}
        return {**shown, "file_path": stored.path}

    def _reachable(self, chat_id: str) -> int:
        """Only who has written first may be written to, unless they do not want it any more."""
        chat = int(chat_id) if chat_id.lstrip("-").isdecimal() else 0
        if chat not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        if self.chats[chat]:
            raise Refused(403, f"Forbidden: {self.chats[chat]}")
        return chat

    def _not_too_fast(self, chat: int) -> None:
        now = self.now()
        if sum(one.at > now - 1 for one in self.sent[-PER_SECOND:]) >= PER_SECOND:
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        if sum(one.at > now - CHAT_BURST for one in self.sent if one.to == chat) >= 2 * CHAT_BURST:
            raise Refused(429, "Too Many Requests: retry after 3", retry_after=3)

    def _shown(self, message: Sent) -> dict[str, Any]:
        chat = {"id": message.to, "type": "private", "first_name": "A"}
        return {
            "message_id": message.id,
            "date": int(time.time()),
            "chat": chat,
            "from": self.myself,
            "text": message.text,
        }


def _buttons(markup: str | None) -> list[tuple[str, str]]:
    rows = json.loads(markup or "{}").get("inline_keyboard", [])
    buttons = [(button["text"], button["callback_data"]) for row in rows for button in row]
    if any(not 1 <= len(data.encode()) <= DATA_MAX_BYTES for _label, data in buttons):
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


def _keys(markup: str | None) -> list[tuple[str, bool]] | None:
    """The keys a message brings, [] if it takes those there are away, None if it leaves them."""
    told = json.loads(markup or "{}")
    keys = [(key["text"], bool(key.get("request_contact"))) for row in told.get("keyboard", []) for key in row]
    if any(not label for label, _shares in keys):
        raise Refused(400, "Bad Request: keyboard button text must be non-empty")
    return keys if keys or told.get("remove_keyboard") else None
