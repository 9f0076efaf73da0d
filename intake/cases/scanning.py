"""Scanning files for malware, behind the forms: one job scans every file that waits, each outside any transaction.

A scanner that is away loses nothing: its files go on waiting and nobody opens them. What it finds is removed at once,
and the case says so to its officers. It knows the scanner as a port; what a file is, is not its business.
"""

from uuid import UUID

import structlog
from sqlalchemy import select

from intake.cases import jobs
from intake.cases.jobs import Claimed
from intake.cases.ports import NoVerdict, VirusScanner
from intake.cases.work import Desk, Work, by_id
from models.case import Case
from models.outbox import OutboxJob
from models.thread import Upload
from models.vocabulary import EventType, JobKind, ScanState
from routing.lifecycle import Step

log = structlog.get_logger()

_AT_ONCE = 100
_BLOCKED = Step(None, frozenset(), EventType.NOTED, "", public=False)


def ask(work: Work, name: str) -> None:
    """Ask for a scan of everything that waits, unless one is asked for that has not begun."""
    ready = select(OutboxJob.id).where(
        OutboxJob.kind == JobKind.SCAN, OutboxJob.finished_at.is_(None), OutboxJob.leased_until.is_(None)
    )
    if work.session.scalar(ready.limit(1)) is None:
        jobs.ask_once(work, f"scan:{name}", JobKind.SCAN)


def ask_again(work: Work) -> None:
    """Ask by the clock, while files wait: after a long outage nobody else would."""
    if work.desk.scanner is not None and _waiting(work, frozenset(), 1):
        ask(work, f"{work.now:%Y-%m-%dT%H:%M}")


def run(desk: Desk, job: Claimed) -> None:
    """Scan until nothing waits. Raises ScannerAway, and NoVerdict at the end, to be tried again later."""
    if desk.scanner is not None:  # without one, what waits is shown as unscanned
        _scan_all(desk, desk.scanner, job)
    with desk.work() as work:
        jobs.finish(work, job)


def _scan_all(desk: Desk, scanner: VirusScanner, job: Claimed) -> None:
    """A file the scanner cannot judge goes on waiting, and does not keep the scanner from the others."""
    unjudged: set[UUID] = set()
    while True:
        with desk.look() as work:
            batch = _waiting(work, frozenset(unjudged), _AT_ONCE)
        for upload_id in batch:
            with desk.work() as work:
                jobs.keep(work, job)
            try:
                _scan(desk, scanner, upload_id)
            except NoVerdict as none:
                log.warning("scan.no_verdict", upload=str(upload_id), answer=str(none))
                unjudged.add(upload_id)
        if not batch:
            break
    if unjudged:
        raise NoVerdict(f"{len(unjudged)}")


def _waiting(work: Work, but: frozenset[UUID], limit: int) -> list[UUID]:
    query = select(Upload.id).where(Upload.scan == ScanState.WAITING, Upload.id.not_in(but))
    return list(work.session.scalars(query.order_by(Upload.id).limit(limit)))


def _scan(desk: Desk, scanner: VirusScanner, upload_id: UUID) -> None:
    try:
        with desk.storage.path(upload_id).open("rb") as content:
            found = scanner.scan(content)
    except FileNotFoundError:
        log.warning("scan.file_missing", upload=str(upload_id))
        with desk.work() as work:
            _become(work, upload_id, ScanState.UNSCANNED)
        return
    with desk.work() as work:
        if found is None:
            _become(work, upload_id, ScanState.SAFE)
        else:
            _block(work, upload_id, found)


def _become(work: Work, upload_id: UUID, state: ScanState) -> None:
    upload = _still_waiting(work, upload_id)
    if upload is not None:
        upload.scan = state


def _block(work: Work, upload_id: UUID, found: str) -> None:
    """Remove the bytes; the row stays, so that officer and citizen see what became of the file."""
    case = _case_of(work, upload_id)  # locked first, as in every step on a case
    upload = _still_waiting(work, upload_id)
    if upload is None or upload.case_id != (case.id if case else None):
        return  # given to a case in this very moment: the next turn finds it there
    upload.scan = ScanState.INFECTED
    log.warning("scan.infected", upload=str(upload_id), malware=found)
    if case is not None:
        words = f"Tệp “{upload.name or 'tệp'}” có mã độc ({found}): đã chặn và xóa, không ai mở được."
        work.record(case, _BLOCKED, words, file=str(upload_id), malware=found)
    work.session.flush()
    work.desk.storage.delete(upload_id)  # last, so that only a failing commit leaves a row without its bytes


def _still_waiting(work: Work, upload_id: UUID) -> Upload | None:
    """The file, locked; None if it was swept away or another worker was faster."""
    query = select(Upload).where(Upload.id == upload_id, Upload.scan == ScanState.WAITING)
    return work.session.scalar(query.with_for_update())


def _case_of(work: Work, upload_id: UUID) -> Case | None:
    case_id = work.session.scalar(select(Upload.case_id).where(Upload.id == upload_id))
    return by_id(work, case_id) if case_id else None
