"""Issuing a letter, once for each issued reply: proposed, prepared, written outside any transaction, then kept.

Writing a file takes a moment, so it is done between two transactions, and what may have changed in between is asked
again. The number comes from the unit's register or from what the officer types; it is given once, under a lock.
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from intake.cases import reply as replies
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed
from intake.cases.file_kinds import DOCX
from intake.cases.letters import filling, forms, heading
from intake.cases.letters.blanks import written_day, written_number
from intake.cases.letters.heading import Heading
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.letter import Letter, LetterCounter
from models.organisation import Officer, Unit
from models.thread import Reply, Upload
from models.vocabulary import Action, FileUse, ScanState
from routing.dates import local_day

_SENDER = "Người gửi phản ánh, kiến nghị"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything a letter is written from, read at one moment."""

    reply_id: UUID
    heading: Heading
    form_id: UUID | None
    form: bytes
    values: Mapping[str, str]

    def write(self) -> bytes:
        """The letter as a Word file."""
        return filling.fill(self.form, self.values)


def proposal(work: Work, case: Case) -> Heading:
    """What the next letter of this unit would say: the next number of the year, the rest as in its last one."""
    reply = _answer(work, case)
    unit = _unit(work)
    newest = select(Letter).where(Letter.unit_id == unit.id).order_by(Letter.made_at.desc()).limit(1)
    last = work.session.scalar(newest)
    signer = work.session.scalar(select(Officer.name).where(Officer.id == reply.approver_id)) or ""
    return Heading(
        number=_last_number(work, unit.id, work.today.year) + 1,
        sign=last.sign if last else "",
        place=last.place if last else unit.commune or "",
        day=work.today,
        superior=last.superior if last else "",
        signer=signer,
        signer_title=last.signer_title if last and last.signer == signer else "",
        subject=f"V/v trả lời phản ánh, kiến nghị {case.code}",
    )


def prepare(work: Work, case: Case, typed: Mapping[str, str]) -> Prepared:
    """Read what was typed and gather what the letter is made of. Raises Invalid, Impossible, NotAllowed."""
    work.allow(case, Action.ISSUE_LETTER)
    reply = _answer(work, case)
    _check_first(work, reply)
    unit = _unit(work)
    read = heading.read(typed, issued_on=local_day(_issued_at(reply)), today=work.today)
    _check_free(work, unit.id, read)

    form = forms.current_for(work, case.kind)
    values = _values(case, reply, unit, read)
    return Prepared(reply.id, read, form.id if form else None, forms.content(work, form), values)


def issue(work: Work, case: Case, prepared: Prepared, docx: bytes) -> Letter:
    """Give the number and keep the letter. Raises Invalid when the number was taken meanwhile, Impossible."""
    step = work.allow(case, Action.ISSUE_LETTER)
    reply, said = _answer(work, case), prepared.heading
    if reply.id != prepared.reply_id:
        raise Impossible("answer_changed", _("Văn bản trả lời vừa được đính chính. Xin mở lại trang này."))
    unit = _unit(work)
    counter = _counter(work, unit.id, said.day.year)
    _check_first(work, reply)
    _check_free(work, unit.id, said)

    counter.last = max(counter.last, said.number)
    letter = _letter(work, case, prepared, unit, _kept(work, case, prepared, docx))

    work.record(case, step, letter=str(letter.id), reply=str(reply.id), number=said.number, sign=said.sign)
    return letter


def is_issued(work: Work, reply: Reply) -> bool:
    """Whether this answer has its letter."""
    return work.session.scalar(select(Letter.id).where(Letter.reply_id == reply.id)) is not None


def _letter(work: Work, case: Case, prepared: Prepared, unit: Unit, upload: Upload) -> Letter:
    said = prepared.heading
    letter = Letter(
        case_id=case.id,
        reply_id=prepared.reply_id,
        unit_id=unit.id,
        form_id=prepared.form_id,
        upload_id=upload.id,
        sha256=upload.sha256,
        number=said.number,
        sign=said.sign,
        year=said.day.year,
        day=said.day,
        place=said.place,
        superior=said.superior,
        signer=said.signer,
        signer_title=said.signer_title,
        officer_id=work.officer_id,
        made_at=work.now,
    )
    work.session.add(letter)
    work.session.flush()
    return letter


def _kept(work: Work, case: Case, prepared: Prepared, docx: bytes) -> Upload:
    """The Word file among the files of the case, safe because we have written it ourselves."""
    said = prepared.heading
    upload = Upload(
        case_id=case.id,
        seq=case.version + 1,
        media_type=DOCX.media_type,
        size=len(docx),
        sha256=hashlib.sha256(docx).hexdigest(),
        scan=ScanState.SAFE,
        created_at=work.now,
        use=FileUse.LETTER,
        reply_id=prepared.reply_id,
    )
    upload.name = f"Công văn {written_number(said.number)}-{said.sign.replace('/', '-')} {said.day:%d-%m-%Y}.docx"
    work.desk.storage.save(upload.id, io.BytesIO(docx))
    work.session.add(upload)
    work.session.flush()
    return upload


def _values(case: Case, reply: Reply, unit: Unit, said: Heading) -> dict[str, str]:
    """Who wrote is not named where one desk keeps the case or they asked for it: whoever files the paper would know."""
    hidden = case.restricted or case.identity_kept
    return {
        "so": written_number(said.number),
        "ky_hieu": said.sign,
        "dia_danh": said.place,
        "ngay_thang": written_day(said.day),
        "co_quan_chu_quan": said.superior,
        "co_quan": unit.name,
        "trich_yeu": said.subject,
        "nguoi_gui": (None if hidden else case.citizen.name) or _SENDER,
        "dia_chi": (None if hidden else case.citizen.address) or "",
        "ma_vu_viec": case.code,
        "noi_dung": reply.text or "",
        "chuc_vu": said.signer_title,
        "nguoi_ky": said.signer,
    }


def _answer(work: Work, case: Case) -> Reply:
    reply = replies.last_issued(work, case)
    if reply is None:
        raise Impossible("no_answer", _("Hồ sơ chưa có văn bản trả lời đã ban hành nên chưa ra công văn được."))
    return reply


def _issued_at(reply: Reply) -> datetime:
    assert reply.issued_at is not None  # noqa: S101 - a CHECK of the table says so
    return reply.issued_at


def _unit(work: Work) -> Unit:
    unit = work.session.get(Unit, work.actor.unit_id) if work.actor.unit_id else None
    if unit is None:
        raise NotAllowed
    return unit


def _check_first(work: Work, reply: Reply) -> None:
    if is_issued(work, reply):
        raise Impossible(
            "letter_exists", _("Văn bản trả lời này đã có công văn. Công văn đã ra thì không sửa được nữa.")
        )


def _check_free(work: Work, unit_id: UUID, said: Heading) -> None:
    taken = Letter.unit_id == unit_id, Letter.year == said.day.year, Letter.number == said.number
    if work.session.scalar(select(Letter.id).where(*taken)) is None:
        return
    sentence = _("Số {number} năm {year} đã dùng. Số tiếp theo trong sổ là {following}.").format(
        number=said.number, year=said.day.year, following=_last_number(work, unit_id, said.day.year) + 1
    )
    raise Invalid(FieldError("number", "number_taken", sentence))


def _last_number(work: Work, unit_id: UUID, year: int) -> int:
    query = select(LetterCounter.last).where(LetterCounter.unit_id == unit_id, LetterCounter.year == year)
    return work.session.scalar(query) or 0


def _counter(work: Work, unit_id: UUID, year: int) -> LetterCounter:
    """The unit's counter of this year, locked; of two who begin it at once one waits for the other."""
    query = select(LetterCounter).where(LetterCounter.unit_id == unit_id, LetterCounter.year == year)
    counter = work.session.scalar(query.with_for_update())
    if counter is None:
        try:
            with work.session.begin_nested():
                work.session.add(LetterCounter(unit_id=unit_id, year=year, last=0))
        except IntegrityError:  # somebody else has just begun the year
            pass
        counter = work.session.scalars(query.with_for_update()).one()
    return counter
