"""Zalo's webhook: verified over the bytes as they came, kept, and answered at once; a worker does the rest.

The console's probe (empty, or unsigned) is answered and does nothing. A wrong signature is refused, so that Zalo tries
again while an administrator mends a wrong key.
"""

import json
from datetime import UTC, datetime
from typing import Any

import structlog

from bot import gathered, numbered
from bot.channels.zalo import events, settings, signature
from bot.channels.zalo.channel import Zalo
from bot.channels.zalo.settings import Settings
from intake.cases import channel_accounts, handing, inbound, receipts, withdrawal
from intake.cases.ports import Account, Answered, Delivered, SetupFault
from intake.cases.work import Desk, Work
from models.vocabulary import ChannelKind

log = structlog.get_logger()
_KIND = ChannelKind.ZALO


def receive(desk: Desk, account: Account, delivered: Delivered) -> Answered:
    """What to answer: 200 for what was kept or needs no keeping, 403 for what cannot be believed."""
    try:
        told = events.read(delivered.body)
    except (ValueError, RecursionError):
        return Answered()
    if signature.HEADER not in delivered.headers:
        log.info("zalo.unsigned")
        return Answered()
    own = _believed(desk, account, delivered, told)
    if own is None:
        return Answered(403)
    if not _is_fresh(desk, own, told):
        log.warning("zalo.too_old")
        return Answered(403)
    with desk.work() as work:
        _take(work, own, delivered, told)
        channel_accounts.note_heard(work, _KIND, own.oa_id)
    return Answered()


def _believed(desk: Desk, account: Account, delivered: Delivered, told: dict[str, Any]) -> Settings | None:
    """The account this was told to; None if it was not signed for it. One address serves all accounts of an app."""
    app_id, stamp = str(told.get("app_id", "")), events.timestamp(told)
    for own in _candidates(desk, account, told):
        facts = {"app_id": own.app_id, "timestamp": stamp, "oa_secret": own.oa_secret}
        if app_id == own.app_id and signature.is_right(delivered.headers, delivered.body, **facts):
            return own
    _note_mismatch(desk, account, delivered, told)
    return None


def _candidates(desk: Desk, account: Account, told: dict[str, Any]) -> list[Settings]:
    """The account that is named in the event, then the one whose address it is."""
    addressed = {events.recipient(told), _sender(told)}
    with desk.look() as work:
        known = [one for one in channel_accounts.every(work, _KIND) if one.enabled and one.account in addressed]
    read = []
    for one in [*(one for one in known if one.account != account.account), account]:
        try:
            read.append(settings.of(one))
        except SetupFault:
            log.warning("zalo.settings_unreadable")
    return read


def _note_mismatch(desk: Desk, account: Account, delivered: Delivered, told: dict[str, Any]) -> None:
    own = settings.of(account)
    app_id, stamp = str(told.get("app_id", "")), events.timestamp(told)
    fault = "app_id_mismatch" if app_id != own.app_id else "signature_mismatch"
    if own.diagnostic:
        facts = {"app_id": app_id, "timestamp": stamp, "oa_id": own.oa_id}
        secrets = {"oa_secret": own.oa_secret, "app_secret": own.app_secret}
        matched = signature.other_reading(delivered.headers, delivered.body, **facts, **secrets)
        log.warning("zalo.signature_diagnosis", matched=matched or "none")
        fault = f"{fault}_{matched}" if matched else fault
    log.warning("zalo.refused", fault=fault)
    channel_accounts.note_fault(desk, _KIND, own.oa_id, fault)


def _is_fresh(desk: Desk, own: Settings, told: dict[str, Any]) -> bool:
    stamp = events.timestamp(told)
    return bool(stamp) and desk.clock() - datetime.fromtimestamp(int(stamp) / 1000, UTC) <= own.age


def _take(work: Work, own: Settings, delivered: Delivered, told: dict[str, Any]) -> None:
    name = told["event_name"]
    if name in events.ECHOES:
        _echoed(work, own, told)
    elif name in events.DOINGS and _sender(told) != own.oa_id:
        _keep(work, own, delivered, told)
    elif name in events.RECEIPTS:
        receipts.came(work, _KIND, own.oa_id, events.names(told), events.RECEIPTS[name])
    else:
        log.info("zalo.ignored", name=name if name.isidentifier() else "")


def _keep(work: Work, own: Settings, delivered: Delivered, told: dict[str, Any]) -> None:
    try:
        person = events.person(told)
    except ValueError:
        log.warning("zalo.nobody", name=told["event_name"])
        return
    ours = json.dumps(gathered.without_ours(told), ensure_ascii=False)
    kept = inbound.keep(
        work,
        ours if gathered.is_gathered(told) else delivered.body.decode(),
        channel=_KIND,
        account=own.oa_id,
        external_id=events.message_id(told),
        person=person,
        position=int(events.timestamp(told)),
    )
    if kept and told["event_name"] == events.WITHDRAWN:
        withdrawal.note(work, _KIND, own.oa_id, person)


def _echoed(work: Work, own: Settings, told: dict[str, Any]) -> None:
    """An echo of the last part proves that something of ours arrived, of which nobody knew."""
    person, text = events.recipient(told), events.text_of(told)
    if person and text and not events.is_by_an_admin(told):
        receipts.arrived(
            work,
            _KIND,
            own.oa_id,
            person,
            lambda body, choices: text == _last(body, choices),
            named=events.names(told)[-1],
        )


def _last(body: str, choices: numbered.Choices) -> str:
    """How the last message read in which these words went out."""
    return numbered.written(handing.cut(Zalo.text_limit, body, choices)[-1], choices).strip()


def _sender(told: dict[str, Any]) -> str:
    sender = told.get("sender")
    return str(sender.get("id", "")) if isinstance(sender, dict) else ""
