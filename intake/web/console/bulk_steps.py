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
from models.languages import N_, _
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
        N_("Chuyển theo đề xuất của máy"),
        N_("Mỗi hồ sơ đến cơ quan máy đề xuất, giữ nguyên loại và lĩnh vực máy đề xuất."),
        N_("Đã chuyển theo đề xuất"),
    ),
    BulkStep(
        TO_UNIT,
        Action.ASSIGN,
        "building-community",
        N_("Chuyển đến một cơ quan"),
        N_("Mọi hồ sơ đã chọn đến cùng một cơ quan, giữ nguyên loại và lĩnh vực máy đề xuất."),
        N_("Đã chuyển cơ quan xử lý"),
    ),
    BulkStep(
        "giao-can-bo",
        Action.HAND_TO,
        "user-check",
        N_("Giao cán bộ"),
        N_("Cán bộ được giao thấy hồ sơ ở “Của tôi”."),
        N_("Đã giao cán bộ"),
    ),
    BulkStep(
        "thu-ly", Action.ACCEPT, "user-check", N_("Thụ lý"), N_("Ông/bà sẽ giữ những hồ sơ này."), N_("Đã thụ lý")
    ),
    BulkStep(
        "chuyen-co-quan",
        Action.TRANSFER,
        "arrows-exchange",
        N_("Chuyển cơ quan khác"),
        N_("Người gửi đọc được lý do. Thời hạn không tính lại."),
        N_("Đã chuyển cơ quan khác"),
    ),
    BulkStep(
        "nhap",
        Action.MERGE,
        "arrows-join-2",
        N_("Nhập vào một hồ sơ"),
        N_("Người gửi sẽ nhận câu trả lời của hồ sơ chính, trên kênh của họ."),
        N_("Đã nhập vào hồ sơ chính"),
    ),
    BulkStep(
        "phe-duyet",
        Action.APPROVE,
        "checks",
        N_("Phê duyệt"),
        N_("Văn bản gửi ngay cho người dân và không sửa được nữa. Xin đọc từng dự thảo trước khi phê duyệt."),
        N_("Đã phê duyệt và ban hành"),
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
        raise NotFound("no_such_step", _("Hàng đợi này không có việc đó cho nhiều hồ sơ."))
    return found


def act_of(step: BulkStep, form: CaseForm) -> Act:
    """What the step does to each case. Raises Invalid where the form lacks what all of them need."""
    if step.slug == TO_UNIT:
        unit_id = chosen_unit(form.unit)
        return lambda work, case: bulk.assign_to(work, case, unit_id)
    if step.action is Action.ASSIGN:
        return bulk.assign_as_proposed
    if step.action is Action.HAND_TO and some_id(form.officer) is None:
        raise Invalid(FieldError("officer", "officer_not_chosen", _("Xin chọn cán bộ trong danh sách.")))
    if step.action is Action.TRANSFER:
        chosen_unit(form.unit)
        read_text("reason", form.reason)
    if step.action is Action.MERGE and read_code(form.into) is None:
        raise Invalid(FieldError("into", "code_unknown", _("Xin ghi đúng mã hồ sơ chính, ví dụ PA-261122-482913-7.")))
    return lambda work, case: DEEDS[step.slug].act(work, case, form)
