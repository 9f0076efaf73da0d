"""Removing what was only ever temporary once its time has passed: drafts, unsent words, sessions, request keys,
stray files, finished outbox rows, conversations that led to no case.

Nothing of a case is ever decided here; what a person has let be erased loses its files and last addresses with the
next round. Texts from before they were told apart are hashed on the way.
"""

from datetime import timedelta

from sqlalchemy import Delete, delete, select

from intake.cases import arriving, erasing, left_talks, recount
from intake.cases.looking import FORGOTTEN
from intake.cases.queues import exporting, same
from intake.cases.typed import KEPT
from intake.cases.work import Work
from models.citizen import CitizenSession, FormDraft, IdempotencyRecord
from models.desk import Looking, Typed
from models.filing import SolvedChallenge
from models.organisation import OfficerSession
from models.outbox import OutboxJob
from models.thread import Upload
from models.vocabulary import FileUse, JobState

STRAY_UPLOADS = timedelta(days=3)
"""Longer than a form's draft is kept, so that a kept draft never loses its files."""

REQUEST_KEYS = timedelta(days=30)
JOBS_DONE = timedelta(days=90)
"""How long the outbox remembers what was done; what was set aside is kept."""

SIGNED_OUT = timedelta(days=30)
_AT_ONCE = 500


def sweep(work: Work) -> int:
    """Remove expired temporary rows and files that were never attached; returns how many files went."""
    arriving.discard(work, select(FormDraft.id).where(FormDraft.expires_at <= work.now))
    work.session.execute(delete(FormDraft).where(FormDraft.expires_at <= work.now))
    work.session.execute(delete(SolvedChallenge).where(SolvedChallenge.expires_at <= work.now))
    work.session.execute(delete(CitizenSession).where(CitizenSession.expires_at <= work.now))
    work.session.execute(delete(OfficerSession).where(OfficerSession.expires_at <= work.now - SIGNED_OUT))
    work.session.execute(delete(Typed).where(Typed.at <= work.now - KEPT))
    work.session.execute(delete(Looking).where(Looking.at <= work.now - FORGOTTEN))
    work.session.execute(delete(IdempotencyRecord).where(IdempotencyRecord.created_at <= work.now - REQUEST_KEYS))

    work.session.execute(_done_long_ago(work))
    exporting.sweep(work)
    erasing.finish(work)
    left_talks.forget(work)
    same.catch_up(work)

    nobodys = Upload.case_id.is_(None), Upload.use == FileUse.SENT
    stray = select(Upload).where(*nobodys, Upload.created_at <= work.now - STRAY_UPLOADS)
    files = work.session.scalars(stray.limit(_AT_ONCE).with_for_update(skip_locked=True)).all()
    for upload in files:
        work.desk.storage.delete(upload.id)
        work.session.delete(upload)
    return len(files)


def _done_long_ago(work: Work) -> Delete:
    """The name of the recount that is in force stays, or the clock would ask for it again."""
    current = recount.name_of(work.desk.rulebook, work.desk.current.edition)
    return delete(OutboxJob).where(
        OutboxJob.state == JobState.DELIVERED,
        OutboxJob.finished_at <= work.now - JOBS_DONE,
        OutboxJob.once_key.is_distinct_from(current),
    )
