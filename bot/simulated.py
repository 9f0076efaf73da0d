"""What simulated channels share: an account that is set up without the console, for as long as it is needed, and the
fake of the channel's servers that it is an account of.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import select
from starlette.applications import Starlette

from bot import channels
from bot.served import served
from intake.cases import channel_accounts
from intake.cases.ports import Account, Delivered
from intake.cases.work import Desk, Work
from models.channel_account import ChannelAccount
from models.vocabulary import ChannelKind

_CALLED = "Tài khoản giả lập"


class Fake(Protocol):
    """A channel's servers for one account of ours."""

    def app(self) -> Starlette: ...

    def values(self, address: str) -> dict[str, str]: ...

    def delivered(self, told: dict[str, Any]) -> Delivered:
        """The request that tells our webhook."""


Known = TypeVar("Known", bound=Fake)


@dataclass(frozen=True)
class Line(Generic[Known]):
    """The fake and the account that is set up for it, while a simulation lasts."""

    fake: Known
    address: str
    account: Account

    def deliver(self, desk: Desk, told: dict[str, Any], *, times: int = 1) -> None:
        """Tell the webhook, as often as the channel would."""
        request = self.fake.delivered(told)
        for _time in range(times):
            channels.setups()[self.account.kind].receive(desk, self.account, request)


@contextmanager
def line(desk: Desk, kind: ChannelKind, name: str, fake: Known) -> Iterator[Line[Known]]:
    """The servers, with the account ``name`` of this installation, as long as the block lasts."""
    with served(fake.app()) as address, account(desk, kind, name, fake.values(address)) as opened:
        yield Line(fake, address, opened)


@contextmanager
def account(desk: Desk, kind: ChannelKind, name: str, values: Mapping[str, str]) -> Iterator[Account]:
    """The account ``name`` with these values as long as the block lasts; afterwards it is switched off."""
    with desk.work() as work:
        row = _row(work, kind, name)
        if row is None:
            hook, now = secrets.token_urlsafe(24), work.now
            row = ChannelAccount(kind=kind, account=name, name=_CALLED, hook=hook, added_at=now, changed_at=now)
            work.session.add(row)
        row.settings, row.changed_at, row.enabled = json.dumps(dict(values)), work.now, True
        row.fault = row.fault_at = None
        work.session.flush()
        opened = channel_accounts.opened(row)
    try:
        yield opened
    finally:
        with desk.work() as work:
            if (row := _row(work, kind, name)) is not None:
                row.enabled = False


def _row(work: Work, kind: ChannelKind, name: str) -> ChannelAccount | None:
    query = select(ChannelAccount).where(ChannelAccount.kind == kind, ChannelAccount.account == name)
    return work.session.scalar(query.with_for_update())
