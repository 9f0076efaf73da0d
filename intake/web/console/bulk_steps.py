"""The steps a list offers for many cases at once: their words, their address, and what each does with the form.

What a step does to one case is the same as on the page of that case; only at triage nothing is chosen: the machine's
proposal is taken as it is, but for the unit if one is chosen, or the case is left to be read.
"""

from dataclasses import dataclass

from intake.cases import bulk
from intake.cases.actor import Actor
from intake.cases.bulk import Act
from intake.cases.errors import FieldError, Invalid, NotFound
from intake.cases.queues import Queue
from intake.cases.submission import read_text
from intake.web.console.deeds import DEEDS
from intake.web.console.forms import CaseForm, chosen_unit, some_id
from models.vocabulary import Action
from routing.case_code import read_code


@dataclass(frozen=True, slots=True)
class BulkStep:
    """One step: the last part of its address, its button, what is asked before it is taken and said after it."""

    slug: str
    action: Action
    icon: str
    label: str
    asked: str
    said: str


TO_UNIT = "chuyen-den-co-quan"

STEPS = (
    BulkStep(
        "chuyen-xu-ly",
        Action.ASSIGN,
        "send",
        "Chuyển theo đề xuất của máy",
        "Mỗi hồ sơ đến cơ quan máy đề xuất, giữ nguyên loại và lĩnh vực máy đề xuất.",
        "Đã chuyển theo đề xuất",
    ),
    BulkStep(
        TO_UNIT,
        Action.ASSIGN,
        "building-community",
        "Chuyển đến một cơ quan",
        "Mọi hồ sơ đã chọn đến cùng một cơ quan, giữ nguyên loại và lĩnh vực máy đề xuất.",
        "Đã chuyển cơ quan xử lý",
    ),
    BulkStep(
        "giao-can-bo",
        Action.HAND_TO,
        "user-check",
        "Giao cán bộ",
        "Cán bộ được giao thấy hồ sơ ở “Của tôi”.",
        "Đã giao cán bộ",
    ),
    BulkStep("thu-ly", Action.ACCEPT, "user-check", "Thụ lý", "Ông/bà sẽ giữ những hồ sơ này.", "Đã thụ lý"),
    BulkStep(
        "chuyen-co-quan",
        Action.TRANSFER,
        "arrows-exchange",
        "Chuyển cơ quan khác",
        "Người gửi đọc được lý do. Thời hạn không tính lại.",
        "Đã chuyển cơ quan khác",
    ),
    BulkStep(
        "nhap",
        Action.MERGE,
        "arrows-join-2",
        "Nhập vào một hồ sơ",
        "Người gửi sẽ nhận câu trả lời của hồ sơ chính, trên kênh của họ.",
        "Đã nhập vào hồ sơ chính",
    ),
    BulkStep(
        "phe-duyet",
        Action.APPROVE,
        "checks",
        "Phê duyệt",
        "Văn bản gửi ngay cho người dân và không sửa được nữa. Xin đọc từng dự thảo trước khi phê duyệt.",
        "Đã phê duyệt và ban hành",
    ),
)


def steps_for(officer: Actor, queue: Queue) -> list[BulkStep]:
    """The steps this list offers this officer, in the order of their buttons."""
    able = bulk.offered(officer, queue)
    return [step for step in STEPS if step.action in able]


def named_step(officer: Actor, queue: Queue, slug: str) -> BulkStep:
    """The step of this name. Raises NotFound when the list doesn't offer it."""
    found = next((step for step in steps_for(officer, queue) if step.slug == slug), None)
    if found is None:
        raise NotFound("no_such_step", "Hàng đợi này không có việc đó cho nhiều hồ sơ.")
    return found


def act_of(step: BulkStep, form: CaseForm) -> Act:
    """What the step does to each case. Raises Invalid where the form lacks what all of them need."""
    if step.slug == TO_UNIT:
        unit_id = chosen_unit(form.unit)
        return lambda work, case: bulk.assign_to(work, case, unit_id)
    if step.action is Action.ASSIGN:
        return bulk.assign_as_proposed
    if step.action is Action.HAND_TO and some_id(form.officer) is None:
        raise Invalid(FieldError("officer", "officer_not_chosen", "Xin chọn cán bộ trong danh sách."))
    if step.action is Action.TRANSFER:
        chosen_unit(form.unit)
        read_text("reason", form.reason)
    if step.action is Action.MERGE and read_code(form.into) is None:
        raise Invalid(FieldError("into", "code_unknown", "Xin ghi đúng mã hồ sơ chính, ví dụ PA-261122-482913-7."))
    return lambda work, case: DEEDS[step.slug].act(work, case, form)
