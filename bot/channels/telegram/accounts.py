"""Our bots: what is needed to speak as one of them, read anew each time, so that a changed token counts at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from bot.channels.telegram.client import SECONDS, Client
from bot.channels.telegram.pace import Pace
from intake.cases import channel_accounts
from intake.cases.ports import Account, Permanent
from intake.cases.work import Desk
from models.vocabulary import ChannelKind

POLLING, WEBHOOK = "polling", "webhook"


@dataclass(frozen=True, slots=True)
class Line:
    """One of our bots: how it reaches Telegram, and how fast it may."""

    client: Client
    pace: Pace


class Lines:
    """The bots this process has spoken as; of each one connection, as long as what was entered stays the same."""

    def __init__(self, pace: Callable[[], Pace] = Pace, *, seconds: float = SECONDS) -> None:
        """``seconds`` is how long Telegram may be silent."""
        self._lock, self._pace, self._seconds = Lock(), pace, seconds
        self._open: dict[tuple[str, str, str, str], Line] = {}

    def of(self, account: Account) -> Line:
        values = account.values
        key = account.account, values.get("token", ""), values.get("base_url", ""), values.get("proxy", "")
        with self._lock:
            if key not in self._open:
                self._open = {other: line for other, line in self._open.items() if other[0] != account.account}
                self._open[key] = Line(client_for(values, seconds=self._seconds), self._pace())
            return self._open[key]


def client_for(values: Mapping[str, str], *, seconds: float = SECONDS) -> Client:
    """A client for what an administrator has entered."""
    base, proxy = values.get("base_url", ""), values.get("proxy", "")
    return Client(values["token"], base_url=base, proxy=proxy, seconds=seconds)


def account(desk: Desk, name: str) -> Account:
    """The account, if it may speak. Raises Permanent."""
    with desk.look() as work:
        found = channel_accounts.find(work, ChannelKind.TELEGRAM, name)
    if found is None or not found.enabled:
        raise Permanent("no_account" if found is None else "account_off")
    return found
