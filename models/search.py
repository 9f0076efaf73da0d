"""Finding cases by the words of their text: one meaning on both engines.

Every word must begin some word of the text; both are folded, so diacritics and case do not matter. PostgreSQL keeps the
words of each text in a column of its own and reads an index of it; SQLite, which is for one host, reads the texts that
the other conditions leave. Restricted text is in no column that could be searched.
"""

import re

from sqlalchemy import ColumnElement, and_, func, literal_column, true

from models.case import Case

ONLY_POSTGRESQL = frozenset({"words", "ix_case_words", "ix_case_code_tail"})
"""What migrations 0005 and 0009 add on that engine alone; the tables in the code know nothing of it."""

_WORD = re.compile(r"[^\W_]+")


def holding(folded: str, *, sqlite: bool) -> ColumnElement[bool]:
    """The condition that a case's text holds all words of a folded text, each perhaps only begun."""
    wanted = _WORD.findall(folded)
    if not wanted:
        return true()
    if sqlite:
        return and_(*(func.holds_word(Case.search_text, word) == 1 for word in wanted))
    query = " & ".join(f"{word}:*" for word in wanted)
    return literal_column('"case".words').op("@@")(func.to_tsquery(literal_column("'simple'::regconfig"), query))
