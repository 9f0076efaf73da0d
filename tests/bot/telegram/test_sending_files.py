"""Files to a citizen on Telegram: a picture to look at, anything else to save, within what the Bot API takes."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.channels.telegram.carrying import CARRIES
from bot.channels.telegram.fake import Mishap
from intake.cases import enclosures
from intake.cases.attachments import FileView
from intake.cases.ports import DeliveryFault, File, Outgoing, Permanent, Temporary, Uncertain
from models.base import new_id
from models.vocabulary import ScanState
from tests.bot.telegram.office import Office
from tests.files import PDF, docx, picture

MEGABYTE = 1_000_000


def outgoing(name: str, content: bytes, way: str, media_type: str = "application/pdf") -> Outgoing:
    return Outgoing(uuid4(), "501", "", "", "7000000001", file=File(new_id(), media_type, way, name, content))


def way_of(media_type: str, size: int) -> str | None:
    found = enclosures.carriage(CARRIES, FileView(new_id(), "a", media_type, size, ScanState.SAFE))
    return found.way if found is not None else None


@pytest.mark.parametrize(
    ("media_type", "size", "way"),
    [
        ("image/jpeg", 10 * MEGABYTE, "photo"),
        ("image/png", 1, "photo"),
        ("image/jpeg", 10 * MEGABYTE + 1, "document"),
        ("application/pdf", 50 * MEGABYTE, "document"),
        ("video/mp4", 50 * MEGABYTE + 1, None),
    ],
)
def test_the_limits_are_those_of_the_bot_api(media_type: str, size: int, way: str | None) -> None:
    assert way_of(media_type, size) == way


def test_a_picture_is_shown_and_a_form_keeps_its_name(office: Office) -> None:
    person = office.person()
    office.channel.send(outgoing("chỗ hỏng.jpg", picture("JPEG"), "photo", "image/jpeg"))
    office.channel.send(outgoing("mẫu đơn số 1.docx", docx(), "document"))

    photo, document = person.received
    assert (photo.way, photo.content) == ("photo", picture("JPEG"))
    assert (document.way, document.name, document.content) == ("document", "mẫu đơn số 1.docx", docx())
    assert office.api.asked[-2:] == ["sendPhoto", "sendDocument"]
    assert person.heard == []


def test_a_picture_that_is_a_long_strip_comes_as_a_document(office: Office) -> None:
    person = office.person()
    strip = picture("JPEG", size=(3_000, 20))
    office.channel.send(outgoing("bản vẽ.jpg", strip, "photo", "image/jpeg"))

    assert [(one.way, one.name, one.content) for one in person.received] == [("document", "bản vẽ.jpg", strip)]


@pytest.mark.parametrize(
    ("mishap", "kind", "word"),
    [
        (Mishap("sendDocument", 403, "Forbidden: bot was blocked by the user"), Permanent, "blocked"),
        (Mishap("sendDocument", 400, "Bad Request: wrong file"), Permanent, "refused"),
        (Mishap("sendDocument", 413, "Request Entity Too Large"), Permanent, "refused"),
        (Mishap("sendDocument", 429, "Too Many Requests", retry_after=37), Temporary, "slow_down"),
        (Mishap("sendDocument", 502, "Bad Gateway"), Temporary, "server_fault"),
        (Mishap("sendDocument", 504, "Gateway Timeout"), Uncertain, "no_answer"),
    ],
)
def test_what_the_server_refuses_has_a_word(
    office: Office, mishap: Mishap, kind: type[DeliveryFault], word: str
) -> None:
    person = office.person()
    office.api.goes_wrong(mishap)
    with pytest.raises(kind, match=f"^{word}$"):
        office.channel.send(outgoing("mẫu.pdf", PDF, "document"))

    assert person.received == []


def test_the_fake_takes_no_more_than_the_real_one(office: Office) -> None:
    person = office.person()
    too_large: list[Callable[[], Outgoing]] = [
        lambda: outgoing("a.pdf", bytes(50 * MEGABYTE + 1), "document"),
        lambda: outgoing("a.jpg", picture("JPEG") + bytes(10 * MEGABYTE), "photo", "image/jpeg"),
    ]
    for make in too_large:
        with pytest.raises(Permanent):
            office.channel.send(make())
    with pytest.raises(Permanent):
        office.channel.send(replace(outgoing("a.pdf", PDF, "document"), to="502"))
    assert person.received == []
