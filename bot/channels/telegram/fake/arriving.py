"""A file that comes with a request to the fake Bot API, and the limits of the real one for it."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from bot.channels.telegram.fake.mishaps import Refused

PHOTO_MAX_BYTES = 10_000_000
UPLOAD_MAX_BYTES = 50_000_000
PHOTO_EDGES_MAX, PHOTO_RATIO_MAX = 10_000, 20


@dataclass(frozen=True, slots=True)
class Arrived:
    """``way`` is "photo" or "document"."""

    way: str
    name: str
    content: bytes

    def check(self) -> None:
        """Raises Refused for what the real one would not take."""
        if len(self.content) > UPLOAD_MAX_BYTES:
            raise Refused(413, "Request Entity Too Large")
        if self.way == "photo":
            self._check_photo()

    def shown(self, file_id: int) -> dict[str, Any]:
        """What a message says of it."""
        told = {"file_id": str(file_id), "file_unique_id": str(file_id), "file_size": len(self.content)}
        if self.way == "photo":
            return {"photo": [{**told, "width": 1280, "height": 853}]}
        return {"document": {**told, "file_name": self.name}}

    def _check_photo(self) -> None:
        if len(self.content) > PHOTO_MAX_BYTES:
            raise Refused(400, "Bad Request: file is too big")
        try:
            with Image.open(io.BytesIO(self.content)) as picture:
                width, height = picture.size
        except OSError:
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
        if width + height > PHOTO_EDGES_MAX or max(width, height) > PHOTO_RATIO_MAX * min(width, height):
            raise Refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
