"""The key of a case: derived from our secret, the case and its nonce, so that it can be told again."""

from intake.cases.work import Work
from models.case import Case
from routing.case_code import make_key


def case_key(work: Work, case: Case) -> str:
    """Fifteen letters (75 bits) that open this case for its sender."""
    return make_key(work.desk.keyring.secret("case-key", f"{case.id}:{case.key_nonce}"))
