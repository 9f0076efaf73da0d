"""What the API answers, as the contract fixes it: receipts, the state of a case, files, departments.

These shapes are public: a field may be added, none may change its meaning. Times are UTC with ``Z``.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from intake.cases.attachments import FileView
from intake.cases.standing import Standing
from intake.cases.submit import Filed
from intake.cases.tracking import DeadlineView, Tracking
from models.history import Deadline
from models.organisation import Unit
from models.thread import Upload
from models.vocabulary import CaseKind, CaseStatus, Certainty, Department, EventType, Level, ScanState


class DeadlineAnswer(BaseModel):
    """Hạn trả lời theo luật, vì sao, và mức chắc chắn của căn cứ."""

    due: datetime
    explanation: str
    rule: str
    basis: str
    certainty: Certainty

    @classmethod
    def of_row(cls, row: Deadline) -> "DeadlineAnswer":
        return cls(due=row.due_at, explanation=row.sentence, rule=row.rule, basis=row.basis, certainty=row.certainty)

    @classmethod
    def of(cls, view: DeadlineView) -> "DeadlineAnswer":
        return cls(
            due=view.due, explanation=view.explanation, rule=view.rule, basis=view.basis, certainty=view.certainty
        )


class Receipt(BaseModel):
    """Biên nhận. `key` chỉ được cho biết ở đây; ai giữ nó thì đọc được hồ sơ."""

    code: str
    key: str
    status: CaseStatus
    received_at: datetime
    track_url: str = Field(description="Trang theo dõi dành cho người gửi; không chứa mã bí mật.")
    missing: list[Literal["name", "address", "contact"]] = Field(
        description="Những điều Điều 7 Nghị định 20/2008/NĐ-CP mời người gửi bổ sung."
    )
    deadline: DeadlineAnswer

    @classmethod
    def of(cls, filed: Filed, public_url: str) -> "Receipt":
        """The receipt as of the moment of filing, so that a repeated request gets the very same one."""
        return cls.model_validate(
            {
                "code": filed.case.code,
                "key": filed.key,
                "status": CaseStatus.RECEIVED,
                "received_at": filed.case.received_at,
                "track_url": f"{public_url}/ho-so/{filed.case.code}",
                "missing": list(filed.missing),
                "deadline": DeadlineAnswer.of_row(filed.deadline),
            }
        )


class TimelineEntry(BaseModel):
    """Một việc đã xảy ra, mới nhất đứng trước."""

    at: datetime
    event: EventType
    text: str


class ReplyAnswer(BaseModel):
    """Văn bản trả lời đã ban hành."""

    text: str
    issued_at: datetime


class FileAnswer(BaseModel):
    """Một tệp đã nhận; loại tệp do máy chủ xác định theo nội dung, ảnh được vẽ lại không kèm nơi chụp."""

    id: UUID
    name: str
    media_type: str
    size: int
    scan: ScanState = Field(description="`waiting`: đang quét, chưa tải được; `infected`: có mã độc, đã xóa.")

    @classmethod
    def of(cls, file: Upload | FileView) -> "FileAnswer":
        return cls(id=file.id, name=file.name or "tệp", media_type=file.media_type, size=file.size, scan=file.scan)


class FeedbackAnswer(BaseModel):
    """Hồ sơ như người gửi thấy."""

    code: str
    status: CaseStatus
    sentence: str = Field(description="Trạng thái bằng một câu, như người gửi đọc trên trang theo dõi.")
    kind: CaseKind | None
    classification: Literal["pending", "done", "triage"]
    department: str | None = Field(description="Cơ quan chuyên môn có thẩm quyền; null khi chưa giao.")
    department_code: Department | None
    unit: str | None = Field(description="Tên đơn vị đang giữ hồ sơ, ví dụ một UBND xã.")
    received_at: datetime
    deadline: DeadlineAnswer | None
    timeline: list[TimelineEntry]
    reply: ReplyAnswer | None
    files: list[FileAnswer] = Field(description="Tải bằng `GET /feedback/{code}/files/{id}`.")

    @classmethod
    def of(cls, view: Tracking, standing: Standing) -> "FeedbackAnswer":
        return cls.model_validate(
            {
                "code": view.code,
                "status": view.status,
                "sentence": standing.happened,
                "kind": view.kind,
                "classification": view.classification,
                "department": view.department.label if view.department else None,
                "department_code": view.department,
                "unit": view.unit,
                "received_at": view.received_at,
                "deadline": DeadlineAnswer.of(view.deadline) if view.deadline else None,
                "timeline": [
                    {"at": entry.at, "event": entry.event, "text": _told(entry.text, entry.quote)}
                    for entry in view.timeline
                ],
                "reply": {"text": view.answer.text, "issued_at": view.answer.issued_at} if view.answer else None,
                "files": [FileAnswer.of(file) for file in view.files],
            }
        )


class UploadsAnswer(BaseModel):
    """Các tệp đã nhận, theo thứ tự gửi."""

    uploads: list[FileAnswer]


class DepartmentAnswer(BaseModel):
    """Một đơn vị đang có thẩm quyền hôm nay và cách liên hệ."""

    key: str
    name: str
    department: str
    department_code: Department
    level: Level
    commune: str | None
    address: str
    hotline: str
    email: str
    opening_hours: str

    @classmethod
    def of(cls, unit: Unit) -> "DepartmentAnswer":
        return cls(
            key=unit.key,
            name=unit.name,
            department=unit.department.label,
            department_code=unit.department,
            level=unit.level,
            commune=unit.commune,
            address=unit.address,
            hotline=unit.hotline,
            email=unit.email,
            opening_hours=unit.opening_hours,
        )


class DepartmentsAnswer(BaseModel):
    """Mọi đơn vị hôm nay: cấp tỉnh trước, rồi các xã, phường."""

    departments: list[DepartmentAnswer]


def _told(text: str, quote: str | None) -> str:
    return f"{text}: {quote}" if quote else text
