"""The two long forms of a case's page: a letter cut into parts, and the examination of a proposal.

It knows how their repeated fields belong together; what they must hold is decided by the use cases.
"""

from uuid import UUID

from intake.cases import evaluate, split
from intake.cases.errors import FieldError, Invalid
from intake.cases.evaluate import Verdict
from intake.cases.parts import Part
from intake.cases.work import Work
from intake.web.console.forms import CaseForm, chosen, chosen_unit, some_id
from models.case import Case
from models.languages import _
from models.vocabulary import CaseKind, Criterion, Field, Finding, Outcome

_MET = {"yes": True, "no": False}


def cut(work: Work, case: Case, form: CaseForm) -> None:
    """Split the case into the boxes that were filled in; empty ones at the end are left out."""
    written = [number for number, text in enumerate(form.part) if text.strip()]
    boxes = range(written[-1] + 1) if written else range(0)
    split.split(work, case, [_part(form, number) for number in boxes])


def examine(work: Work, case: Case, form: CaseForm) -> None:
    """Write down the examination: a finding, a verdict for every criterion that was judged, what follows."""
    finding = chosen(Finding, form.finding, name="finding", sentence=_("Xin chọn đủ hay chưa đủ cơ sở xem xét."))
    outcome = None
    if form.outcome:
        outcome = chosen(Outcome, form.outcome, name="outcome", sentence=_("Xin chọn kết quả trong danh sách."))
    criteria = {
        word: Verdict(_MET[_at(form.met, place)], _at(form.met_note, place))
        for place, word in enumerate(Criterion)
        if _at(form.met, place) in _MET
    }
    evaluate.evaluate(work, case, finding=finding, criteria=criteria, outcome=outcome, proposal=form.proposal)


def _part(form: CaseForm, place: int) -> Part:
    kind, field, unit = (_at(values, place) for values in (form.part_kind, form.part_field, form.part_unit))
    name = f"part_{place + 1}"
    return Part(
        text=form.part[place],
        kind=chosen(CaseKind, kind, name=name, sentence=_("Xin chọn loại trong danh sách.")) if kind else None,
        field=chosen(Field, field, name=name, sentence=_("Xin chọn lĩnh vực trong danh sách.")) if field else None,
        unit_id=chosen_unit(unit, name=name) if unit else None,
        file_ids=frozenset(_files(form, place)),
    )


def _files(form: CaseForm, place: int) -> list[UUID]:
    """The files that were given to the box at this place."""
    given = zip(form.file_id, form.file_part, strict=False)
    ids = [some_id(file_id) for file_id, part in given if part == str(place + 1)]
    if None in ids:
        raise Invalid(
            FieldError("files", "upload_unknown", _("Có tệp không đọc được. Xin tải lại trang rồi chọn lại."))
        )
    return [file_id for file_id in ids if file_id]


def _at(values: list[str], place: int) -> str:
    return values[place] if place < len(values) else ""
