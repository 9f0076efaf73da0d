"""Files that go to a citizen on Telegram: a picture to look at, anything else to open or save.

The figures are those of the Bot API for files that come with the request.
"""

from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from intake.cases.ports import Carriage, File

PHOTO = "photo"
CARRIES = (
    Carriage(PHOTO, FileSizeLimit.PHOTOSIZE_UPLOAD, frozenset({"image/jpeg", "image/png"})),
    Carriage("document", FileSizeLimit.FILESIZE_UPLOAD),
)


async def send(bot: Bot, to: str, file: File) -> None:
    """Raises TelegramError. A picture of a shape that is not shown, such as a long strip, goes as a document."""
    if file.way == PHOTO:
        try:
            await bot.send_photo(to, file.content, filename=file.name)
        except BadRequest as refused:
            if "PHOTO" not in refused.message.upper():
                raise
        else:
            return
    await bot.send_document(to, file.content, filename=file.name)
