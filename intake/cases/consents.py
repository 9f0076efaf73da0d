"""What a citizen agrees to when they file, word for word: every wording that was ever shown stays here with its day.

A page shows the newest wording and sends its edition back; what is kept with a case are the words that were read. The
law asks for a consent that is given and can be shown (Luật 91/2025/QH15, Điều 9); silence is none.
"""

from dataclasses import dataclass

from sqlalchemy import select

from intake.cases.errors import FieldError
from intake.cases.work import Work
from models.case import Case
from models.filing import Consent
from models.languages import N_, _
from models.vocabulary import ConsentPurpose


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording: the sentence one agrees to, and what it means. ``edition`` is the day it came into use."""

    edition: str
    sentence: str
    meaning: str

    @property
    def shown(self) -> str:
        """The words as their reader reads them now."""
        return f"{_(self.sentence)}\n{_(self.meaning)}"


PUBLICATION = (
    Wording(
        "2026-11-27",
        N_("Tôi đồng ý công khai nội dung và kết quả, sau khi che thông tin cá nhân"),
        N_(
            "Để người gặp chuyện tương tự biết cách giải quyết. Cán bộ đọc và che tên, số điện thoại, địa chỉ trước "
            "khi đăng. Không chọn thì không ai đăng cả."
        ),
    ),
)
"""Oldest first. A changed word is a new edition; an old one stays, for forms that were open meanwhile."""


def newest() -> Wording:
    return PUBLICATION[-1]


def read(given: bool, edition: str, errors: list[FieldError]) -> Wording | None:
    """The wording that was agreed to, None for no consent. A wording we never showed goes into ``errors``."""
    if not given:
        return None
    found = next((wording for wording in PUBLICATION if wording.edition == edition), None)
    if found is None:
        sentence = _("Lời đồng ý công khai đã đổi từ khi ông/bà mở trang. Xin đọc lại rồi chọn lần nữa.")
        errors.append(FieldError("publish_consent", "consent_unknown", sentence))
    return found


def keep(work: Work, case: Case, wording: Wording) -> None:
    """Keep with the case what its sender agreed to."""
    facts = {"edition": wording.edition, "wording": wording.shown, "at": work.now}
    work.session.add(Consent(case_id=case.id, purpose=ConsentPurpose.PUBLICATION, **facts))


def given(work: Work, case: Case) -> list[Consent]:
    """What the sender of this case agreed to, the oldest first."""
    return list(work.session.scalars(select(Consent).where(Consent.case_id == case.id).order_by(Consent.at)))
