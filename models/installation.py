"""The one row that says which keys this data was sealed with."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Installation(Base):
    """Written with the first start; compared at every start, so that a wrong secret file is noticed at once."""

    __tablename__ = "installation"

    key_fingerprint: Mapped[str] = mapped_column(String(16), unique=True)
    demo: Mapped[bool]
    created_at: Mapped[datetime]
