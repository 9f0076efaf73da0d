"""The chat on our own pages. What is said is read where the lines are kept, so handing over is only writing down."""

from bot.channels.webchat.channel import ACCOUNT, WebChat, open_channel

__all__ = ["ACCOUNT", "WebChat", "open_channel"]
