"""Splitting a message that holds several matters into linked cases, each on its own path (*tách hồ sơ*).

The clock of every part runs from the receipt of the whole (ND 154/2026 Điều 14.4, by analogy). The letter as it was
sent stays sealed in the thread, where only its sender reads it. A part that may be a complaint or denunciation stays
with the case, which is restricted with its whole history, while the other parts become new cases that tell nothing
of it; so nobody who handles those learns that it exists.
"""

from collections.abc import Sequence

from intake.cases import restrict
from intake.cases.errors import FieldError, Invalid
from intake.cases.parts import Part, file_part
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.vocabulary import Action
from routing.text import fold

PARTS_MAX = 4


def split(work: Work, case: Case, parts: Sequence[Part]) -> list[Case]:
    """Leave the first part here, or the restricted one, and file the others. Returns the new cases. Raises Invalid."""
    step = work.allow(case, Action.SPLIT)
    texts = _read(parts)
    stays = _staying(case, parts)

    letter = case.content
    made = [
        file_part(work, case, part, text)
        for number, (part, text) in enumerate(zip(parts, texts, strict=True))
        if number != stays
    ]
    if parts[stays].restricted and not case.restricted:
        restrict.restrict(work, case, suspected=parts[stays].kind)
    _keep(case, texts[stays])

    ids = [str(one.id) for one in made]
    work.record(case, step, letter, parts=ids, content_digest=work.digest("content", texts[stays]))
    return made


def _read(parts: Sequence[Part]) -> list[str]:
    if len(parts) < 2:
        raise Invalid(
            FieldError("part_2", "one_part", _("Xin ghi ít nhất hai phần: một phần ở lại, một phần tách ra."))
        )
    if len(parts) > PARTS_MAX:
        raise Invalid(
            FieldError("part_2", "too_many_parts", _("Mỗi lần tách được tối đa {most} phần.").format(most=PARTS_MAX))
        )
    for number, part in enumerate(parts, 1):
        if part.kind is not None and not part.restricted and None in (part.field, part.unit_id):
            sentence = _("Xin chọn đủ loại, lĩnh vực và cơ quan, hoặc bỏ trống cả ba để phân loại sau.")
            raise Invalid(FieldError(f"part_{number}", "part_half_decided", sentence))
    return [read_text(f"part_{number}", part.text) for number, part in enumerate(parts, 1)]


def _staying(case: Case, parts: Sequence[Part]) -> int:
    """Which part stays: in an ordinary case the one that is restricted with it, else the first."""
    if case.restricted:
        return 0
    return next((number for number, part in enumerate(parts) if part.restricted), 0)


def _keep(case: Case, text: str) -> None:
    if case.desk_id is not None:
        case.keep_sealed(text, case.desk_id)
    else:
        case.keep_open(text, fold(text))
