"""Files that go to a citizen on Zalo: uploaded first, then named in a message.

Whether a megabyte is a million bytes there nobody could confirm; the smaller one always fits.
"""

from typing import Any

from intake.cases.ports import Carriage, File

IMAGE = "image"
_MEGABYTE = 1_000_000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CARRIES = (
    Carriage(IMAGE, _MEGABYTE, frozenset({"image/jpeg", "image/png"})),
    Carriage("file", 5 * _MEGABYTE, frozenset({"application/pdf", "application/msword", _WORD})),
)
_NAMED = {IMAGE: "attachment_id", "file": "token"}
"""What the answer to an upload calls the file."""


def path(file: File) -> str:
    """Where it is uploaded to."""
    return f"/v2.0/oa/upload/{file.way}"


def named(file: File, answer: dict[str, Any]) -> str:
    """What it is called there; nothing if the answer does not say."""
    return str(answer.get(_NAMED[file.way]) or "")


def attachment(file: File) -> dict[str, Any]:
    """The file in a message."""
    if file.way == IMAGE:
        element = {"media_type": IMAGE, _NAMED[IMAGE]: file.there}
        return {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    return {"type": "file", "payload": {_NAMED["file"]: file.there}}
