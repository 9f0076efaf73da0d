"""Our accounts on chat channels, as their channels use them: opened, their own state kept, how they have been noted.

What an account is set up with is entered elsewhere; what a channel keeps in its state is its own business.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import or_, select, update

from intake.cases.ports import Account, SetupFault
from intake.cases.work import Desk, Work
from models.channel_account import ChannelAccount
from models.vocabulary import ChannelKind

T = TypeVar("T")

_NOTED = timedelta(minutes=1)
"""How often at most it is written down that an account was heard or could send."""


def opened(row: ChannelAccount) -> Account:
    """A row as its channel needs it."""
    return Account(row.kind, row.account, row.name, row.hook, json.loads(row.settings or "{}"), row.enabled)


def find(work: Work, kind: ChannelKind, account: str) -> Account | None:
    """The account the channel calls so."""
    row = _row(work, kind, account)
    return opened(row) if row is not None else None


def usable(desk: Desk, kind: ChannelKind, account: str, read: Callable[[Account], T]) -> T | None:
    """The settings of an account as its channel reads them; None if it is gone, off, or was never set up."""
    with desk.look() as work:
        known = find(work, kind, account)
    if known is None or not known.enabled:
        return None
    try:
        return read(known)
    except SetupFault:
        return None


def by_hook(work: Work, kind: ChannelKind, hook: str) -> Account | None:
    """The account whose webhook ends in this."""
    row = work.session.scalar(select(ChannelAccount).where(ChannelAccount.hook == hook, ChannelAccount.kind == kind))
    return opened(row) if row is not None else None


def every(work: Work, kind: ChannelKind) -> list[Account]:
    """All accounts of a kind, the oldest first."""
    query = select(ChannelAccount).where(ChannelAccount.kind == kind).order_by(ChannelAccount.id)
    return [opened(row) for row in work.session.scalars(query)]


def state(work: Work, kind: ChannelKind, account: str) -> dict[str, Any]:
    """What the channel has kept for itself about the account."""
    row = _row(work, kind, account)
    return json.loads(row.state or "{}") if row is not None else {}


def change_state(
    work: Work, kind: ChannelKind, account: str, change: Callable[[dict[str, Any]], Mapping[str, Any]]
) -> dict[str, Any]:
    """Replace the channel's own state by what ``change`` makes of it, with the row locked; gives the new one.

    Raises LookupError if there is no such account any more.
    """
    row = _row(work, kind, account, lock=True)
    if row is None:
        raise LookupError
    new = dict(change(json.loads(row.state or "{}")))
    row.state = json.dumps(new, ensure_ascii=False)
    return new


def note_heard(work: Work, kind: ChannelKind, account: str) -> None:
    """Something came in."""
    stale = or_(ChannelAccount.heard_at.is_(None), ChannelAccount.heard_at < work.now - _NOTED)
    _write(work, kind, account, stale, heard_at=work.now)


def note_sent(desk: Desk, kind: ChannelKind, account: str) -> None:
    """Something went out; what stood in the way is over."""
    with desk.look() as work:
        known = _row(work, kind, account)
        fresh = known is None or (known.sent_at is not None and known.sent_at > work.now - _NOTED)
        if fresh and (known is None or known.fault is None):
            return
    with desk.work() as work:
        _write(work, kind, account, sent_at=work.now, fault=None, fault_at=None)


def note_fault(desk: Desk, kind: ChannelKind, account: str, fault: str) -> None:
    """The account itself cannot send or hear: a word for it, never about a person."""
    with desk.work() as work:
        new = or_(ChannelAccount.fault.is_(None), ChannelAccount.fault != fault)
        _write(work, kind, account, new, fault=fault[:120], fault_at=work.now)


def broken_since(work: Work, kind: ChannelKind, account: str, fault: str) -> datetime | None:
    """Since when this very fault of the account has stood in the way; None if it does not."""
    row = _row(work, kind, account)
    return row.fault_at if row is not None and row.fault == fault[:120] else None


def _row(work: Work, kind: ChannelKind, account: str, *, lock: bool = False) -> ChannelAccount | None:
    query = select(ChannelAccount).where(ChannelAccount.kind == kind, ChannelAccount.account == account)
    return work.session.scalar(query.with_for_update() if lock else query)


def _write(work: Work, kind: ChannelKind, account: str, *only: Any, **values: Any) -> None:
    held = ChannelAccount.kind == kind, ChannelAccount.account == account
    work.session.execute(update(ChannelAccount).where(*held, *only).values(values))
