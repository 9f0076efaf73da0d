"""The chat on our own pages. What is said is read where the lines are kept, so handing over is only writing down."""

from bot.channels.webchat.channel import WebChat, open_channel
from intake.cases.webchat import ACCOUNT

__all__ = ["ACCOUNT", "WebChat", "open_channel"]
