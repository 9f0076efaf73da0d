"""A Zalo Official Account: a client of our own over its HTTP interface, for text, files and what is shared.

Facts about Zalo that nobody could confirm are settings of the account (``settings.FIELDS``), each with its source in
words; ``langnghe zalo check`` says which of them a real account contradicts.
"""

from bot.channels.zalo.channel import Zalo, open_channel
from bot.channels.zalo.setup import ZaloSetup

ACCOUNT = "1000000000000000001"
"""The account that simulated citizens write to."""

SETUP = ZaloSetup()

__all__ = ["ACCOUNT", "SETUP", "Zalo", "open_channel"]
