"""Fetching what a message points to, and keeping it at once: Telegram's links end after an hour.

Only from the API's own host, and only as much as it gives a bot. What cannot be kept is told in a sentence.
"""

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from telegram import Message
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.client import FILE_MAX_BYTES, Client, NoSuchPlace, TooLarge
from intake.cases import uploads
from intake.cases.errors import Invalid
from intake.cases.incoming import Incoming, examined
from intake.cases.work import Desk
from models.languages import N_, _

_TOO_LARGE = N_(
    "Tệp “{name}” lớn hơn {megabytes} MB nên Telegram không chuyển được. Xin gửi tệp nhỏ hơn, hoặc gửi ở {place}."
)
_NOT_FETCHED = N_("Tệp “{name}” chưa lấy về được. Xin ông/bà gửi lại tệp này.")
_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Pointed:
    """A file that lies at Telegram. ``size`` in bytes, where it is told."""

    file_id: str
    name: str
    size: int | None


def pointed(message: Message) -> Pointed | None:
    """What the message points to: of a photo the largest of its sizes."""
    number = message.message_id
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Pointed(largest.file_id, f"anh-{number}.jpg", largest.file_size)
    if message.voice:
        return Pointed(message.voice.file_id, f"loi-noi-{number}.ogg", message.voice.file_size)
    if message.video_note:
        return Pointed(message.video_note.file_id, f"phim-{number}.mp4", message.video_note.file_size)
    for named, ending in ((message.document, ""), (message.video, ".mp4"), (message.audio, ".mp3")):
        if named is not None:
            return Pointed(named.file_id, named.file_name or f"tep-{number}{ending}", named.file_size)
    return None


def keep(desk: Desk, client: Client, file: Pointed) -> tuple[str, str]:
    """Fetch one file and keep it; gives its upload's id and honest name. Raises Invalid, TelegramError."""
    if (file.size or 0) > FILE_MAX_BYTES:
        raise TooLarge("too large")
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        content = cast("BinaryIO", spooled)
        client.download(file.file_id, content)
        content.seek(0)
        with examined(Incoming(file.name, content)) as fit, desk.work() as work:
            return str(uploads.receive(work, fit).id), fit.name


def refusal(desk: Desk, file: Pointed, why: Exception) -> str:
    """Why a file was not kept, for its sender."""
    if isinstance(why, Invalid):
        return why.sentence
    large = isinstance(why, TooLarge) or (isinstance(why, BadRequest) and "too big" in why.message.casefold())
    megabytes = FILE_MAX_BYTES // 1024 // 1024
    return _(_TOO_LARGE if large else _NOT_FETCHED).format(name=file.name, megabytes=megabytes, place=desk.public_url)


def is_final(why: TelegramError) -> bool:
    """Whether asking again would not help."""
    return isinstance(why, BadRequest | TooLarge | NoSuchPlace)
