"""What Telegram tells us goes to the inbox as it came, in the order of each person, and the button stops turning.

A piece of an album waits a moment for the others. Groups, channels and other bots are answered with silence, and
nothing of theirs is kept.
"""

import json
from datetime import timedelta

from bot.channels.telegram import updates
from bot.channels.telegram.updates import Seen
from intake.cases import channel_accounts, inbound
from intake.cases.ports import Account
from intake.cases.work import Work
from models.vocabulary import ChannelKind

ALBUM_SETTLES = timedelta(seconds=2)
"""The pieces of an album arrive one by one; so long after the first the others are there."""


def keep(work: Work, account: Account, payload: str) -> str | None:
    """Keep one update; the id of the button that was pressed, if it was one. Raises ValueError for what is none."""
    seen = updates.read(payload)
    if seen.completed:
        raise ValueError("not an update")
    sender = seen.sender
    if sender is None:
        return None
    inbound.keep(
        work,
        payload,
        channel=ChannelKind.TELEGRAM,
        account=account.account,
        external_id=str(seen.raw["update_id"]),
        person=str(sender.id),
        position=seen.raw["update_id"],
        after=_settling(seen),
    )
    channel_accounts.note_heard(work, ChannelKind.TELEGRAM, account.account)
    pressed = seen.update.callback_query
    return pressed.id if pressed is not None else None


def _settling(seen: Seen) -> timedelta:
    return ALBUM_SETTLES if seen.album else timedelta()


def answer(pressed: str) -> str:
    """The answer to a pressed button, as a webhook may give it in its own answer."""
    return json.dumps({"method": "answerCallbackQuery", "callback_query_id": pressed})
