"""What an administrator enters for a bot, as fields and as values. The platform has moved once; its address is one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from intake.cases.ports import Account, SetupFault, SetupField
from models.languages import N_, _

_API = "https://bot-api.zaloplatforms.com"

FIELDS: tuple[SetupField, ...] = (
    SetupField("token", N_("Mã truy cập của bot"), N_("Dạng 123456:abc, Zalo gửi khi tạo bot."), secret=True),
    SetupField(
        "media_hosts",
        N_("Máy chủ được tải ảnh"),
        N_("Mặc định: zdn.vn zadn.vn (chưa kiểm chứng đủ). Cách nhau bằng dấu cách; gồm cả tên miền con."),
        required=False,
    ),
    SetupField(
        "quota_minutes",
        N_("Số phút chờ khi Zalo báo quá lượt"),
        N_("Mặc định 10. Zalo không công bố hạn mức của nền tảng bot."),
        required=False,
    ),
    SetupField("api_url", N_("Địa chỉ API"), N_("Mặc định https://bot-api.zaloplatforms.com."), required=False),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """One bot. The token is a part of every address that is asked, so no address is ever logged."""

    token: str = field(repr=False)
    media_hosts: tuple[str, ...]
    quota_wait: timedelta
    api_url: str


def of(account: Account) -> Settings:
    return read(account.values)


def read(values: Mapping[str, str]) -> Settings:
    """Raises SetupFault naming the field that is wrong."""
    token, minutes = values.get("token", ""), values.get("quota_minutes") or "10"
    number, colon, secret = token.partition(":")
    if not (number.isascii() and number.isalnum() and colon and secret and token.isascii() and "/" not in token):
        raise SetupFault(_("Mã truy cập không đúng dạng 123456:abc. Xin chép lại nguyên văn."), field="token")
    if not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes) <= 1_440):
        raise SetupFault(_("Mục này là một số phút, ví dụ 10."), field="quota_minutes")
    api_url = (values.get("api_url") or _API).rstrip("/")
    if urlsplit(api_url).scheme not in ("http", "https") or not urlsplit(api_url).hostname:
        raise SetupFault(_("Mục này là một địa chỉ, ví dụ {example}.").format(example=_API), field="api_url")
    hosts = tuple((values.get("media_hosts") or "zdn.vn zadn.vn").replace(",", " ").lower().split())
    return Settings(token, hosts, timedelta(minutes=int(minutes)), api_url)
