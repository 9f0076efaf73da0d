"""Somebody who writes to a bot: each thing they do becomes the update that Telegram would make of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.fake.arriving import Arrived
from bot.channels.telegram.fake.bots import FakeBot, Sent, Stored


@dataclass
class Person:
    """A person, or with a negative ``id`` a group they write in."""

    bot: FakeBot
    id: int
    first_name: str = "Bé"
    last_name: str = "Trần Thị"
    chat_type: str = "private"
    phone: str = "84912345678"

    def __post_init__(self) -> None:
        self.bot.chats.setdefault(self.id, "")

    @property
    def myself(self) -> dict[str, Any]:
        named = {"first_name": self.first_name, "last_name": self.last_name}
        return {"id": abs(self.id), "is_bot": False, "language_code": "vi", **named}

    @property
    def heard(self) -> list[str]:
        """What they were told."""
        return self.bot.texts(self.id)

    @property
    def received(self) -> list[Arrived]:
        """The files they were sent."""
        return self.bot.files_to(self.id)

    @property
    def last(self) -> Sent:
        """The last message with buttons that they were told."""
        return next(one for one in reversed(self.bot.sent) if one.to == self.id and one.buttons)

    def says(self, text: str, **more: Any) -> dict[str, Any]:
        return self.sends(text=text, **more)

    def sends(self, **what: Any) -> dict[str, Any]:
        """A message; ``what`` are fields of the Bot API's Message."""
        return self.bot.tell(message=self._message(**what))

    def edits(self, update: dict[str, Any], **what: Any) -> dict[str, Any]:
        """An earlier message, changed."""
        changed = update["message"] | {"edit_date": int(time.time()), **what}
        return self.bot.tell(edited_message=changed)

    def presses(self, label: str, *, under: Sent | None = None) -> dict[str, Any]:
        """A button with this label or number, under the last message that has any."""
        message = under or self.last
        at = int(label) - 1 if label.isdecimal() and int(label) <= len(message.buttons) else None
        named = [data for words, data in message.buttons if words == label]
        return self.presses_data(message.buttons[at][1] if at is not None else named[0], message.id)

    @property
    def keys(self) -> list[str]:
        """What stands in place of their keyboard."""
        return [label for label, _shares in self.bot.keys.get(self.id, [])]

    def taps(self, label: str) -> dict[str, Any]:
        """A key in place of their keyboard: it shares their contact, or types its words."""
        return self.shares_contact(self.phone) if dict(self.bot.keys[self.id])[label] else self.says(label)

    def presses_data(self, data: str, message_id: int) -> dict[str, Any]:
        """A button with any data, as somebody with a client of their own may do."""
        pressed = str(self.bot.number())
        self.bot.turning.add(pressed)
        chat = {"id": self.id, "type": self.chat_type, "first_name": self.first_name}
        under = {"message_id": message_id, "date": int(time.time()), "chat": chat, "from": self.bot.myself, "text": "…"}
        query = {"id": pressed, "from": self.myself, "chat_instance": "1", "message": under, "data": data}
        return self.bot.tell(callback_query=query)

    def sends_photo(self, content: bytes, **more: Any) -> dict[str, Any]:
        small, large = self.stores(content[:1], "photos/small.jpg"), self.stores(content, "photos/large.jpg")
        sizes = [{**small, "width": 90, "height": 60}, {**large, "width": 1280, "height": 853}]
        return self.sends(photo=sizes, **more)

    def sends_album(self, pictures: Sequence[bytes], caption: str = "") -> list[dict[str, Any]]:
        """Several pictures at once: Telegram tells them one by one, with one name."""
        group, words = str(self.bot.number()), {"caption": caption} if caption else {}
        return [
            self.sends_photo(picture, media_group_id=group, **(words if at == 0 else {}))
            for at, picture in enumerate(pictures)
        ]

    def sends_document(self, content: bytes, name: str, **more: Any) -> dict[str, Any]:
        return self.sends(document={**self.stores(content, "documents/file.bin"), "file_name": name}, **more)

    def sends_voice(self, content: bytes) -> dict[str, Any]:
        return self.sends(voice={**self.stores(content, "voice/file.oga"), "duration": 3, "mime_type": "audio/ogg"})

    def shares_contact(self, phone: str, *, of: int | None = None) -> dict[str, Any]:
        """A contact: their own, or somebody else's."""
        card = {"phone_number": phone, "first_name": self.first_name, "last_name": self.last_name}
        return self.sends(contact={**card, "user_id": self.id if of is None else of})

    def stores(self, content: bytes, path: str, *, size: int | None = None) -> dict[str, Any]:
        """Put a file where the bot can fetch it; what a message says of it."""
        number = self.bot.number()
        name, dot, ending = path.rpartition(".")
        length = len(content) if size is None else size
        self.bot.files[str(number)] = Stored(content, length, f"{name}_{number}{dot}{ending}" if dot else path)
        return {"file_id": str(number), "file_unique_id": str(number), "file_size": length}

    def _message(self, **what: Any) -> dict[str, Any]:
        chat = {"id": self.id, "type": self.chat_type, "first_name": self.first_name}
        return {"message_id": self.bot.number(), "date": int(time.time()), "chat": chat, "from": self.myself, **what}
