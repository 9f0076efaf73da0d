"""How a bot of ours is set up: what an administrator enters, who that makes us, and whether everything is well.

Telegram may be blocked where we are, so nothing is done before an administrator has entered a bot, a proxy or a
server of one's own can stand between, and without a public address we ask for news instead of being told.
"""

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram import receiving, updates
from bot.channels.telegram.accounts import POLLING, WEBHOOK, client_for
from bot.channels.telegram.client import NotReached
from bot.channels.telegram.polling import polled_at
from intake.cases import channel_accounts
from intake.cases.ports import Account, Answered, Delivered, Finding, Grade, Identity, SetupFault, SetupField
from intake.cases.work import Desk
from models.languages import N_, _
from models.vocabulary import ChannelKind

log = structlog.get_logger()

SHOWN_BY_TELEGRAM = "x-telegram-bot-api-secret-token"
_PORTS = (443, 80, 88, 8443)
"""The only ones Telegram delivers to (Bot API, setWebhook)."""
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_\-]{20,80}")
_QUIET = timedelta(minutes=5)
_RECENT = timedelta(hours=1)

FIELDS = (
    SetupField(
        "token", N_("Mã truy cập (token) của bot"), N_("Do @BotFather cấp khi tạo bot, dạng 123456:ABC-…"), secret=True
    ),
    SetupField(
        "mode",
        N_("Cách nhận tin"),
        N_("Chọn “hỏi định kỳ” nếu hệ thống không có địa chỉ https mở ra Internet."),
        choices=((WEBHOOK, N_("Telegram gửi tới (webhook)")), (POLLING, N_("hệ thống hỏi định kỳ"))),
    ),
    SetupField(
        "proxy",
        N_("Máy chủ trung gian (proxy)"),
        N_("Ví dụ http://10.0.0.5:3128; để trống nếu không dùng."),
        secret=True,
        required=False,
    ),
    SetupField("base_url", N_("Địa chỉ Bot API"), N_("Để trống để dùng https://api.telegram.org."), required=False),
)

_TOKEN_SHAPE = N_("Mã truy cập không đúng dạng. Xin chép lại nguyên văn từ @BotFather, dạng 123456:ABC-…")
_TOKEN_REFUSED = N_("Telegram không nhận mã truy cập này. Xin lấy mã mới từ @BotFather rồi nhập lại.")
_NOT_REACHED = N_(
    "Không kết nối được Telegram từ máy chủ này. Telegram có thể đang bị chặn: xin nhập máy chủ trung gian (proxy) "
    "hoặc tạm thời không dùng kênh này."
)
_FAILED = N_("Telegram trả lời lỗi ({fault}). Xin thử lại sau vài phút.")
_PROXY_SHAPE = N_("Địa chỉ máy chủ trung gian phải bắt đầu bằng http:// hoặc https://.")
_BASE_SHAPE = N_("Địa chỉ Bot API phải bắt đầu bằng http:// hoặc https:// và không có phần sau tên máy.")
_NEEDS_HTTPS = N_(
    "Telegram chỉ gửi tin tới địa chỉ https ở cổng 443, 80, 88 hoặc 8443. Xin đặt LANGNGHE_PUBLIC_URL cho đúng, "
    "hoặc chọn cách nhận tin “hỏi định kỳ”."
)


class TelegramSetup:
    """Bots of ours. The secret that Telegram shows at the webhook is derived, never entered and never shown."""

    kind = ChannelKind.TELEGRAM
    fields: Sequence[SetupField] = FIELDS

    def identify(self, values: Mapping[str, str]) -> Identity:
        _check_shapes(values)
        try:
            me = client_for(values).call(lambda bot: bot.get_me())
        except TelegramError as fault:
            raise _said(fault) from None
        return Identity(str(me.id), f"@{me.username}" if me.username else me.first_name)

    def connect(self, desk: Desk, account: Account, address: str) -> str:
        client = client_for(account.values)
        try:
            if account.values.get("mode") == POLLING:
                client.call(lambda bot: bot.delete_webhook())
                return ""
            _check_address(address)
            client.call(
                lambda bot: bot.set_webhook(
                    address, secret_token=secret(desk, account), allowed_updates=updates.ALLOWED, max_connections=10
                )
            )
        except TelegramError as fault:
            raise _said(fault) from None
        return ""

    def disconnect(self, desk: Desk, account: Account) -> None:
        try:
            client_for(account.values).call(lambda bot: bot.delete_webhook())
        except InvalidToken:
            log.info("telegram.token_gone_already")  # a revoked bot tells nobody anything
        except TelegramError as fault:
            raise _said(fault) from None

    def check(self, desk: Desk, account: Account, address: str) -> Sequence[Finding]:
        client = client_for(account.values)
        try:
            me = client.call(lambda bot: bot.get_me())
            told = client.call(lambda bot: bot.get_webhook_info())
        except TelegramError as fault:
            return [Finding(Grade.BAD, _said(fault).sentence)]
        named = Finding(Grade.GOOD, _("Telegram nhận mã truy cập; bot tên @{name}.").format(name=me.username))
        polling = account.values.get("mode") == POLLING
        found = _polling(desk, account, told) if polling else _webhook(desk, address, told)
        return sorted([*found, named], key=lambda one: -list(Grade).index(one.grade))

    def receive(self, desk: Desk, account: Account, delivered: Delivered) -> Answered:
        """403 for whoever does not know the secret. What is no update is answered well, or it would come for ever."""
        shown = delivered.headers.get(SHOWN_BY_TELEGRAM, "")
        if not hmac.compare_digest(shown.encode(), secret(desk, account).encode()):
            return Answered(403)
        try:
            payload = delivered.body.decode()
            with desk.work() as work:
                pressed = receiving.keep(work, account, payload)
        except ValueError:
            log.warning("telegram.nonsense", account=account.account)
            return Answered()
        return Answered(body=receiving.answer(pressed)) if pressed else Answered()


def secret(desk: Desk, account: Account) -> str:
    """What Telegram shows at the webhook of this account."""
    return desk.keyring.secret("telegram-webhook", account.hook).hex()


def _check_shapes(values: Mapping[str, str]) -> None:
    if not _TOKEN.fullmatch(values.get("token", "")):
        raise SetupFault(_(_TOKEN_SHAPE), field="token")
    proxy, base = urlsplit(values.get("proxy", "")), urlsplit(values.get("base_url", ""))
    if values.get("proxy") and (proxy.scheme not in ("http", "https") or not proxy.hostname):
        raise SetupFault(_(_PROXY_SHAPE), field="proxy")
    if values.get("base_url") and (
        base.scheme not in ("http", "https") or not base.hostname or base.path.strip("/") or base.query
    ):
        raise SetupFault(_(_BASE_SHAPE), field="base_url")


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" or (parts.port or 443) not in _PORTS:
        raise SetupFault(_(_NEEDS_HTTPS), field="mode")


def _said(fault: TelegramError) -> SetupFault:
    """What went wrong, for an administrator. The texts of faults may hold addresses and are not told."""
    if isinstance(fault, InvalidToken):
        return SetupFault(_(_TOKEN_REFUSED), field="token")
    if isinstance(fault, NotReached):
        return SetupFault(_(_NOT_REACHED), field="proxy")
    return SetupFault(_(_FAILED).format(fault=type(fault).__name__))


def _webhook(desk: Desk, address: str, told: WebhookInfo) -> Iterator[Finding]:
    if told.url != address:
        seen = _("Telegram chưa gửi tin tới hệ thống này.")
        yield Finding(Grade.BAD, seen, _("Xin bấm “Lưu và nối tài khoản” để đặt lại địa chỉ nhận tin."))
        return
    yield Finding(Grade.GOOD, _("Telegram gửi tin tới đúng địa chỉ của hệ thống."))
    failed = told.last_error_date
    if failed is not None and desk.clock() - failed < _RECENT:
        seen = _("Trong một giờ qua Telegram có lần không gửi tin tới được: {why}")
        advice = _("Xin kiểm tra chứng chỉ https, tường lửa và địa chỉ LANGNGHE_PUBLIC_URL.")
        yield Finding(Grade.DOUBTFUL, seen.format(why=(told.last_error_message or "?")[:200]), advice)
    if told.pending_update_count:
        waiting = _("{count} tin đang chờ ở Telegram.").format(count=told.pending_update_count)
        yield Finding(Grade.DOUBTFUL, waiting)


def _polling(desk: Desk, account: Account, told: WebhookInfo) -> Iterator[Finding]:
    if told.url:
        seen = _("Bot này còn gửi tin tới một địa chỉ khác nên không hỏi định kỳ được.")
        yield Finding(Grade.BAD, seen, _("Xin bấm “Lưu và nối tài khoản” để bỏ địa chỉ đó."))
    with desk.look() as work:
        asked = polled_at(channel_accounts.state(work, ChannelKind.TELEGRAM, account.account))
    if asked is None or desk.clock() - asked > _QUIET:
        seen = _("Đã hơn năm phút hệ thống chưa hỏi Telegram có tin mới.")
        yield Finding(Grade.BAD, seen, _("Xin xem tiến trình langnghe có đang chạy không."))
    else:
        yield Finding(Grade.GOOD, _("Hệ thống đang hỏi Telegram đều đặn."))
