"""What people made of the machine's proposals: the labelled rows it can be taught and measured by.

The text stays in the case alone, and so does the reason, in the message of the event ``seq``. Nothing here is read
to decide on a case.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.vocabulary import CaseKind, Department, Field, LessonVerdict


class Lesson(Base):
    """One person's verdict on one proposal. ``said_*`` is the machine's, with its model and how sure it was.

    What was decided is missing where a unit only said that the case is not its own; ``not_theirs`` is that unit's
    department.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint("(verdict = 'not_ours') = (not_theirs IS NOT NULL)", name="says_whose_it_is_not"),
        Index(None, "at"),
        Index(None, "said_department", "department"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    seq: Mapped[int]
    at: Mapped[datetime]
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    verdict: Mapped[LessonVerdict] = mapped_column(words(LessonVerdict))
    model: Mapped[str] = mapped_column(String(80))
    confidence: Mapped[float] = mapped_column(Float)
    said_department: Mapped[Department] = mapped_column(words(Department, "said_department"))
    said_kind: Mapped[CaseKind] = mapped_column(words(CaseKind, "said_kind"))
    said_field: Mapped[Field] = mapped_column(words(Field, "said_field"))
    department: Mapped[Department | None] = mapped_column(words(Department, "department"))
    kind: Mapped[CaseKind | None] = mapped_column(words(CaseKind, "kind"))
    field: Mapped[Field | None] = mapped_column(words(Field, "field"))
    not_theirs: Mapped[Department | None] = mapped_column(words(Department, "not_theirs"))
