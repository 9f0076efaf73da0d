"""Anchors: once a day the heads of all chains are hashed into one value that can be copied outside.

Whoever could rewrite a case's whole chain cannot also change the copies; ``chains`` compares them. The hash is
SHA-256 over one line ``case seq hash`` for every case, by case id, of its last event up to the anchor's moment.
That moment lies a little back: by then every transaction has ended and every small correction of the clock is
over, so nothing honest is ever written before it.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select

from intake.cases.work import Work
from models.history import Anchor, CaseEvent

_BATCH = 5_000
SETTLED = timedelta(hours=2)
"""How long a transaction may take, or a clock go back, before an event with an earlier time appears no more."""


def make(work: Work) -> Anchor | None:
    """Anchor everything that has settled, once for each local day."""
    if work.session.scalar(select(Anchor.id).where(Anchor.day == work.today)) is not None:
        return None
    moment = work.now - SETTLED
    cases, heads = heads_hash(work, moment)
    anchor = Anchor(day=work.today, at=moment, cases=cases, heads_hash=heads)
    work.session.add(anchor)
    work.session.flush()
    return anchor


def heads_hash(work: Work, moment: datetime) -> tuple[int, str]:
    """How many cases there were at a moment, and the hash of the heads of their chains."""
    last = (
        select(CaseEvent.case_id, func.max(CaseEvent.seq).label("seq"))
        .where(CaseEvent.at <= moment)
        .group_by(CaseEvent.case_id)
        .subquery()
    )
    query = (
        select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.hash)
        .join(last, (last.c.case_id == CaseEvent.case_id) & (last.c.seq == CaseEvent.seq))
        .order_by(CaseEvent.case_id)
        .execution_options(yield_per=_BATCH)
    )
    cases, digest = 0, hashlib.sha256()
    for case_id, seq, head in work.session.execute(query):
        digest.update(f"{case_id} {seq} {head}\n".encode())
        cases += 1
    return cases, digest.hexdigest()
