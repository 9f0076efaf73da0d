"""A bot on Zalo's Bot Platform: cheap to try, text and photos only; an Official Account remains the real thing."""

from bot.channels.zalo_bot.channel import ZaloBot, open_channel
from bot.channels.zalo_bot.setup import ZaloBotSetup

ACCOUNT = "bot.gialap"
"""The account that simulated citizens write to."""

SETUP = ZaloBotSetup()

__all__ = ["ACCOUNT", "SETUP", "ZaloBot", "open_channel"]
