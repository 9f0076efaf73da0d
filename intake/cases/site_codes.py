"""Codes by which a platform sees that this address is ours: entered with a chat account, shown on a page of ours."""

from intake.cases import channel_accounts
from intake.cases.work import Work
from models.vocabulary import ChannelKind

FIELD = "site_code"
"""The field of an account's settings that holds one."""


def is_ours(work: Work, kind: ChannelKind, code: str) -> bool:
    """Whether an account of this kind was given this code."""
    return bool(code) and any(account.values.get(FIELD) == code for account in channel_accounts.every(work, kind))
