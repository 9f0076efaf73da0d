"""A channel to copy: a folder with a name of ``ChannelKind``, and this is all that the rest of the bot asks of it."""

import json
from collections.abc import Sequence
from datetime import timedelta

from bot.channel import Capability, Event, EventKind, Fetch
from bot.channels._template.setup import TemplateSetup
from intake.cases.ports import Carriage, Incoming, Outgoing, Permanent
from intake.cases.work import Desk
from models.vocabulary import ChannelKind
from routing.parts import Limit

ACCOUNT = "mau"
"""The account that simulated citizens write to."""

SETUP = TemplateSetup()


class Template:
    """Speaks plain text; what it hands over it keeps in ``sent``."""

    kind = ChannelKind.TELEGRAM
    dedupes = False
    text_limit: Limit | None = Limit(2_000)
    window: timedelta | None = timedelta(hours=48)
    carries: Sequence[Carriage] = (
        Carriage("photo", 1_000_000, frozenset({"image/jpeg", "image/png"})),
        Carriage("file", 5_000_000, frozenset({"application/pdf"})),
    )
    capabilities = frozenset({Capability.CHOICES})

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def gather(self, message: Incoming) -> Fetch | None:
        return None

    def parse(self, payload: str) -> list[Event]:
        """One update as the channel's documentation describes it; an echo of our own words is nobody's doing."""
        told = json.loads(payload)
        if not isinstance(told, dict) or "from" not in told:
            raise ValueError("not an update")
        if told.get("echo"):
            return []
        return [Event(EventKind.TEXT, str(told.get("id", "")), text=str(told.get("text") or ""))]

    def person(self, payload: str) -> str:
        return str(json.loads(payload)["from"])

    def upload(self, message: Outgoing) -> str:
        """Where a file has to lie there before it is sent: what it is called there."""
        return f"there-{message.id}"

    def send(self, message: Outgoing) -> None:
        """Errors of the channel become Temporary, Permanent or Uncertain here, and nowhere else."""
        if not message.to:
            raise Permanent("no_address")
        self.sent.append(message)


def open_channel(desk: Desk) -> Template | None:
    """None until it is set up; a template never is."""
    return None
