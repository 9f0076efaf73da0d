"""Citizens in tests: each speaks on the web chat as the page would, and reads what was said."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from bot.channels import open_channels
from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Nlu
from bot.turn import Bot
from intake.cases import conversations, inbound
from intake.cases.jobs import Claimed
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.case import Case
from models.vocabulary import ChannelKind, Speaker, WorkQueue
from routing.decision import Decision
from tests.files import PDF, received
from tests.world import SURE, Said

STORY = "Đường trước nhà tôi ở ấp 3 xã Long Hữu có nhiều ổ gà, trẻ em té hoài."


def with_bot(desk: Desk, nlu: Nlu | None = None) -> Desk:
    chats = open_channels(desk)
    return replace(desk, channels={**desk.channels, **chats}, conversation=Bot(chats, nlu or KeywordNlu()))


@dataclass
class Citizen:
    """Somebody who chats. ``read`` is how far they have read."""

    desk: Desk
    name: str = "u1"
    decision: Decision = SURE
    read: int = 0
    sent: int = 0
    heard: list[str] = field(default_factory=list)

    def send(self, text: str = "", *, times: int = 1, id: str = "", **more: Any) -> None:
        """Put something into the inbox, as often as the channel tells it."""
        self.sent += 1
        id = id or f"{self.name}-{self.sent}"
        payload = json.dumps({"from": self.name, "id": id, "text": text, **more})
        place: dict[str, Any] = {"channel": ChannelKind.WEBCHAT, "account": "web", "external_id": f"{id}{more}"[:120]}
        for _time in range(times):
            with self.desk.work() as work:
                inbound.keep(work, payload, person=self.name, position=self.sent, **place)

    def says(self, text: str = "", **more: Any) -> str:
        """Send it, let the bot hear it, and read everything new."""
        self.send(text, **more)
        self.is_heard()
        return "\n".join(self.news())

    def is_heard(self) -> None:
        """Let the bot hear everything that was sent."""
        drain(self.desk, Said(self.decision), "bot", queue=WorkQueue.INBOUND)

    def chooses(self, key: str) -> str:
        return self.says(choice=key)

    def news(self) -> list[str]:
        with self.desk.look() as work:
            talk = conversations.find(work, ChannelKind.WEBCHAT, "web", self.name)
            lines = conversations.lines_after(work, talk.id, self.read) if talk is not None else []
            said = [line.text or "" for line in lines if line.speaker is not Speaker.CITIZEN]
            self.read = max([self.read, *(line.seq for line in lines)])
        return said

    def files(self, story: str = STORY) -> str:
        """The shortest way from a story to a case; gives what was said last."""
        self.says(story)
        self.chooses("yes")
        self.says("Trần Thị Bé")
        self.says("0912 345 678")
        self.chooses("done")
        self.chooses("agree")
        return self.chooses("send")

    def has_filed(self) -> "Citizen":
        """Their case lies with a unit, and they have read what there is to read."""
        self.files()
        drain(self.desk, Said(self.decision), "w")
        self.news()
        return self


def cases(desk: Desk) -> list[Case]:
    with desk.look() as work:
        return list(work.session.scalars(select(Case).order_by(Case.received_at, Case.id)))


def upload(desk: Desk) -> str:
    """A file that has come in, by its id."""
    with desk.work() as work:
        return str(received(work, "anh.pdf", PDF).id)


class Noting:
    """Hears nothing; ``taken`` is what it was given."""

    name = "here"

    def __init__(self) -> None:
        self.taken = list[Claimed]()

    def has_room(self, beside: int) -> bool:
        return True

    def take(self, job: Claimed) -> None:
        self.taken.append(job)
