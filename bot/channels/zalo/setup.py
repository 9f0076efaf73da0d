"""Setting up an Official Account: who the tokens make us, what a person has to do, what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from bot.channels.zalo import api, settings, tokens, webhook
from bot.channels.zalo.api import Api
from bot.channels.zalo.settings import FIELDS, Settings
from intake.cases.ports import Account, Answered, Delivered, Finding, Grade, Identity, SetupFault, SetupField
from intake.cases.site_codes import FIELD as SITE_CODE
from intake.cases.work import Desk
from models.channel_account import ChannelAccount
from models.languages import N_, _
from models.vocabulary import ChannelKind

_OLD = timedelta(days=60)
_QUIET = timedelta(days=2)
_SECONDS = 10.0
_NOT_OURS = N_("Cặp mã truy cập này của OA {found}, không phải OA {typed}. Xin kiểm tra lại mã OA.")
_DEAD = N_(
    "Zalo không nhận refresh token nữa (mã {code}). Xin vào API Explorer lấy cặp access token, refresh token mới rồi "
    "dán vào trang đặt kênh."
)
_AWAY = N_("Chưa hỏi được Zalo ({fault}). Xin kiểm tra đường mạng ra openapi.zalo.me và oauth.zaloapp.com rồi thử lại.")
_REFUSED = N_("Zalo từ chối (mã {code}).")
_FAULTS = {
    "signature_mismatch": N_(
        "Tin từ webhook sai chữ ký. Xin chép lại Khóa bí mật OA (không phải khóa ứng dụng); nếu vẫn sai, bật Chẩn đoán "
        "chữ ký và chờ một tin mới."
    ),
    "app_id_mismatch": N_("Webhook thuộc một ứng dụng khác. Xin sửa Mã ứng dụng cho đúng ứng dụng đặt webhook này."),
    "refresh_token": N_("Refresh token không dùng được nữa. Xin lấy cặp mới ở API Explorer."),
    "quota": N_("Đã hết lượt nhắn trong kỳ. Tin chờ được gửi lại sau; nếu thường xuyên, xin nâng gói OA."),
    "unknown_error": N_("Zalo báo một mã lỗi chưa có trong bảng. Xin tra mã ở developers.zalo.me hoặc hỏi Zalo."),
    "zalo_-221": N_("OA chưa xác thực. Xin làm xác thực OA ở oa.zalo.me."),
    "zalo_-224": N_("Gói OA hiện tại không có quyền này. Xin nâng gói ở oa.zalo.me."),
    "zalo_-223": N_("OA chưa cấp quyền API này cho ứng dụng. Xin cấp lại quyền ở developers.zalo.me."),
    "zalo_-321": N_("Tài khoản Zalo Cloud hết tiền. Xin nạp thêm."),
}


class ZaloSetup:
    """Zalo lets nobody set a webhook by a program: that step is a person's, and it is described."""

    kind = ChannelKind.ZALO
    fields: Sequence[SetupField] = FIELDS

    def identify(self, values: Mapping[str, str]) -> Identity:
        """The OA that was entered, under its own name or the one Zalo gives it if the access token still works.

        Nothing is renewed here: a refresh token works once, and its successor can be kept only when the account is.
        """
        own = settings.read(values)
        try:
            headers = {"access_token": own.access_token}
            told = httpx.get(f"{own.api_url}/v2.0/oa/getoa", headers=headers, timeout=_SECONDS).json()
        except (httpx.HTTPError, ValueError) as fault:
            raise SetupFault(_(_AWAY).format(fault=type(fault).__name__)) from None
        data = told.get("data") if isinstance(told, dict) else None
        if not isinstance(data, dict) or not data.get("oa_id"):
            return Identity(own.oa_id, values.get("name") or f"OA {own.oa_id}")
        _same(own, data)
        return Identity(own.oa_id, values.get("name") or str(data.get("name") or f"OA {own.oa_id}"))

    def connect(self, desk: Desk, account: Account, address: str) -> str:
        own = settings.of(account)
        _same(own, _asked(desk, own))
        return _(
            "Còn một việc: trên developers.zalo.me, mở ứng dụng {app}, mục Webhook, dán địa chỉ {address}, bật các sự "
            "kiện người dùng gửi tin, quan tâm, chia sẻ thông tin, OA gửi tin. Sau đó nhắn thử một tin tới OA."
        ).format(app=own.app_id, address=address)

    def disconnect(self, desk: Desk, account: Account) -> None:
        """The webhook is removed by a person; what still comes is answered as unknown."""

    def receive(self, desk: Desk, account: Account, delivered: Delivered) -> Answered:
        return webhook.receive(desk, account, delivered)

    def check(self, desk: Desk, account: Account, address: str) -> Sequence[Finding]:
        try:
            own = settings.of(account)
        except SetupFault as wrong:
            return [Finding(Grade.BAD, _("Có mục đặt sai."), wrong.sentence)]
        found = [
            *_account(desk, own),
            _refresh(desk, own),
            *_noted(desk, own),
            _heard(desk, own, address),
            _address(address),
            *_late(own),
            _site(desk, account),
        ]
        return sorted(found, key=lambda finding: (Grade.BAD, Grade.DOUBTFUL, Grade.GOOD).index(finding.grade))


def _asked(desk: Desk, own: Settings) -> dict[str, Any]:
    """Who Zalo says we are, with a token that works. Raises SetupFault."""
    try:
        return Api(desk).get(own, "/v2.0/oa/getoa")
    except tokens.Dead as dead:
        raise SetupFault(_(_DEAD).format(code=dead), field="refresh_token") from None
    except api.Refused as refused:
        raise SetupFault(_(_REFUSED).format(code=refused.code)) from None
    except (tokens.NotNow, api.Busy, api.Silent) as fault:
        raise SetupFault(_(_AWAY).format(fault=fault)) from None


def _same(own: Settings, data: Mapping[str, Any]) -> None:
    found = str(data.get("oa_id") or own.oa_id)
    if found != own.oa_id:
        raise SetupFault(_(_NOT_OURS).format(found=found, typed=own.oa_id), field="oa_id")


def _account(desk: Desk, own: Settings) -> Iterator[Finding]:
    """The token, the account's standing and what it may send."""
    try:
        data = _asked(desk, own)
        _same(own, data)
    except SetupFault as wrong:
        yield Finding(Grade.BAD, _("Mã truy cập không dùng được."), wrong.sentence)
        return
    yield Finding(Grade.GOOD, _("Mã truy cập dùng được."))
    if str(data.get("is_verified")).lower() not in ("true", "1"):
        yield Finding(
            Grade.DOUBTFUL,
            _("OA chưa xác thực."),
            _("Tin theo mẫu và một số API chỉ dành cho OA đã xác thực. Xin làm xác thực ở oa.zalo.me."),
        )
    package = str(data.get("package_name") or "")
    if package:
        yield Finding(Grade.GOOD, _("Gói dịch vụ của OA: {package}.").format(package=package))


def _refresh(desk: Desk, own: Settings) -> Finding:
    pair = tokens.known(desk, own)
    if pair.dead:
        return Finding(Grade.BAD, _("Refresh token không còn dùng được."), _(_DEAD).format(code=pair.dead))
    if not pair.renewed_at:
        return Finding(Grade.GOOD, _("Đang dùng cặp mã vừa nhập; hệ thống sẽ tự làm mới khi hết 25 giờ."))
    age = desk.clock() - datetime.fromisoformat(pair.renewed_at)
    seen = _("Cặp mã được làm mới {days} ngày trước.").format(days=age.days)
    if age > _OLD:
        advice = _("Refresh token sống khoảng {most} ngày. Xin gửi một tin thử để hệ thống làm mới.")
        return Finding(Grade.DOUBTFUL, seen, advice.format(most=tokens.REFRESH_LASTS.days))
    return Finding(Grade.GOOD, seen)


def _noted(desk: Desk, own: Settings) -> Iterator[Finding]:
    """What has stood in the way since the last message that went out."""
    row = _row(desk, own)
    if row is None or row.fault is None:
        return
    known = next((words for fault, words in _FAULTS.items() if row.fault.startswith(fault)), None)
    advice = _(known) if known else _("Xin tra mã ở developers.zalo.me hoặc hỏi Zalo.")
    yield Finding(Grade.BAD, _("Lỗi gần nhất: {fault}.").format(fault=row.fault), advice)


def _heard(desk: Desk, own: Settings, address: str) -> Finding:
    row = _row(desk, own)
    advice = _(
        "Nhắn thử một tin tới OA. Nếu vẫn không thấy: trên developers.zalo.me kiểm tra webhook là {address}, các sự "
        "kiện đã bật, và tên miền đã xác thực. Zalo có thể tự tắt webhook khi nhiều lần không gửi được."
    ).format(address=address)
    if row is None or row.heard_at is None:
        return Finding(Grade.BAD, _("Webhook chưa nhận được tin nào đúng chữ ký."), advice)
    silent = desk.clock() - row.heard_at
    if silent > _QUIET:
        return Finding(Grade.DOUBTFUL, _("Webhook im lặng {days} ngày.").format(days=silent.days), advice)
    return Finding(Grade.GOOD, _("Webhook vẫn nhận được tin; chữ ký khớp."))


def _address(address: str) -> Finding:
    if address.startswith("https://"):
        return Finding(Grade.GOOD, _("Địa chỉ webhook: {address}").format(address=address))
    advice = _("Zalo chỉ gọi https. Xin đặt LANGNGHE_PUBLIC_URL là tên miền https của hệ thống.")
    return Finding(Grade.BAD, _("Địa chỉ webhook không phải https: {address}").format(address=address), advice)


def _late(own: Settings) -> Iterator[Finding]:
    """What becomes of news for somebody who has not written for a long time."""
    if not own.template_id:
        yield Finding(
            Grade.DOUBTFUL,
            _("Chưa có mẫu tin ZBS."),
            _(
                "Người dân im lặng quá {hours} giờ thì Zalo không nhận tin tư vấn; tin báo sẽ đi bằng thư điện tử hoặc "
                "nằm ở trang tra cứu. Muốn gửi qua Zalo, xin đăng ký một mẫu tin."
            ).format(hours=int(own.last.total_seconds() // 3600)),
        )
    elif not own.template_fields:
        advice = _("Xin ghi Tham số của mẫu tin đúng như mẫu đã duyệt, ví dụ ma_ho_so=ma.")
        yield Finding(Grade.DOUBTFUL, _("Mẫu tin chưa có tham số nào."), advice)
    else:
        yield Finding(Grade.GOOD, _("Tin quá hạn được gửi theo mẫu {template}.").format(template=own.template_id))


def _site(desk: Desk, account: Account) -> Finding:
    code = account.values.get(SITE_CODE)
    if code:
        page = f"{desk.public_url}/zalo_verifier{code}.html"
        return Finding(Grade.GOOD, _("Trang xác thực tên miền: {page}").format(page=page))
    advice = _("Nếu Zalo đòi xác thực tên miền, xin dán mã xác thực vào trang đặt kênh.")
    return Finding(Grade.GOOD, _("Không dùng trang xác thực tên miền."), advice)


def _row(desk: Desk, own: Settings) -> ChannelAccount | None:
    query = select(ChannelAccount).where(ChannelAccount.kind == ChannelKind.ZALO, ChannelAccount.account == own.oa_id)
    with desk.look() as work:
        return work.session.scalar(query)
