"""A Bot API of one's own, over real HTTP: for a citizen in the terminal, and for tests, which can make it misbehave.

It keeps the limits of the real one (length, buttons, speed, size of files) and remembers what was done through it.
"""

from bot.channels.telegram.fake.arriving import Arrived
from bot.channels.telegram.fake.bots import FakeBot, Sent
from bot.channels.telegram.fake.mishaps import Mishap
from bot.channels.telegram.fake.people import Person
from bot.channels.telegram.fake.server import FakeTelegram

__all__ = ["Arrived", "FakeBot", "FakeTelegram", "Mishap", "Person", "Sent"]
