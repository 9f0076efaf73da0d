"""How a proposal about a regulation was examined: rows that are added, the newest counts.

What the criteria and outcomes mean, and in which article they stand, is in the rule book.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.vocabulary import Finding, Outcome


class Evaluation(Base):
    """One examination. ``criteria`` maps each ``Criterion`` value to ``{"met": bool, "note": str}``."""

    __tablename__ = "evaluation"
    __table_args__ = (
        CheckConstraint("(finding = 'enough') = (outcome IS NOT NULL)", name="an_outcome_when_enough"),
        CheckConstraint("outcome IN ('keep') OR outcome IS NULL OR proposal IS NOT NULL", name="proposal_given"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    finding: Mapped[Finding] = mapped_column(words(Finding))
    criteria: Mapped[dict[str, Any]]
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    proposal: Mapped[str | None] = mapped_column(Text)
