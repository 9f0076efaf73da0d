"""Accounts on chat channels: what there is and how each has been; adding, changing, trying and switching them.

What asks a channel over the network happens between transactions, and its answer is a sentence on the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from intake.cases import channel_accounts, channel_setup, fault_words
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotFound, Refusal
from intake.cases.organisation import units_today
from intake.cases.ports import Account, DeliveryFault, Finding, Identity, SetupFault
from intake.cases.work import Desk
from intake.web.console.forms import printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import ChannelKind

router = APIRouter()


async def _form(request: Request) -> Mapping[str, str]:
    typed: FormData = await request.form()
    return {key: value for key, value in typed.items() if isinstance(value, str)}


Typed = Annotated[Mapping[str, str], Depends(_form)]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the form shows beside what is kept: what was typed, and what was wrong with it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[FieldError] = ()
    fault: str = ""
    status: int = 200
    findings: Sequence[Finding] | None = None


@router.get("/kenh")
def channels_route(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """Every account, and every channel on which one may be added."""
    with desk.look(officer) as work:
        frame, lines = shell(work), channel_setup.accounts(work)
    return show(request, "channels.html", shell=frame, lines=lines, kinds=list(desk.setups))


@router.get("/kenh/them/{channel}")
def new_account(request: Request, desk: DeskHere, officer: OfficerHere, channel: str) -> HTMLResponse:
    """The empty form of a channel."""
    return _new(request, desk, officer, _kind(channel), _Shown())


@router.post("/kenh/them/{channel}", response_model=None)
def add_account(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, channel: str, typed: Typed
) -> Response:
    """Ask the channel who we are, keep the account, and have the channel tell us what comes in."""
    which = _kind(channel)
    with desk.look(officer) as work:
        channel_setup.may_set_up(work)
    try:
        values, identity = _identified(desk, which, typed)
        with desk.work(officer) as work:
            row = channel_setup.add(work, which, values, identity, unit_id=_unit(typed))
            account_id, account = row.id, channel_accounts.opened(row)
    except (Invalid, Impossible) as refusal:
        return _new(request, desk, officer, which, _refused(typed, refusal))
    return go(f"/kenh/{account_id}", desk, options, Flash(_connected(desk, account)))


@router.get("/kenh/{account_id}")
def account_route(request: Request, desk: DeskHere, officer: OfficerHere, account_id: UUID) -> HTMLResponse:
    """One account: how it is, and the form."""
    return _one(request, desk, officer, account_id, _Shown())


@router.post("/kenh/{account_id}", response_model=None)
def change_account(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, account_id: UUID, typed: Typed
) -> Response:
    """Keep what was changed. A secret that was left empty stays what it was."""
    with desk.look(officer) as work:
        before = channel_setup.opened(work, account_id)
    try:
        values, identity = _identified(desk, before.kind, typed, before)
        with desk.work(officer) as work:
            row = channel_setup.change(work, account_id, values, identity, unit_id=_unit(typed))
            account = channel_accounts.opened(row)
    except (Invalid, Impossible) as refusal:
        return _one(request, desk, officer, account_id, _refused(typed, refusal))
    return go(f"/kenh/{account_id}", desk, options, Flash(_connected(desk, account)))


@router.post("/kenh/{account_id}/kiem-tra")
def check_account(request: Request, desk: DeskHere, officer: OfficerHere, account_id: UUID) -> HTMLResponse:
    """Ask the channel what is well and what is not."""
    with desk.look(officer) as work:
        account = channel_setup.opened(work, account_id)
    address = channel_setup.hook_address(desk, account.kind, account.hook)
    try:
        findings = desk.setups[account.kind].check(desk, account, address)
    except SetupFault as fault:
        return _one(request, desk, officer, account_id, _Shown(fault=fault.sentence, status=409))
    return _one(request, desk, officer, account_id, _Shown(findings=findings))


@router.post("/kenh/{account_id}/tin-thu", response_model=None)
def try_account(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, account_id: UUID
) -> Response:
    """Answer the administrator's own message from a moment ago."""
    try:
        with desk.look(officer) as work:
            kind, message = channel_setup.opened(work, account_id).kind, channel_setup.test_message(work, account_id)
        desk.channels[kind].send(message)
    except Impossible as refusal:
        return _one(request, desk, officer, account_id, _Shown(fault=refusal.sentence, status=409))
    except DeliveryFault as fault:
        said = _("Chưa gửi được tin thử ({fault}).").format(fault=fault_words.said(str(fault)))
        return _one(request, desk, officer, account_id, _Shown(fault=said, status=409))
    return go(f"/kenh/{account_id}", desk, options, Flash(_("Đã gửi tin thử. Xin xem điện thoại.")))


@router.post("/kenh/{account_id}/bat-tat", response_model=None)
def turn_account(
    desk: DeskHere, options: OptionsHere, officer: OfficerHere, account_id: UUID, typed: Typed
) -> Response:
    """Switch the account on or off, here and at the channel."""
    on = typed.get("bat") == "1"
    with desk.work(officer) as work:
        account = channel_accounts.opened(channel_setup.turn(work, account_id, on=on))
    if on:
        return go(f"/kenh/{account_id}", desk, options, Flash(_connected(desk, account)))
    said = _("Đã tắt tài khoản. Người dân không nhắn đến được và hệ thống không gửi đi qua đây.")
    try:
        desk.setups[account.kind].disconnect(desk, account)
    except SetupFault as fault:
        said = f"{said} {fault.sentence}"
    return go(f"/kenh/{account_id}", desk, options, Flash(said))


def _identified(
    desk: Desk, kind: ChannelKind, typed: Mapping[str, str], before: Account | None = None
) -> tuple[dict[str, str], Identity]:
    values = channel_setup.completed(desk, kind, typed, before)
    try:
        return values, desk.setups[kind].identify(values)
    except SetupFault as fault:
        if fault.field:
            raise Invalid(FieldError(fault.field, "refused", fault.sentence)) from None
        raise Impossible("channel_refused", fault.sentence) from None


def _connected(desk: Desk, account: Account) -> str:
    """What came of asking the channel to tell us; the account is kept in any case."""
    try:
        left = desk.setups[account.kind].connect(
            desk, account, channel_setup.hook_address(desk, account.kind, account.hook)
        )
    except SetupFault as fault:
        return _("Đã lưu tài khoản, nhưng chưa nối được. {reason}").format(reason=fault.sentence)
    return _("Đã lưu và nối tài khoản.") + (f" {left}" if left else "")


def _refused(typed: Mapping[str, str], refusal: Refusal) -> _Shown:
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    return _Shown(typed, errors, "" if errors else refusal.sentence, refusal.status)


def _new(request: Request, desk: Desk, officer: Actor, kind: ChannelKind, shown: _Shown) -> HTMLResponse:
    with desk.look(officer) as work:
        channel_setup.may_set_up(work)
        frame, units = shell(work), units_today(work)
    return _show(request, desk, kind, shown, shell=frame, units=units, page=None)


def _one(request: Request, desk: Desk, officer: Actor, account_id: UUID, shown: _Shown) -> HTMLResponse:
    with desk.look(officer) as work:
        page = channel_setup.account_page(work, account_id)
        frame, units = shell(work), units_today(work)
    return _show(request, desk, page.line.kind, shown, shell=frame, units=units, page=page)


def _show(request: Request, desk: Desk, kind: ChannelKind, shown: _Shown, **values: object) -> HTMLResponse:
    """Secrets that were typed are not sent back: a page may be kept by a browser."""
    fields = channel_setup.setup_of(desk, kind).fields
    secret = {one.key for one in fields if one.secret}
    typed = {key: printable(value) for key, value in shown.typed.items() if key not in secret}
    return show(
        request, "channel.html", status=shown.status, kind=kind, fields=fields, typed=typed, shown=shown, **values
    )


def _kind(name: str) -> ChannelKind:
    """Raises NotFound."""
    try:
        return ChannelKind(name)
    except ValueError:
        raise NotFound("no_channel", _("Không có kênh này.")) from None


def _unit(typed: Mapping[str, str]) -> UUID | None:
    """Raises Invalid."""
    chosen = typed.get("unit", "")
    try:
        return UUID(chosen) if chosen else None
    except ValueError:
        raise Invalid(FieldError("unit", "unknown", _("Xin chọn một trong các mục."))) from None
