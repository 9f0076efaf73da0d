"""The variables of a reply template and the blanks they leave: ``{{ma_ho_so}}`` becomes a value, or a visible gap.

Filling replaces whole names by values in one pass and runs nothing. A gap is written ``[… what is missing]``, by us
for a value that is not there and by the author of a template for what only a person can write.
"""

import re
from collections.abc import Mapping

from intake.cases import access
from intake.cases.errors import FieldError, Impossible, Invalid
from intake.cases.work import Work
from models.base import NO_DEADLINE
from models.case import Case
from models.languages import N_, _
from models.organisation import Unit
from routing.dates import local_day, say_day
from routing.text import first_line

SENDER = "người gửi phản ánh, kiến nghị"
"""Whoever asked not to be known."""

VARIABLES: dict[str, str] = {
    "ten": N_("tên người gửi"),
    "ma_ho_so": N_("mã hồ sơ"),
    "noi_dung": N_("nội dung phản ánh, rút gọn"),
    "co_quan": N_("tên cơ quan trả lời"),
    "ngay_tiep_nhan": N_("ngày tiếp nhận"),
    "han_tra_loi": N_("hạn trả lời"),
    "can_bo": N_("tên cán bộ soạn"),
}
"""Each variable and what it stands for, in words."""

EXAMPLE: dict[str, str] = {
    "ten": "Nguyễn Văn Mẫu",
    "ma_ho_so": "PA-260120-482913-7",
    "noi_dung": "Lan can cầu ấp Long Trị bị gãy, trẻ em đi học rất nguy hiểm.",
    "co_quan": "Ủy ban nhân dân xã Long Hữu",
    "ngay_tiep_nhan": "20/01/2026",
    "han_tra_loi": "09/02/2026",
    "can_bo": "Trần Thị Thí Dụ",
}
"""A case nobody has filed, to show what a template becomes."""

CONTENT_LENGTH = 110
_VARIABLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_GAP = re.compile(r"\[…[^\]\n]*\]")


def check(body: str) -> None:
    """A template may name only the variables there are. Raises Invalid naming each other one."""
    unknown = dict.fromkeys(name for name in _names(body) if name not in VARIABLES)
    if unknown:
        named = ", ".join("{{" + name + "}}" for name in unknown)
        able = ", ".join("{{" + name + "}}" for name in VARIABLES)
        sentence = _("Không có biến {named}. Các biến dùng được: {able}.").format(named=named, able=able)
        raise Invalid(FieldError("body", "variable_unknown", sentence))


def fill(work: Work, case: Case, body: str) -> str:
    """The template's text for this case; the case is loaded with its citizen and unit."""
    return _filled(body, _values(work, case))


def example(body: str) -> str:
    """The template's text for a case that was made up."""
    return _filled(body, EXAMPLE)


def check_filled(text: str) -> None:
    """Nothing goes to a leader or a citizen with a gap in it. Raises Impossible naming the gaps."""
    if gaps := list(dict.fromkeys(_GAP.findall(text))):
        raise Impossible(
            "gaps_left", _("Văn bản còn chỗ chưa điền: {gaps}. Xin điền rồi trình duyệt.").format(gaps=", ".join(gaps))
        )


def _filled(body: str, values: Mapping[str, str | None]) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        return values.get(name) or f"[… {VARIABLES.get(name, name)}]"

    return _VARIABLE.sub(value, body)


def _names(body: str) -> list[str]:
    return [found[1].strip() for found in _VARIABLE.finditer(body)]


def _values(work: Work, case: Case) -> dict[str, str | None]:
    unit = case.unit or work.session.get(Unit, work.actor.unit_id)  # a restricted case has a desk and no unit
    return {
        "ten": case.citizen.name if access.knows_sender(work.actor, case) else SENDER,
        "ma_ho_so": case.code,
        "noi_dung": first_line(access.shown_text(work.actor, case.content, of=case), CONTENT_LENGTH),
        "co_quan": unit.name if unit else None,
        "ngay_tiep_nhan": say_day(local_day(case.received_at)),
        "han_tra_loi": say_day(local_day(case.due_at)) if case.due_at < NO_DEADLINE else None,
        "can_bo": work.actor.name or None,
    }
