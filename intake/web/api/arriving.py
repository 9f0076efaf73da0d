"""The JSON a system sends to file feedback: its shape only. What the words may be is decided by ``read_submission``."""

import unicodedata
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from intake.cases.submission import (
    ADDRESS_MAX,
    CONTENT_MAX,
    NAME_MAX,
    PLACE_MAX,
    UPLOADS_MAX,
    Submission,
    read_submission,
)
from models.vocabulary import ChannelKind

_NO_CONTROL = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*"
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def _composed(value: object) -> object:
    """NFC before lengths are counted: the same Vietnamese word is up to three times longer in NFD."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value)


def _text(longest: int, *, visible: bool = False) -> object:
    pattern = rf"^{_NO_CONTROL}[^\s\x00-\x1f\x7f]{_NO_CONTROL}$" if visible else f"^{_NO_CONTROL}$"
    return Field(max_length=longest, pattern=pattern)


Content = Annotated[str, _text(CONTENT_MAX, visible=True), BeforeValidator(_composed)]
Name = Annotated[str, _text(NAME_MAX), BeforeValidator(_composed)]
Address = Annotated[str, _text(ADDRESS_MAX), BeforeValidator(_composed)]
Place = Annotated[str, _text(PLACE_MAX), BeforeValidator(_composed)]
Phone = Annotated[str, _text(40)]
Email = Annotated[str, _text(254)]
UploadId = Annotated[str, Field(pattern=_UUID, json_schema_extra={"format": "uuid"})]


class NewFeedback(BaseModel):
    """Một phản ánh, kiến nghị. Chỉ `content` là bắt buộc."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        title="Feedback",
        json_schema_extra={
            "example": {
                "content": "Đèn đường trước chợ Cầu Ngang hỏng đã hai tuần, buổi tối đi lại rất nguy hiểm.",
                "name": "Nguyễn Văn An",
                "phone": "0912 345 678",
                "place": "Chợ Cầu Ngang",
                "publish_consent": True,
            }
        },
    )

    content: Content = Field(description="Chuyện đã xảy ra, bằng lời của người gửi.")
    name: Name | None = Field(None, description="Họ tên người gửi.")
    phone: Phone | None = Field(None, description="Số điện thoại; số nước ngoài ghi cả dấu + và mã nước.")
    email: Email | None = Field(None, description="Địa chỉ thư điện tử.")
    address: Address | None = Field(None, description="Địa chỉ của người gửi.")
    place: Place | None = Field(None, description="Nơi xảy ra.")
    publish_consent: bool = Field(False, description="Đồng ý công khai kết quả sau khi che thông tin cá nhân.")
    upload_ids: list[UploadId] = Field([], max_length=UPLOADS_MAX, description="Mã các tệp đã gửi qua `POST /uploads`.")

    def read(self) -> Submission:
        """The submission this stands for. Raises Invalid naming each wrong field."""
        return read_submission(
            content=self.content,
            channel=ChannelKind.API,
            name=self.name,
            phone=self.phone,
            email=self.email,
            address=self.address,
            place=self.place,
            publish_consent=self.publish_consent,
            upload_ids=[UUID(text) for text in self.upload_ids],
        )
