"""What simulated channels share: an account set up without the console, and a stand-in for a missing picture."""

import io
import json
import secrets
from collections.abc import Mapping

from PIL import Image
from sqlalchemy import select

from intake.cases import channel_accounts
from intake.cases.ports import Account
from intake.cases.work import Desk
from models.channel_account import ChannelAccount
from models.vocabulary import ChannelKind


def account(desk: Desk, kind: ChannelKind, name: str, values: Mapping[str, str], *, called: str) -> Account:
    """The account ``name`` with these values; a new one if there was none."""
    with desk.work() as work:
        query = select(ChannelAccount).where(ChannelAccount.kind == kind, ChannelAccount.account == name)
        row = work.session.scalar(query.with_for_update())
        if row is None:
            hook = secrets.token_urlsafe(24)
            row = ChannelAccount(
                kind=kind, account=name, name=called, hook=hook, added_at=work.now, changed_at=work.now
            )
            work.session.add(row)
        row.settings, row.changed_at, row.enabled = json.dumps(dict(values)), work.now, True
        work.session.flush()
        return channel_accounts.opened(row)


def picture() -> bytes:
    """A small picture for a name without a file, so that a script needs no pictures beside it."""
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 140, 90)).save(drawn, "JPEG")
    return drawn.getvalue()
