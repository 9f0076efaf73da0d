"""A simulated citizen on the web chat: their lines become the payloads our own page would have made."""

import io

from bot.standin import picture
from bot.told import Received, Told
from intake.cases import incoming, uploads, webchat
from intake.cases.errors import Invalid
from intake.cases.work import Desk


def received(desk: Desk, person: str) -> list[Received]:
    """The files this person was sent, in order."""
    with desk.look() as work:
        said = webchat.said(work, person)
    return [Received(one.file.name, "file", one.file.size) for _line, files in said for one in files]


def tell(desk: Desk, told: Told) -> None:
    """Put the line into the inbox, as often as the channel would tell it."""
    kept, refused = [], ""
    for path in told.files:
        content = io.BytesIO(path.read_bytes() if path.is_file() else picture())
        try:
            with incoming.examined(incoming.Incoming(path.name, content)) as file, desk.work() as work:
                upload = uploads.receive(work, file)
                kept.append({"id": str(upload.id), "name": upload.name})
        except Invalid as wrong:
            refused = wrong.sentence
    payload = {
        "id": told.id,
        "text": told.text,
        "files": kept,
        "refused": refused,
        "voice": told.voice,
        "location": told.location,
        "contact": told.contact,
        "sticker": told.sticker,
        "choice": told.choose,
        "edit_of": told.edit_of,
        "forwarded": told.forwarded,
    }
    external = f"{told.person}:{told.id}:{'edit' if told.edit_of else ''}"
    for _time in range(told.times):
        with desk.work() as work:
            webchat.keep(work, told.person, payload, external_id=external)
