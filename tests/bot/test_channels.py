"""What every channel promises, asked of each one that is found, and of the template."""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot import channels
from bot.channel import Capability, Channel, EventKind
from bot.channels._template import Template
from bot.told import Received, Told
from intake.cases import attachments, enclosures, file_kinds, webchat
from intake.cases.perform import drain
from intake.cases.ports import DeliveryFault, File, Outgoing, Permanent
from intake.cases.work import Desk
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind, WorkQueue
from tests.bot.talking import STORY, Citizen, with_bot
from tests.files import PDF, picture, received
from tests.world import Said

PERSON = "u1"


@dataclass(frozen=True)
class Sample:
    """A channel, somebody who has written on it, and ``told``: what the channel tells of a citizen's doing.

    ``received`` are the files they were sent, as their side of the channel shows them.
    """

    desk: Desk
    channel: Channel
    account: str
    person: str
    told: Callable[[Told], str]
    received: Callable[[], list[Received]]

    def outgoing(self, to: str | None = None) -> Outgoing:
        yes = (("yes", "Đúng"),)
        return Outgoing(uuid4(), self.person if to is None else to, "", "Chào ông/bà.", self.account, yes)


@pytest.fixture(params=["_template", *channels.names()])
def sample(request: pytest.FixtureRequest, sqlite_desk: Desk) -> Iterator[Sample]:
    """Each channel, its other side simulated, with somebody who has written on it before."""
    if request.param == "_template":
        template = Template()
        named = json.dumps({"from": PERSON, "id": "7"})
        yield Sample(
            sqlite_desk,
            template,
            "mau",
            PERSON,
            lambda told: json.dumps(json.loads(named) | {"text": told.text}),
            lambda: [Received(one.file.name, one.file.way, len(one.file.content)) for one in template.sent if one.file],
        )
        return
    desk = with_bot(sqlite_desk)
    folder = importlib.import_module(f"bot.channels.{request.param}")
    simulated = importlib.import_module(f"bot.channels.{request.param}.simulated")
    with simulated.outside(desk) if hasattr(simulated, "outside") else nullcontext():

        def told(one: Told) -> str:
            simulated.tell(desk, one)
            with desk.look() as work:
                newest = select(InboundMessage).order_by(InboundMessage.id.desc()).limit(1)
                return work.session.scalars(newest).one().payload or ""

        told(Told(PERSON, "1", text=STORY))
        drain(desk, Said(), "bot", queue=WorkQueue.INBOUND)
        kind, called = ChannelKind(request.param), getattr(simulated, "called", str)
        channel: Channel = desk.channels[kind]  # type: ignore[assignment]
        person = called(PERSON)
        yield Sample(desk, channel, folder.ACCOUNT, person, told, lambda: simulated.received(desk, PERSON))


def payload(**told: object) -> str:
    return json.dumps({"from": PERSON, "id": "7", **told})


def test_a_folder_is_found_and_named_by_its_kind() -> None:
    assert "webchat" in channels.names()
    assert all(ChannelKind(name) for name in channels.names())


def test_a_text_is_one_event_of_its_person(sample: Sample) -> None:
    told = sample.told(Told(PERSON, "7", text="Cả xóm đi lại khó khăn."))
    (event,) = sample.channel.parse(told)

    assert (event.kind, event.text) == (EventKind.TEXT, "Cả xóm đi lại khó khăn.")
    assert event.id
    assert sample.channel.person(told) == sample.person


@pytest.mark.parametrize("nonsense", ["", "[]", "{}", '"chữ"', "{"])
def test_nonsense_is_a_value_error(sample: Sample, nonsense: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever reads it says it in its own words
        sample.channel.parse(nonsense)


def test_it_says_what_it_can_and_how_long_it_may_write(sample: Sample) -> None:
    channel = sample.channel
    assert channel.text_limit is None or channel.text_limit.most >= 500
    assert channel.capabilities <= set(Capability)
    assert channel.window is None or channel.window.total_seconds() > 0


def test_a_message_is_handed_over(sample: Sample) -> None:
    sample.channel.send(sample.outgoing())


FILES = {"image/jpeg": ("ảnh.jpg", picture("JPEG")), "application/pdf": ("mẫu đơn.pdf", PDF)}


def test_it_says_which_files_it_carries(sample: Sample) -> None:
    known = {kind.media_type for kind in file_kinds.ACCEPTED}
    for one in sample.channel.carries:
        assert one.way
        assert one.most > 0
        assert one.types <= known


@pytest.mark.parametrize("media_type", FILES)
def test_a_file_it_carries_arrives_as_it_is_and_no_other_is_taken(sample: Sample, media_type: str) -> None:
    name, content = FILES[media_type]
    with sample.desk.work() as work:
        upload = received(work, name, content)
        file, kept = attachments.view(work, upload), work.desk.storage.path(upload.id).read_bytes()
    way = enclosures.carriage(sample.channel.carries, file)
    carried = way.way if way is not None else ""
    message = replace(sample.outgoing(), body="", choices=(), file=File(file.id, media_type, carried, name, kept))
    if way is None:
        with pytest.raises(Permanent, match=r"^file_not_carried$"):
            sample.channel.upload(message)
        assert sample.received() == []
        return
    assert message.file is not None
    there = sample.channel.upload(message)
    assert sample.received() == []  # nobody sees it yet
    sample.channel.send(replace(message, file=replace(message.file, there=there)))

    assert sample.received() == [Received(name, carried, len(kept))]


def test_a_file_that_cannot_arrive_is_a_fault_with_a_state(sample: Sample) -> None:
    file = File(uuid4(), "image/jpeg", "photo", "ảnh.jpg", picture("JPEG"))
    with pytest.raises(DeliveryFault):
        sample.channel.send(replace(sample.outgoing(to=""), body="", choices=(), file=file))


def test_one_that_cannot_arrive_is_a_fault_with_a_state(sample: Sample) -> None:
    with pytest.raises(DeliveryFault):
        sample.channel.send(sample.outgoing(to=""))


def test_what_an_account_needs_is_asked_for_in_words(sqlite_desk: Desk) -> None:
    for setup in channels.setups().values():
        assert all(field.label and field.key.isidentifier() for field in setup.fields)
        assert any(field.secret for field in setup.fields)


def test_the_same_message_twice_arrives_once_where_it_says_so(sqlite_desk: Desk) -> None:
    desk = with_bot(sqlite_desk)
    citizen = Citizen(desk, PERSON)
    citizen.says(STORY)
    for channel in channels.open_channels(desk).values():
        message = Outgoing(uuid4(), PERSON, "", "Chào ông/bà.", webchat.ACCOUNT)
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
