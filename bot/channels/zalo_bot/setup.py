"""Setting up a bot: who its token makes us, telling the platform where to call, what is wrong and what to do."""

import hmac
import json
from collections.abc import Mapping, Sequence

import httpx
import structlog

from bot import gathered
from bot.channels.zalo_bot import api, events, settings
from bot.channels.zalo_bot.settings import FIELDS, Settings
from intake.cases import channel_accounts, inbound
from intake.cases.ports import (
    Account,
    Answered,
    Delivered,
    Finding,
    Grade,
    Identity,
    SetupFault,
    SetupField,
)
from intake.cases.work import Desk
from models.languages import N_, _
from models.vocabulary import ChannelKind

log = structlog.get_logger()

HEADER = "x-bot-api-secret-token"
_WRONG_TOKEN = N_("Zalo không nhận mã truy cập này (mã {code}). Xin chép lại nguyên văn từ tin Zalo gửi khi tạo bot.")
_AWAY = N_("Chưa hỏi được Zalo ({fault}). Xin kiểm tra địa chỉ API và đường mạng rồi thử lại.")


class ZaloBotSetup:
    """The secret that the platform has to bring along is drawn from the account, so nobody has to enter one."""

    kind = ChannelKind.ZALO_BOT
    fields: Sequence[SetupField] = FIELDS

    def identify(self, values: Mapping[str, str]) -> Identity:
        told = _asked(settings.read(values), "getMe")
        name = str(told.get("account_name") or told.get("id") or "")
        if not name:
            raise SetupFault(_(_WRONG_TOKEN).format(code="getMe"), field="token")
        return Identity(name[:80], str(told.get("display_name") or name))

    def connect(self, desk: Desk, account: Account, address: str) -> str:
        told = _asked(settings.of(account), "setWebhook", url=address, secret_token=_secret(desk, account))
        verified = told.get("verification")
        if isinstance(verified, dict) and verified.get("ok") is False:
            outcome = str(verified.get("outcome") or "?")[:60]
            raise SetupFault(_("Zalo gọi thử webhook nhưng không được ({outcome}).").format(outcome=outcome))
        return ""

    def disconnect(self, desk: Desk, account: Account) -> None:
        _asked(settings.of(account), "deleteWebhook")

    def check(self, desk: Desk, account: Account, address: str) -> Sequence[Finding]:
        try:
            own = settings.of(account)
            told = _asked(own, "getWebhookInfo")
        except SetupFault as wrong:
            return [Finding(Grade.BAD, _("Mã truy cập không dùng được."), wrong.sentence)]
        found = [Finding(Grade.GOOD, _("Mã truy cập dùng được."))]
        if str(told.get("url") or "") != address:
            advice = _("Xin lưu lại tài khoản này để đặt lại webhook.")
            found.insert(0, Finding(Grade.BAD, _("Webhook đang trỏ nơi khác hoặc chưa đặt."), advice))
        if not address.startswith("https://"):
            advice = _("Zalo chỉ gọi https. Xin đặt LANGNGHE_PUBLIC_URL là tên miền https của hệ thống.")
            found.insert(0, Finding(Grade.BAD, _("Địa chỉ webhook không phải https."), advice))
        return found

    def receive(self, desk: Desk, account: Account, delivered: Delivered) -> Answered:
        given = delivered.headers.get(HEADER, "").encode()
        if not hmac.compare_digest(given, _secret(desk, account).encode()):
            log.warning("zalo_bot.refused")
            return Answered(403)
        try:
            told = events.read(delivered.body)
            if told["event_name"] not in events.DOINGS:
                return Answered()
            person, id = events.person(told), events.message_id(told)
        except (ValueError, RecursionError):
            return Answered()
        with desk.work() as work:
            inbound.keep(
                work,
                json.dumps(gathered.without_ours(told), ensure_ascii=False),
                channel=self.kind,
                account=account.account,
                external_id=id,
                person=person,
                position=events.position(told),
            )
            channel_accounts.note_heard(work, self.kind, account.account)
        return Answered()


def _secret(desk: Desk, account: Account) -> str:
    return desk.keyring.digest("zalo-bot", f"{account.account}:{account.hook}")


def _asked(own: Settings, method: str, **given: str) -> dict[str, object]:
    """Raises SetupFault."""
    try:
        with httpx.Client() as client:
            return api.ask(client, own, method, **given)
    except api.Refused as refused:
        field = "token" if refused.code in (401, 404) else ""
        raise SetupFault(_(_WRONG_TOKEN).format(code=refused.code), field=field) from None
    except (api.Busy, api.Silent) as fault:
        raise SetupFault(_(_AWAY).format(fault=fault), field="api_url") from None
