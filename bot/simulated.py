"""What simulated channels share: an account that is set up without the console, for as long as it is needed."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import select

from intake.cases import channel_accounts
from intake.cases.ports import Account
from intake.cases.work import Desk, Work
from models.channel_account import ChannelAccount
from models.vocabulary import ChannelKind

_CALLED = "Tài khoản giả lập"


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
