"""What an administrator enters for an Official Account, as fields and as values.

Where Zalo publishes no official word, the hint says how sure the value is and of when; another value can be entered.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from intake.cases.ports import Account, SetupFault, SetupField
from intake.cases.site_codes import FIELD as SITE_CODE
from models.languages import N_, _

_YES_NO = (("no", N_("Không")), ("yes", N_("Có")))
_LATE = (
    ("send", N_("Gửi tin tư vấn có tính phí")),
    ("template", N_("Gửi tin theo mẫu")),
    ("refuse", N_("Không gửi qua Zalo")),
)
_LONGEST_ID = 40
_SOURCES = ("ma", "tieu_de", "noi_dung", "lien_ket")

FIELDS: tuple[SetupField, ...] = (
    SetupField(
        "oa_id", N_("Mã Official Account (OA ID)"), N_("Dãy số trong trang quản lý OA, mục Thông tin tài khoản.")
    ),
    SetupField("name", N_("Tên gọi trong hệ thống"), N_("Để trống thì lấy tên OA ở Zalo."), required=False),
    SetupField("app_id", N_("Mã ứng dụng (App ID)"), N_("Trên developers.zalo.me, ứng dụng đã liên kết với OA.")),
    SetupField(
        "app_secret",
        N_("Khóa bí mật của ứng dụng"),
        N_("Trên developers.zalo.me; dùng để làm mới mã truy cập."),
        secret=True,
    ),
    SetupField(
        "oa_secret",
        N_("Khóa bí mật OA (OA Secret Key)"),
        N_("Trên oa.zalo.me, Cài đặt, Công cụ lập trình; dùng để kiểm chữ ký. Khác với khóa của ứng dụng."),
        secret=True,
    ),
    SetupField("access_token", N_("Access token"), N_("Lấy một cặp mới ở API Explorer; sống 25 giờ."), secret=True),
    SetupField(
        "refresh_token",
        N_("Refresh token"),
        N_("Cùng cặp với access token; chỉ dùng được một lần, sau đó hệ thống tự giữ cặp mới (3 tháng)."),
        secret=True,
    ),
    SetupField(
        SITE_CODE,
        N_("Mã xác thực tên miền"),
        N_("Phần sau zalo_verifier trong tên tệp Zalo cho tải về; để trống nếu xác thực bằng bản ghi DNS."),
        required=False,
    ),
    SetupField(
        "template_id",
        N_("Mã mẫu tin ZBS khi đã quá hạn nhắn tin"),
        N_("Mẫu tin báo đã được Zalo duyệt; để trống thì tin quá hạn đi đường khác (theo nguồn thứ cấp, 08/2026)."),
        required=False,
    ),
    SetupField(
        "template_fields",
        N_("Tham số của mẫu tin"),
        N_(
            "Ví dụ: ma_ho_so=ma, noi_dung=tieu_de, duong_dan=lien_ket. Bên phải là ma, tieu_de, noi_dung hoặc lien_ket."
        ),
        required=False,
    ),
    SetupField(
        "free_hours",
        N_("Số giờ được nhắn miễn phí sau khi người dân tương tác"),
        N_("Mặc định 48 (từ 01/01/2026, theo nhiều nguồn thứ cấp)."),
        required=False,
    ),
    SetupField(
        "last_hours",
        N_("Số giờ sau đó Zalo không nhận tin tư vấn nữa"),
        N_("Mặc định 168, tức 7 ngày (theo nguồn thứ cấp, 08/2026)."),
        required=False,
    ),
    SetupField(
        "late", N_("Giữa hai mốc trên"), N_("Mặc định: gửi tin tư vấn có tính phí."), required=False, choices=_LATE
    ),
    SetupField(
        "media_hosts",
        N_("Máy chủ được tải ảnh, tệp"),
        N_("Mặc định: zdn.vn zadn.vn (chưa kiểm chứng đủ). Cách nhau bằng dấu cách; gồm cả tên miền con."),
        required=False,
    ),
    SetupField(
        "info_image",
        N_("Ảnh cho lời mời chia sẻ số điện thoại"),
        N_("Địa chỉ https của một ảnh. Để trống thì không dùng nút chia sẻ của Zalo, người dân gõ số."),
        required=False,
    ),
    SetupField(
        "buttons",
        N_("Kèm nút bấm dưới tin"),
        N_("Zalo không có tài liệu chính thức về nút ở API v3. Mặc định: không; các lựa chọn luôn có số để gõ."),
        required=False,
        choices=_YES_NO,
    ),
    SetupField(
        "diagnostic",
        N_("Chẩn đoán chữ ký"),
        N_("Khi chữ ký sai, ghi nhật ký cách ký nào sẽ khớp; không bao giờ nhận tin sai chữ ký."),
        required=False,
        choices=_YES_NO,
    ),
    SetupField(
        "age_hours",
        N_("Số giờ mà tin gửi lại còn được nhận"),
        N_("Mặc định 48; Zalo gửi lại trong khoảng 12 đến 24 giờ (các nguồn không thống nhất)."),
        required=False,
    ),
    SetupField("api_url", N_("Địa chỉ API"), N_("Mặc định https://openapi.zalo.me."), required=False),
    SetupField("oauth_url", N_("Địa chỉ cấp mã truy cập"), N_("Mặc định https://oauth.zaloapp.com."), required=False),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """One Official Account. ``late`` says what happens between ``free`` and ``last`` after somebody's last word;
    ``template_fields`` are pairs of a parameter's name and what fills it.
    """

    oa_id: str
    app_id: str
    app_secret: str
    oa_secret: str
    access_token: str
    refresh_token: str
    template_id: str
    template_fields: tuple[tuple[str, str], ...]
    free: timedelta
    last: timedelta
    late: str
    media_hosts: tuple[str, ...]
    info_image: str
    buttons: bool
    diagnostic: bool
    age: timedelta
    api_url: str
    oauth_url: str

    @property
    def seed(self) -> str:
        """Tells one entered pair of tokens from the next."""
        return hashlib.sha256(f"{self.access_token}\n{self.refresh_token}".encode()).hexdigest()[:16]


def of(account: Account) -> Settings:
    """The settings of an account that was set up."""
    return read(account.values)


def read(values: Mapping[str, str]) -> Settings:
    """Raises SetupFault naming the field that is wrong."""
    return Settings(
        oa_id=_digits(values, "oa_id"),
        app_id=_digits(values, "app_id"),
        app_secret=values.get("app_secret", ""),
        oa_secret=values.get("oa_secret", ""),
        access_token=values.get("access_token", ""),
        refresh_token=values.get("refresh_token", ""),
        template_id=values.get("template_id", ""),
        template_fields=_template_fields(values.get("template_fields", "")),
        free=_hours(values, "free_hours", 48),
        last=_hours(values, "last_hours", 168),
        late=values.get("late") or "send",
        media_hosts=tuple((values.get("media_hosts") or "zdn.vn zadn.vn").replace(",", " ").lower().split()),
        info_image=_address(values, "info_image", "https://") if values.get("info_image") else "",
        buttons=values.get("buttons") == "yes",
        diagnostic=values.get("diagnostic") == "yes",
        age=_hours(values, "age_hours", 48),
        api_url=_address(values, "api_url", "https://openapi.zalo.me"),
        oauth_url=_address(values, "oauth_url", "https://oauth.zaloapp.com"),
    )


def _digits(values: Mapping[str, str], key: str) -> str:
    typed = values.get(key, "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ID):
        raise SetupFault(_("Mục này là một dãy số. Xin chép lại nguyên văn."), field=key)
    return typed


def _hours(values: Mapping[str, str], key: str, otherwise: int) -> timedelta:
    typed = values.get(key) or str(otherwise)
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= 10_000):
        raise SetupFault(_("Mục này là một số giờ, ví dụ 48."), field=key)
    return timedelta(hours=int(typed))


def _address(values: Mapping[str, str], key: str, otherwise: str) -> str:
    typed = (values.get(key) or otherwise).rstrip("/")
    parts = urlsplit(typed)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SetupFault(_("Mục này là một địa chỉ, ví dụ {example}.").format(example=otherwise), field=key)
    return typed


def _template_fields(typed: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.partition("=") for part in typed.replace(";", ",").split(",") if part.strip()]
    read = tuple((name.strip(), source.strip()) for name, _equals, source in pairs)
    if any(not name or source not in _SOURCES for name, source in read):
        sentence = _("Xin viết như ma_ho_so=ma, noi_dung=tieu_de; bên phải chỉ dùng {sources}.")
        raise SetupFault(sentence.format(sources=", ".join(_SOURCES)), field="template_fields")
    return read
