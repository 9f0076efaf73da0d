"""Telegram: the Bot API, by webhook or by asking. Off until an administrator has entered a bot."""

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.listening import listen
from bot.channels.telegram.setup import TelegramSetup
from intake.cases.work import Desk

ACCOUNT = "7000000001"
"""The bot that simulated citizens write to."""

SETUP = TelegramSetup()


def open_channel(desk: Desk) -> Telegram:
    """There as soon as a bot is entered; until then it has nobody to speak as."""
    return Telegram(desk)


__all__ = ["ACCOUNT", "SETUP", "Telegram", "listen", "open_channel"]
