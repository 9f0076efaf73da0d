"""The forms of a case's page as one table: the last part of the address, the step, the use case, what is said after.

Which steps exist for whom is the lifecycle's business; here a form's fields are only handed to the use case.
"""

from collections.abc import Callable
from dataclasses import dataclass

from intake.cases import (
    correct,
    deliveries,
    extend,
    handling,
    holding,
    merge,
    publish,
    reply,
    restrict,
    succession,
    triage,
)
from intake.cases.work import Work
from intake.web.console.cutting import cut, examine
from intake.web.console.forms import CaseForm, chosen, chosen_unit, optional_text, some_id
from intake.web.console.sent_along import ids
from models.case import Case
from models.languages import N_, _
from models.vocabulary import Action, CaseKind, Field, RefusalReason


@dataclass(frozen=True, slots=True)
class Deed:
    """One form: the step it stands for, what it does, what is said afterwards, whether one goes on to the list, and
    whether files come with it.
    """

    action: Action
    act: Callable[[Work, Case, CaseForm], object]
    said: str
    goes_on: bool = False
    takes_files: bool = False


def _assign(work: Work, case: Case, form: CaseForm) -> None:
    unit_id = chosen_unit(form.unit)
    kind = chosen(CaseKind, form.kind, name="kind", sentence=_("Xin chọn loại phản ánh."))
    field = chosen(Field, form.field, name="field", sentence=_("Xin chọn lĩnh vực."))
    triage.assign(work, case, unit_id, kind=kind, field=field, note=optional_text("note", form.note))


def _refuse(work: Work, case: Case, form: CaseForm) -> None:
    reason = chosen(RefusalReason, form.ground, name="ground", sentence=_("Xin chọn lý do trong danh sách."))
    triage.refuse(work, case, reason=reason, text=form.text)


def _restrict(work: Work, case: Case, form: CaseForm) -> None:
    suspected = None
    if form.suspected:
        suspected = chosen(CaseKind, form.suspected, name="suspected", sentence=_("Xin chọn khiếu nại hoặc tố cáo."))
    accused = {chosen_unit(value, name="accused") for value in form.accused if value}
    restrict.restrict(work, case, suspected=suspected, accused_units=accused, note=optional_text("note", form.note))


def _release(work: Work, case: Case, form: CaseForm) -> None:
    restrict.release(work, case, note=form.note)


def _accept(work: Work, case: Case, form: CaseForm) -> None:
    kind = None
    if case.restricted:
        kind = chosen(CaseKind, form.kind, name="kind", sentence=_("Xin chọn khiếu nại hoặc tố cáo."))
    handling.accept(work, case, kind=kind)


def _draft(work: Work, case: Case, form: CaseForm) -> None:
    reply.save_draft(work, case, text=form.text, upload_ids=ids(form.attach), dropped=ids(form.drop))
    if form.then == "submit":
        reply.submit_for_approval(work, case)


DEEDS: dict[str, Deed] = {
    "chuyen-xu-ly": Deed(Action.ASSIGN, _assign, N_("Đã chuyển hồ sơ đến cơ quan xử lý."), goes_on=True),
    "lay-lai-phan-loai": Deed(
        Action.TAKE_BACK,
        lambda work, case, form: triage.take_back(work, case),
        N_("Đã lấy lại hồ sơ về bàn phân loại."),
    ),
    "tu-choi": Deed(Action.REFUSE, _refuse, N_("Đã báo người gửi là không tiếp nhận, kèm hướng dẫn."), goes_on=True),
    "huong-dan": Deed(
        Action.GUIDE,
        lambda work, case, form: triage.guide(work, case, text=form.text),
        N_("Đã gửi hướng dẫn cho người gửi."),
        goes_on=True,
    ),
    "han-che": Deed(Action.RESTRICT, _restrict, N_("Đã chuyển hồ sơ sang diện hạn chế."), goes_on=True),
    "bo-han-che": Deed(Action.RELEASE, _release, N_("Đã đưa hồ sơ ra khỏi diện hạn chế."), goes_on=True),
    "thu-ly": Deed(Action.ACCEPT, _accept, N_("Đã thụ lý. Hồ sơ này do ông/bà giữ.")),
    "tiep-quan": Deed(
        Action.TAKE_OVER,
        lambda work, case, form: succession.take_over(work, case, some_id(form.unit)),
        N_("Đã tiếp quản hồ sơ. Thời hạn giữ nguyên."),
    ),
    "tra-lai": Deed(
        Action.RETURN,
        lambda work, case, form: handling.send_back_to_triage(work, case, reason=form.reason),
        N_("Đã trả hồ sơ về bàn phân loại."),
        goes_on=True,
    ),
    "chuyen-co-quan": Deed(
        Action.TRANSFER,
        lambda work, case, form: handling.transfer(work, case, chosen_unit(form.unit), reason=form.reason),
        N_("Đã chuyển hồ sơ sang cơ quan khác."),
        goes_on=True,
    ),
    "yeu-cau-bo-sung": Deed(
        Action.ASK,
        lambda work, case, form: handling.ask(work, case, question=form.question, upload_ids=ids(form.attach)),
        N_("Đã gửi câu hỏi cho người dân. Hồ sơ chờ người dân bổ sung."),
        takes_files=True,
    ),
    "gia-han": Deed(
        Action.EXTEND,
        lambda work, case, form: extend.extend(work, case, reason=form.reason),
        N_("Đã gia hạn và báo người gửi kèm lý do."),
    ),
    "bao-tinh-hinh": Deed(
        Action.TELL_STATUS,
        lambda work, case, form: handling.tell_status(work, case, text=form.text),
        N_("Đã báo tình hình xử lý cho người gửi."),
    ),
    "tach": Deed(Action.SPLIT, cut, N_("Đã tách hồ sơ và báo mã mới cho người gửi.")),
    "nhap": Deed(
        Action.MERGE,
        lambda work, case, form: merge.merge(work, case, form.into),
        N_("Đã nhập hồ sơ. Người gửi sẽ nhận câu trả lời chung."),
        goes_on=True,
    ),
    "xem-xet": Deed(Action.EVALUATE, examine, N_("Đã ghi kết quả xem xét kiến nghị.")),
    "chuyen-he-thong": Deed(
        Action.HAND_OVER,
        lambda work, case, form: triage.hand_over(work, case, external_code=form.external_code, text=form.text),
        N_("Đã ghi mã bên hệ thống văn bản quy phạm pháp luật và báo người gửi."),
        goes_on=True,
    ),
    "gui-lai": Deed(
        Action.RESEND,
        lambda work, case, form: deliveries.send_again(work, case, some_id(form.notice)),
        N_("Đã xếp tin báo vào hàng gửi lại."),
    ),
    "ghi-chu": Deed(
        Action.NOTE, lambda work, case, form: handling.note(work, case, text=form.note), N_("Đã lưu ghi chú nội bộ.")
    ),
    "soan": Deed(Action.DRAFT, _draft, N_("Đã lưu dự thảo."), takes_files=True),
    "trinh-duyet": Deed(
        Action.SUBMIT,
        lambda work, case, form: reply.submit_for_approval(work, case),
        N_("Đã trình lãnh đạo phê duyệt."),
        goes_on=True,
    ),
    "tra-nguoi-soan": Deed(
        Action.SEND_BACK,
        lambda work, case, form: reply.send_back(work, case, comment=form.comment),
        N_("Đã trả lại người soạn kèm ý kiến."),
        goes_on=True,
    ),
    "phe-duyet": Deed(
        Action.APPROVE,
        lambda work, case, form: reply.approve(work, case),
        N_("Đã phê duyệt và ban hành văn bản trả lời."),
        goes_on=True,
    ),
    "lay-lai": Deed(
        Action.RECALL,
        lambda work, case, form: reply.recall(work, case),
        N_("Đã lấy lại dự thảo. Ông/bà sửa tiếp được."),
    ),
    "dinh-chinh": Deed(
        Action.CORRECT,
        lambda work, case, form: correct.correct(work, case, reason=form.reason),
        N_("Đã mở văn bản đính chính và báo người gửi lý do."),
    ),
    "giao-can-bo": Deed(
        Action.HAND_TO,
        lambda work, case, form: holding.hand_to(work, case, some_id(form.officer)),
        N_("Đã giao hồ sơ cho cán bộ."),
    ),
    "go-cong-khai": Deed(
        Action.HIDE,
        lambda work, case, form: publish.hide(work, case, reason=form.reason),
        N_("Đã gỡ hồ sơ khỏi trang công khai."),
    ),
}
"""The last part of the form's address, in Vietnamese as officers see it, and what it does."""
