"""Counting every running deadline again after the calendar has changed: a job, asked for once per calendar.

It reads in pages and writes in short transactions. A case that somebody has in hand is left for the next round,
so nobody waits for it; what has moved carries the new calendar's version, so a run that was killed is simply run
again, and two at once do nothing twice.
"""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Select, select
from sqlalchemy.orm import defer

from intake.cases import access, jobs, limits, moves
from intake.cases.current_book import REFRESH
from intake.cases.jobs import Claimed
from intake.cases.moves import Cursor, Move
from intake.cases.work import Desk, Work
from models.case import Case
from models.history import Deadline
from models.vocabulary import DeadlineCause, JobKind
from routing import lifecycle
from routing.recounting import Recounting
from routing.rulebook import Rulebook

SETTLED = 3 * REFRESH
"""By then every process works with the new calendar, and what was counted by the old one has been committed."""

AT_ONCE = 500
ROUNDS = 10

WRITERS = 2
"""While one waits for the database, the other makes rows."""


class StillInHand(Exception):
    """Somebody had one of the cases in hand in every round."""


def name_of(book: Rulebook, edition: int) -> str:
    """The name of the job for this calendar; the same days entered again later are another edition."""
    return f"recount:{book.calendar.version}:{edition}"


def ask(work: Work, book: Rulebook, edition: int) -> None:
    """Ask for the deadlines to be counted again by a calendar that this transaction makes the current one."""
    jobs.ask_once(work, name_of(book, edition), JobKind.RECOUNT, after=SETTLED)


def run(desk: Desk, job: Claimed) -> None:
    """Count again until nothing is left to move. Raises StillInHand, to be tried again later."""
    with desk.look() as work:
        desk.current.refresh(work.session, work.now, at_once=True)
    book = desk.rulebook
    for _ in range(ROUNDS):
        if _round(desk, job, book) == 0:
            with desk.work() as work:
                jobs.finish(work, job)
            return
    raise StillInHand


def _round(desk: Desk, job: Claimed, book: Rulebook) -> int:
    """One way through all running deadlines; how many could not be moved because their case was in hand or closed."""
    counting, left = Recounting(book), 0
    after: Cursor | None = None
    with ThreadPoolExecutor(WRITERS) as writers:
        while True:
            after, plan = _plan(desk, counting, after)
            batches = [plan[start : start + AT_ONCE] for start in range(0, len(plan), AT_ONCE)]
            left += len(plan) - sum(writers.map(lambda batch: _write(desk, batch, book), batches))
            if after is None:
                return left
            with desk.work() as work:
                jobs.keep(work, job)


def _plan(desk: Desk, counting: Recounting, after: Cursor | None) -> tuple[Cursor | None, list[Move]]:
    with desk.look() as work:
        rows = moves.page(work, counting.book.calendar.version, after)
        return moves.cursor_of(rows), moves.planned(work, rows, counting)


def _write(desk: Desk, plan: list[Move], book: Rulebook) -> int:
    """Move in one transaction what is still as it was read; returns how many were."""
    with desk.work() as work:
        cases = {case.id: case for case in work.session.scalars(_free_cases(work, plan))}
        for case in cases.values():
            work.news.before(case)
        ids = [move.running.id for move in plan if move.running.case_id in cases]
        running = select(Deadline.id).where(Deadline.id.in_(ids), Deadline.superseded_at.is_(None))
        still = set(work.session.scalars(running))

        moving = [(cases[move.running.case_id], move.running, move.result) for move in plan if move.running.id in still]
        work.read_heads(cases.values())
        limits.move_many(work, moving, DeadlineCause.CALENDAR, book)
        return len(moving)


def _free_cases(work: Work, plan: list[Move]) -> Select[Case]:
    """The open cases of these moves that nobody has in hand, locked, without their long texts."""
    ids = [move.running.case_id for move in plan]
    query = access.visible_cases(work.actor).where(Case.id.in_(ids), Case.status.in_(lifecycle.OPEN_STATUSES))
    texts = (Case.content_plain, Case.content_sealed, Case.search_text, Case.proposal)
    query = query.options(*(defer(text) for text in texts))
    return query.order_by(Case.id).with_for_update(of=Case, skip_locked=True)
