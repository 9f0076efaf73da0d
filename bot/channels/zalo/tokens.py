"""The pair of tokens of an Official Account: an access token of a day, a refresh token that works once.

Only one process renews at a time: it takes a turn in the account's sealed state, under the row's lock but with no
transaction open while Zalo is asked, and the new pair is kept before anybody uses it. A refresh token that Zalo refuses
leaves a fault on the account, which an administrator ends by entering a new pair.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog

from bot.channels.zalo.settings import Settings
from intake.cases import channel_accounts
from intake.cases.work import Desk
from models.base import new_id
from models.vocabulary import ChannelKind

log = structlog.get_logger()

REFRESH_LASTS = timedelta(days=90)
_MARGIN = timedelta(minutes=10)
_TURN = timedelta(minutes=1)
_ASK_AGAIN = timedelta(minutes=10)
_PATIENCE_SECONDS = 20.0
_LOOK_AGAIN_SECONDS = 0.1
_SECONDS = 10.0
_BUSY = {-32, -200}


class Dead(Exception):
    """The refresh token does not work; an administrator has to enter a new pair. The text is Zalo's number."""


class NotNow(Exception):
    """The pair could not be renewed at this moment. The text is a word for why."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is kept of the tokens. ``seed`` names the pair that was entered, ``turn`` whoever renews until
    ``turn_until``; times are ISO 8601 or empty.
    """

    seed: str
    access: str
    refresh: str
    expires_at: str = ""
    renewed_at: str = ""
    turn: str = ""
    turn_until: str = ""
    dead: str = ""
    dead_at: str = ""


def access(desk: Desk, settings: Settings) -> str:
    """An access token that should work, renewed if its time is up. Raises Dead, NotNow."""
    pair = known(desk, settings)
    expires = _time(pair.expires_at)
    if expires is None or desk.clock() < expires - _MARGIN:
        return pair.access
    return renewed(desk, settings, pair.access)


def renewed(desk: Desk, settings: Settings, failed: str) -> str:
    """Another access token than the one that ``failed``. Raises Dead, NotNow."""
    until, turn = time.monotonic() + _PATIENCE_SECONDS, str(new_id())
    while True:
        pair = _take_turn(desk, settings, failed, turn)
        if pair.access != failed:
            return pair.access
        if pair.turn == turn:
            return _renew(desk, settings, pair)
        if time.monotonic() > until:
            raise NotNow("renewing")
        time.sleep(_LOOK_AGAIN_SECONDS)


def known(desk: Desk, settings: Settings) -> Pair:
    """The pair as it is kept."""
    with desk.look() as work:
        return _pair(channel_accounts.state(work, ChannelKind.ZALO, settings.oa_id), settings)


def _take_turn(desk: Desk, settings: Settings, failed: str, turn: str) -> Pair:
    """The pair, with our turn in it if it is ours to renew. Raises Dead."""
    now = desk.clock()

    def change(pair: Pair) -> Pair:
        taken = _time(pair.turn_until)
        refused = _time(pair.dead_at)
        if pair.access != failed or (taken is not None and now < taken):
            return pair
        if refused is not None and now < refused + _ASK_AGAIN:
            return pair
        return replace(pair, turn=turn, turn_until=(now + _TURN).isoformat())

    pair = _change(desk, settings, change)
    if pair.access == failed and pair.dead and pair.turn != turn:
        raise Dead(pair.dead)
    return pair


def _renew(desk: Desk, settings: Settings, pair: Pair) -> str:
    """Ask for a new pair and keep it; ours is the turn."""
    asked = {"refresh_token": pair.refresh, "app_id": settings.app_id, "grant_type": "refresh_token"}
    try:
        with httpx.Client(timeout=_SECONDS) as client:
            headers = {"secret_key": settings.app_secret}
            answer = client.post(f"{settings.oauth_url}/v4/oa/access_token", data=asked, headers=headers)
        told = answer.json() if answer.status_code < 500 and answer.status_code != 429 else None
    except (httpx.HTTPError, ValueError) as fault:
        _end_turn(desk, settings, pair)
        raise NotNow(type(fault).__name__) from None
    if not isinstance(told, dict) or told.get("error") in _BUSY:
        _end_turn(desk, settings, pair)
        raise NotNow(f"http_{answer.status_code}")
    if not told.get("access_token") or not told.get("refresh_token"):
        code = str(told.get("error", "unknown"))[:20]
        _refused(desk, settings, pair, code)
        raise Dead(code)
    return _keep(desk, settings, pair, told)


def _keep(desk: Desk, settings: Settings, pair: Pair, told: Mapping[str, Any]) -> str:
    now = desk.clock()
    expires = now + timedelta(seconds=int(told.get("expires_in") or 90_000))
    new = Pair(pair.seed, str(told["access_token"]), str(told["refresh_token"]), expires.isoformat(), now.isoformat())
    kept = _change(desk, settings, lambda before: new if before.refresh == pair.refresh else before)
    log.info("zalo.tokens_renewed")
    return kept.access


def _end_turn(desk: Desk, settings: Settings, pair: Pair) -> None:
    def change(before: Pair) -> Pair:
        return replace(before, turn="", turn_until="") if before.turn == pair.turn else before

    _change(desk, settings, change)


def _refused(desk: Desk, settings: Settings, pair: Pair, code: str) -> None:
    """Nobody but an administrator can help; asked again only now and then."""
    at = desk.clock().isoformat()

    def change(before: Pair) -> Pair:
        return replace(before, turn="", turn_until="", dead=code, dead_at=at) if before.turn == pair.turn else before

    _change(desk, settings, change)
    channel_accounts.note_fault(desk, ChannelKind.ZALO, settings.oa_id, f"refresh_token_{code}")
    log.error("zalo.refresh_token_dead", code=code)


def _change(desk: Desk, settings: Settings, change: Callable[[Pair], Pair]) -> Pair:
    """Change the kept pair with its row locked; gives what is kept now. Raises NotNow if the account is gone."""

    def on_state(state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "tokens": asdict(change(_pair(state, settings)))}

    try:
        with desk.work() as work:
            return _pair(channel_accounts.change_state(work, ChannelKind.ZALO, settings.oa_id, on_state), settings)
    except LookupError:
        raise NotNow("no_account") from None


def _pair(state: Mapping[str, Any], settings: Settings) -> Pair:
    """The kept pair, or the one that was entered since."""
    kept = state.get("tokens") or {}
    if kept.get("seed") != settings.seed:
        return Pair(settings.seed, settings.access_token, settings.refresh_token)
    return Pair(**kept)


def _time(kept: str) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None
