"""A telephone with Zalo on it: what is written reaches our webhook over HTTP, and what is said can be read."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.testclient import TestClient

from bot.channels import open_channels, setups
from bot.channels.zalo.fake import FakeZalo
from bot.channels.zalo.simulated import Line
from bot.nlu.keywords import KeywordNlu
from bot.turn import Bot
from intake.cases import channel_accounts
from intake.cases.perform import drain
from intake.cases.ports import Account, Delivered
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.channel_account import ChannelAccount
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind, JobState, WorkQueue
from tests.world import SURE, Said

STORY = "Đường trước nhà tôi ở ấp 3 xã Long Hữu có nhiều ổ gà, trẻ em té hoài."


def with_zalo(desk: Desk) -> Desk:
    """The desk with every channel, and the bot that talks there."""
    chats = open_channels(desk)
    bot = Bot(chats, KeywordNlu())
    return replace(desk, channels={**desk.channels, **chats}, setups=setups(), conversation=bot)


@dataclass
class Phone:
    """Somebody with Zalo. ``read`` is how much of what was said they have read."""

    desk: Desk
    line: Line
    user: str = "u1"
    read: int = 0
    web: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.web = TestClient(create_app(self.desk, WebOptions(public_url="https://langnghe.test")))

    @property
    def fake(self) -> FakeZalo:
        return self.line.fake

    def tell(self, told: dict[str, Any], *, times: int = 1) -> None:
        """Have Zalo tell our webhook, as often as it would."""
        for _time in range(times):
            assert self.post(self.fake.delivered(told)) == 200

    def enter(self, **values: str) -> Account:
        """What an administrator changes about the account."""
        with self.desk.work() as work:
            row = work.session.query(ChannelAccount).filter_by(account=self.fake.oa_id).one()
            row.settings = json.dumps(dict(self.line.account.values) | values)
            return channel_accounts.opened(row)

    def post(self, request: Delivered) -> int:
        """What the webhook answers to this request."""
        address = f"/kenh/zalo/{self.line.account.hook}"
        return self.web.post(address, content=request.body, headers=dict(request.headers)).status_code

    def works(self, *queues: WorkQueue) -> None:
        """Let workers do everything that is ready."""
        for queue in queues or (WorkQueue.INBOUND, WorkQueue.CLASSIFY, WorkQueue.NOTICES, WorkQueue.INBOUND):
            drain(self.desk, Said(SURE), "bot", queue=queue)

    def does(self, told: dict[str, Any]) -> str:
        """Tell it, let the bot hear it, and read everything new."""
        self.tell(told)
        self.works(WorkQueue.INBOUND)
        return "\n".join(self.news())

    def says(self, text: str) -> str:
        return self.does(self.fake.message(self.user, text=text))

    def news(self) -> list[str]:
        said = self.fake.said_to(self.user)
        new, self.read = said[self.read :], len(said)
        return new

    def files(self, story: str = STORY) -> str:
        """The shortest way from a story to a case; gives what was said last."""
        for typed in (story, "1", "Trần Thị Bé", "0912 345 678", "1", "1"):
            self.says(typed)
        return self.says("1")


def account(desk: Desk) -> ChannelAccount:
    with desk.look() as work:
        return work.session.query(ChannelAccount).filter_by(kind=ChannelKind.ZALO).one()


def kept(desk: Desk) -> list[dict[str, Any]]:
    """What lies in the inbox."""
    with desk.look() as work:
        rows = work.session.query(InboundMessage).order_by(InboundMessage.received_at, InboundMessage.id)
        return [json.loads(row.payload or "{}") for row in rows]


def states(rows: list[Any]) -> list[JobState]:
    return [row.state for row in rows]
