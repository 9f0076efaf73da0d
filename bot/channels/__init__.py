"""The channels: one folder each, found by walking this one.

A folder offers ``open_channel(desk)``, which gives the channel, or None where there can be none; ``ACCOUNT``, the
account that simulated citizens write to; where accounts are set up in the console, ``SETUP``, a
``intake.cases.ports.ChannelSetup``; and where a channel can be asked instead of telling us, ``listen(desk, stopping)``,
which asks until the event is set, in a thread of each relay. A name that begins with an underscore is for copying.
"""

import importlib
import pkgutil
from collections.abc import Callable
from threading import Event

from bot.channel import Channel
from intake.cases.ports import ChannelSetup
from intake.cases.work import Desk
from models.vocabulary import ChannelKind


def names() -> list[str]:
    """The folders of all channels."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))


def setups() -> dict[ChannelKind, ChannelSetup]:
    """How accounts are set up, for every channel that has such."""
    found = [getattr(importlib.import_module(f"{__name__}.{name}"), "SETUP", None) for name in names()]
    return {setup.kind: setup for setup in found if setup is not None}


def listeners() -> list[Callable[[Desk, Event], None]]:
    """What asks channels for news until it is told to stop."""
    found = [getattr(importlib.import_module(f"{__name__}.{name}"), "listen", None) for name in names()]
    return [listen for listen in found if listen is not None]


def open_channels(desk: Desk) -> dict[ChannelKind, Channel]:
    """Every channel that is set up here."""
    opened = [importlib.import_module(f"{__name__}.{name}").open_channel(desk) for name in names()]
    return {channel.kind: channel for channel in opened if channel is not None}
