"""An update of the Bot API as it is kept in the inbox, and with what was fetched for it afterwards.

Raw it is the JSON that Telegram sent. Completed it is an object with that under ``update`` and beside it what was
found: files that are kept, why one is not, which choice a button stood for.
"""

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from telegram import Message, Update, User

ALLOWED = ["message", "edited_message", "callback_query"]
"""What we ask Telegram for; the rest of what happens to a bot is not for us."""

_NONSENSE = (KeyError, TypeError, AttributeError, OverflowError, OSError)


@dataclass(frozen=True)
class Seen:
    """One update. ``kept`` are pairs of an upload's id and its name."""

    raw: dict[str, Any]
    completed: bool = False
    kept: tuple[tuple[str, str], ...] = ()
    refused: str = ""
    choice: str = ""

    @cached_property
    def update(self) -> Update:
        """Raises ValueError for what is no update."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what the library will do another day is not about this update
                return Update.de_json(self.raw, None)
        except _NONSENSE:
            raise ValueError("not an update") from None

    @property
    def message(self) -> Message | None:
        """The message somebody wrote to us alone, as it is now; None for groups, channels and other bots."""
        told = self.update.message or self.update.edited_message
        if told is None or told.chat.type != "private" or told.from_user is None or told.from_user.is_bot:
            return None
        return told

    @property
    def sender(self) -> User | None:
        """Who did this, to us alone; None for anybody else."""
        pressed = self.update.callback_query
        if pressed is not None:
            there = pressed.message.chat if pressed.message is not None else None
            return None if there is not None and there.type != "private" else pressed.from_user
        return self.message.from_user if self.message is not None else None

    @property
    def album(self) -> str:
        """The name of the album this is one piece of."""
        return (self.message.media_group_id or "") if self.message is not None else ""

    def complete(self, kept: Sequence[tuple[str, str]] = (), refused: str = "", choice: str = "") -> str:
        """The payload with what was found."""
        found = {"update": self.raw, "kept": [list(one) for one in kept], "refused": refused, "choice": choice}
        return json.dumps(found, ensure_ascii=False)


def read(payload: str | bytes) -> Seen:
    """A payload, raw or completed. Raises ValueError for what is none."""
    told = json.loads(payload)
    if not isinstance(told, dict):
        raise ValueError("not an update")
    if "update" not in told:
        return _checked(Seen(told))
    kept = tuple((str(id), str(name)) for id, name in told["kept"])
    return _checked(Seen(told["update"], True, kept, str(told["refused"]), str(told["choice"])))


def _checked(seen: Seen) -> Seen:
    if not isinstance(seen.raw.get("update_id"), int):
        raise ValueError("not an update")
    return seen
