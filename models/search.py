"""Finding cases by the words of their text: one meaning on both engines.

Every word must begin some word of the text; both are folded, so diacritics and case do not matter. PostgreSQL keeps the
words of each text in a column of its own and reads an index of it; SQLite, which is for one host, reads the texts that
the other conditions leave. Restricted text is in no column that could be searched.
"""

import re
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select, true
from sqlalchemy.orm import Session

from models.case import Case

ONLY_POSTGRESQL = frozenset({"words", "ix_case_words", "ix_case_code_tail", "ix_case_kept"})
"""What migrations 0005, 0009 and 0012 add on that engine alone; the tables in the code know nothing of it."""

_WORD = re.compile(r"[^\W_]+")


_NEWEST, _OFTEN = 4000, 40
"""Words that stand in one of a hundred of the newest cases are met soon by whoever walks a list in its order."""


def holding(session: Session, folded: str, *, sqlite: bool) -> ColumnElement[bool]:
    """The condition that a case's text holds all words of a folded text, each perhaps only begun.

    The planner cannot tell a rare beginning of a word from a common one, and would walk a million cases in order for
    what none of them holds. So on PostgreSQL a look at the newest cases decides which way they are found.
    """
    wanted = _WORD.findall(folded)
    if not wanted:
        return true()
    if sqlite:
        return and_(*(func.holds_word(Case.search_text, word) == 1 for word in wanted))
    query = func.to_tsquery(literal_column("'simple'::regconfig"), " & ".join(f"{word}:*" for word in wanted))
    held = literal_column('"case".words').op("@@")(query)
    if _is_often(session, query):
        return held
    found = select(Case.id).where(held).cte("found").prefix_with("MATERIALIZED")
    return Case.id.in_(select(found.c.id))


def _is_often(session: Session, query: ColumnElement[str]) -> bool:
    newest: Select[Any] = select(literal_column('"case".words').label("words")).select_from(Case)
    newest_first = newest.order_by(Case.received_at.desc(), Case.id.desc()).limit(_NEWEST).subquery()
    some = select(newest_first.c.words).where(newest_first.c.words.op("@@")(query)).limit(_OFTEN).subquery()
    return session.scalar(select(func.count()).select_from(some)) == _OFTEN
