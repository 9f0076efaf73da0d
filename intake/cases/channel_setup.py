"""Setting up accounts on chat channels: what an administrator enters, who it makes us, and how the account is.

Tokens are sealed and never shown again. Asking a channel is slow and happens outside any transaction: who an account
is, and what is wrong with it, is handed in or asked for by the page.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from intake.cases import channel_accounts, fault_words
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed, NotFound
from intake.cases.ports import Account, ChannelSetup, Identity, Outgoing
from intake.cases.work import Desk, Work
from models.base import new_id
from models.channel_account import ChannelAccount
from models.conversation import ChatLine, Conversation
from models.languages import _
from models.organisation import Unit
from models.vocabulary import ChannelKind, Role, Speaker
from routing.text import normalise

VALUE_MAX = 4_000
_TRIED_WITHIN = timedelta(minutes=15)
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as the list shows it."""

    id: UUID
    kind: ChannelKind
    name: str
    account: str
    unit: str | None
    enabled: bool
    heard_at: datetime | None
    sent_at: datetime | None
    fault: str | None
    fault_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account: ``filled`` holds what may be shown again, ``kept`` the names of secrets that are kept.

    ``address`` is where the channel has to tell us what comes in; ``word`` what an administrator sends to the account
    to be answered by a test message.
    """

    line: AccountLine
    unit_id: UUID | None
    filled: Mapping[str, str]
    kept: frozenset[str]
    address: str
    word: str


def accounts(work: Work) -> list[AccountLine]:
    """Every account that was set up. Raises NotAllowed for whoever is no administrator."""
    _only_administrators(work)
    query = select(ChannelAccount, Unit.name).outerjoin(Unit, Unit.id == ChannelAccount.unit_id)
    return [_line(row, unit) for row, unit in work.session.execute(query.order_by(ChannelAccount.id))]


def account_page(work: Work, account_id: UUID) -> AccountPage:
    """Raises NotFound, NotAllowed."""
    _only_administrators(work)
    row = _get(work, account_id)
    unit = work.session.get(Unit, row.unit_id) if row.unit_id else None
    values = json.loads(row.settings or "{}")
    secret = {field.key for field in setup_of(work.desk, row.kind).fields if field.secret}
    return AccountPage(
        line=_line(row, unit.name if unit else None),
        unit_id=row.unit_id,
        filled={key: value for key, value in values.items() if key not in secret},
        kept=frozenset(key for key in secret if values.get(key)),
        address=hook_address(work.desk, row.kind, row.hook),
        word=_word(work, row),
    )


def may_set_up(work: Work) -> None:
    """Raises NotAllowed for whoever is no administrator."""
    _only_administrators(work)


def setup_of(desk: Desk, kind: ChannelKind) -> ChannelSetup:
    """Raises NotFound for a channel that needs no setting up."""
    setup = desk.setups.get(kind)
    if setup is None:
        raise NotFound("no_channel", _("Không có kênh này."))
    return setup


def hook_address(desk: Desk, kind: ChannelKind, hook: str) -> str:
    """Where the channel tells what comes in to an account."""
    return f"{desk.public_url}/kenh/{kind.value}/{hook}"


def opened(work: Work, account_id: UUID) -> Account:
    """The account with what was entered. Raises NotFound, NotAllowed."""
    _only_administrators(work)
    return channel_accounts.opened(_get(work, account_id))


def completed(desk: Desk, kind: ChannelKind, typed: Mapping[str, str], before: Account | None = None) -> dict[str, str]:
    """What was typed; a secret left empty stays what it was. Raises Invalid naming each field that is wrong."""
    values, wrong = {}, []
    for field in setup_of(desk, kind).fields:
        value = normalise(typed.get(field.key, "")).strip()
        if not value and field.secret and before is not None:
            value = before.values.get(field.key, "")
        if not value and field.required:
            wrong.append(FieldError(field.key, "missing", _("Xin điền mục này.")))
        elif len(value) > VALUE_MAX or not value.isprintable():
            wrong.append(FieldError(field.key, "unreadable", _("Mục này có ký tự lạ hoặc quá dài.")))
        elif value and field.choices and value not in dict(field.choices):
            wrong.append(FieldError(field.key, "unknown", _("Xin chọn một trong các mục.")))
        values[field.key] = value
    if wrong:
        raise Invalid(*wrong)
    return values


def add(
    work: Work, kind: ChannelKind, values: Mapping[str, str], identity: Identity, *, unit_id: UUID | None
) -> ChannelAccount:
    """Keep a new account. Raises Impossible if the channel knows it by a name that is here already."""
    _only_administrators(work)
    row = ChannelAccount(
        id=new_id(),
        kind=kind,
        account=identity.account,
        name=identity.name[:120],
        unit_id=_unit(work, unit_id),
        hook=secrets.token_urlsafe(24),
        added_at=work.now,
        changed_at=work.now,
        changed_by=work.officer_id,
    )
    row.settings = json.dumps(dict(values), ensure_ascii=False)
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        raise Impossible("account_known", _("Tài khoản này đã có trong danh sách.")) from None
    return row


def change(
    work: Work, account_id: UUID, values: Mapping[str, str], identity: Identity, *, unit_id: UUID | None
) -> ChannelAccount:
    """Replace what was entered. Raises Impossible if that makes us another account: cases hang on this one."""
    _only_administrators(work)
    row = _get(work, account_id, lock=True)
    if identity.account != row.account:
        raise Impossible(
            "another_account", _("Đây là một tài khoản khác. Xin thêm tài khoản mới thay vì sửa tài khoản này.")
        )
    row.settings, row.name = json.dumps(dict(values), ensure_ascii=False), identity.name[:120]
    row.unit_id, row.changed_at, row.changed_by = _unit(work, unit_id), work.now, work.officer_id
    row.fault = row.fault_at = None
    return row


def turn(work: Work, account_id: UUID, *, on: bool) -> ChannelAccount:
    """Switch an account on or off. What waits to be sent through one that is off goes the next way."""
    _only_administrators(work)
    row = _get(work, account_id, lock=True)
    row.enabled, row.changed_at, row.changed_by = on, work.now, work.officer_id
    return row


def test_message(work: Work, account_id: UUID) -> Outgoing:
    """The answer to whoever has just sent this account the word of its page. Raises Impossible if nobody has."""
    _only_administrators(work)
    row = _get(work, account_id)
    word = _word(work, row)
    query = select(Conversation).where(
        Conversation.channel == row.kind,
        Conversation.account == row.account,
        Conversation.heard_at >= work.now - _TRIED_WITHIN,
    )
    for talk in work.session.scalars(query.order_by(Conversation.heard_at.desc()).limit(_LOOKED_AT)):
        said = select(ChatLine).where(ChatLine.conversation_id == talk.id, ChatLine.speaker == Speaker.CITIZEN)
        lines = work.session.scalars(said.order_by(ChatLine.seq.desc()).limit(5))
        if any(word in (line.text or "") for line in lines):
            words = _("Tin thử từ hệ thống Lắng Nghe: kênh này gửi được.")
            return Outgoing(new_id(), talk.address or "", "", words, account=row.account)
    raise Impossible(
        "nobody_tried",
        _(
            "Chưa thấy tin “{word}” trong 15 phút qua. Xin nhắn đúng chữ ấy đến tài khoản từ điện thoại của "
            "ông/bà rồi bấm lại."
        ).format(word=word),
    )


def _line(row: ChannelAccount, unit: str | None) -> AccountLine:
    seen = row.heard_at, row.sent_at, fault_words.said(row.fault) if row.fault else None, row.fault_at
    return AccountLine(row.id, row.kind, row.name, row.account, unit, row.enabled, *seen)


def _get(work: Work, account_id: UUID, *, lock: bool = False) -> ChannelAccount:
    row = work.session.get(ChannelAccount, account_id, with_for_update=lock or None)
    if row is None:
        raise NotFound("no_account", _("Không có tài khoản này."))
    return row


def _unit(work: Work, unit_id: UUID | None) -> UUID | None:
    if unit_id is not None and work.session.get(Unit, unit_id) is None:
        raise Invalid(FieldError("unit", "unknown", _("Xin chọn một trong các mục.")))
    return unit_id


def _word(work: Work, row: ChannelAccount) -> str:
    digits = int(work.digest("channel-test", f"{row.id}:{work.officer_id}:{work.today}")[:8], 16) % 10_000
    return f"kiểm tra {digits:04d}"


def _only_administrators(work: Work) -> None:
    if Role.ADMINISTRATOR not in work.actor.roles:
        raise NotAllowed("not_allowed", _("Chỉ người quản trị được đặt kênh."))
