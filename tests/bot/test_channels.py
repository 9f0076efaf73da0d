"""What every channel promises, asked of each one that is found, and of the template."""

import importlib
import json
from uuid import uuid4

import pytest

from bot import channels
from bot.channel import Capability, Channel, EventKind
from bot.channels._template import Template
from intake.cases import webchat
from intake.cases.ports import DeliveryFault, Outgoing
from intake.cases.work import Desk
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY, Citizen, with_bot

PERSON = "u1"


@pytest.fixture(params=["_template", *channels.names()])
def channel(request: pytest.FixtureRequest, sqlite_desk: Desk) -> Channel:
    """Each channel, with somebody who has written on it before."""
    if request.param == "_template":
        return Template()
    opened: Channel = importlib.import_module(f"bot.channels.{request.param}").open_channel(sqlite_desk)
    Citizen(with_bot(sqlite_desk), PERSON).says(STORY)
    return opened


def payload(**told: object) -> str:
    return json.dumps({"from": PERSON, "id": "7", **told})


def outgoing(channel: Channel, to: str = PERSON) -> Outgoing:
    return Outgoing(uuid4(), to, "", "Chào ông/bà.", webchat.ACCOUNT, (("yes", "Đúng"),))


def test_a_folder_is_found_and_named_by_its_kind() -> None:
    assert "webchat" in channels.names()
    assert all(ChannelKind(name) for name in channels.names())


def test_a_text_is_one_event_of_its_person(channel: Channel) -> None:
    (event,) = channel.parse(payload(text=STORY))

    assert (event.kind, event.text, event.id) == (EventKind.TEXT, STORY, "7")
    assert channel.person(payload(text=STORY)) == PERSON


@pytest.mark.parametrize("nonsense", ["", "[]", "{}", '"chữ"', "{"])
def test_nonsense_is_a_value_error(channel: Channel, nonsense: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever reads it says it in its own words
        channel.parse(nonsense)


def test_it_says_what_it_can_and_how_long_it_may_write(channel: Channel) -> None:
    assert channel.text_max >= 500
    assert channel.capabilities <= set(Capability)
    assert channel.window is None or channel.window.total_seconds() > 0


def test_a_message_is_handed_over(channel: Channel) -> None:
    channel.send(outgoing(channel))


def test_one_that_cannot_arrive_is_a_fault_with_a_state(channel: Channel) -> None:
    with pytest.raises(DeliveryFault):
        channel.send(outgoing(channel, to=""))


def test_the_same_message_twice_arrives_once_where_it_says_so(sqlite_desk: Desk) -> None:
    desk = with_bot(sqlite_desk)
    citizen = Citizen(desk, PERSON)
    citizen.says(STORY)
    for channel in channels.open_channels(desk).values():
        message = outgoing(channel)
        if channel.dedupes:
            channel.send(message)
            channel.send(message)

    assert citizen.news() == ["Chào ông/bà."]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"choice": "yes"}, EventKind.CHOICE),
        ({"files": [{"id": "1", "name": "a.jpg"}, {"id": "2", "name": "b.jpg"}]}, EventKind.FILES),
        ({"files": [{"id": "1", "name": "a.ogg"}], "voice": True}, EventKind.VOICE),
        ({"location": [9.81, 106.34]}, EventKind.LOCATION),
        ({"contact": {"name": "Bé", "phone": "0912345678"}}, EventKind.CONTACT),
        ({"sticker": True}, EventKind.STICKER),
        ({"text": STORY, "edit_of": "6"}, EventKind.EDIT),
    ],
)
def test_web_chat_tells_everything_apart(sqlite_desk: Desk, told: dict[str, object], kind: EventKind) -> None:
    (event,) = channels.open_channels(sqlite_desk)[ChannelKind.WEBCHAT].parse(payload(**told))

    assert event.kind is kind
    assert len(event.files) == len(told.get("files", ()))  # type: ignore[arg-type]
