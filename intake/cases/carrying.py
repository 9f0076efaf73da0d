"""Handing a notice or a line over to its channel whole: the words, then each file by itself, then what did not go.

A file is marked before it is sent and after, like a part of the words; bringing it there first may be repeated. What a
channel does not carry, refuses or may have lost is told in a sentence, with the page where it lies.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

import structlog

from intake.cases import attachments, enclosures, handing, jobs, pictures
from intake.cases.attachments import FileView
from intake.cases.enclosures import Words
from intake.cases.handing import Find, LeaseLost, Ready
from intake.cases.jobs import Claimed
from intake.cases.keys import case_key
from intake.cases.ports import Carriage, Chat, DeliveryFault, File, Outgoing, Permanent, Temporary, Uncertain
from intake.cases.unfit import Unfit
from intake.cases.work import Desk, Work
from models.case import Case
from models.enclosure import Enclosure
from models.vocabulary import JobState

log = structlog.get_logger()

_TRIED_FOR = timedelta(minutes=10)
"""So long a file is tried for after its first failure; then its reader is told where it lies."""
_SCANNED_IN = timedelta(seconds=15)
_REFUSED = "Tệp {names} không gửi qua đây được."
_BLOCKED = "Tệp {names} có mã độc nên đã bị chặn."
_UNSURE = "Tệp {names} có thể chưa tới."
_LOOK = "Xin xem và tải tại trang hồ sơ {code}:\n{link}"
_SAID_ALREADY = frozenset({enclosures.ON_PAGE, handing.CLOSED})
_INFECTED = "file_infected"


def hand_over(desk: Desk, job: Claimed, ready: Ready, find: Find) -> DeliveryFault | None:
    """Send what is left; the fault that stopped it. Raises LeaseLost."""
    fault = handing.hand_over(desk, job, ready, find)
    channel = ready.channel
    if fault is not None or not ready.files or not isinstance(channel, Chat):
        return fault
    for enclosure_id in ready.files:
        try:
            _hand_over(desk, job, ready, channel, find, enclosure_id)
        except Temporary as later:
            return later
    return _say_the_rest(desk, job, ready, find)


def _hand_over(desk: Desk, job: Claimed, ready: Ready, channel: Chat, find: Find, enclosure_id: UUID) -> None:
    """One file, unless it has ended. Raises Temporary if it is to be tried again."""
    try:
        message = _message(desk, job, ready, channel, find, enclosure_id)
        if message is None or message.file is None:
            return
        there = channel.upload(message)
        _become(desk, job, find, enclosure_id, JobState.SENDING)
        channel.send(replace(message, file=replace(message.file, there=there)))
    except (Permanent, Uncertain) as fault:
        _become(desk, job, find, enclosure_id, fault.state, str(fault))
    except Temporary as fault:
        if not _is_late(desk, job, find, enclosure_id, str(fault)):
            raise
    else:
        _become(desk, job, find, enclosure_id, JobState.DELIVERED)


def _message(desk: Desk, job: Claimed, ready: Ready, channel: Chat, find: Find, enclosure_id: UUID) -> Outgoing | None:
    """The file as a message of its own; None if it has ended. Raises DeliveryFault."""
    with desk.work() as work:
        row = _held(work, job, find, enclosure_id)
        if row.state in enclosures.ENDED:
            return None
        if row.state is JobState.SENDING and not channel.dedupes:
            raise Uncertain("interrupted")
        shown = attachments.view(work, row.upload)
    if shown.held_as is not None:
        raise Permanent(_INFECTED) if shown.held_as == _INFECTED else Temporary(shown.held_as, after=_SCANNED_IN)
    way = enclosures.carriage(channel.carries, shown)
    if way is None:
        raise Permanent("file_not_carried")
    file, whole = _file(desk, shown, way), ready.messages[-1]
    return replace(whole, id=uuid5(whole.id, str(enclosure_id)), subject="", body="", choices=(), file=file)


def _file(desk: Desk, shown: FileView, way: Carriage) -> File:
    """Its name and bytes; of a picture that is too large, those of a smaller one. Raises Permanent."""
    path = desk.storage.path(shown.id)
    try:
        if shown.size <= way.most:
            return File(shown.id, shown.media_type, way.way, shown.name, path.read_bytes())
        smaller, name = pictures.shrunk(path, way.most), f"{shown.name.rpartition('.')[0]}.jpg"
        return File(shown.id, "image/jpeg", way.way, name, smaller)
    except FileNotFoundError:
        raise Permanent("file_lost") from None
    except Unfit:
        raise Permanent("file_not_carried") from None


def _say_the_rest(desk: Desk, job: Claimed, ready: Ready, find: Find) -> DeliveryFault | None:
    """Which files did not go, and where they lie: one message more, if there are any."""
    with desk.work() as work:
        words = find(work)
        said, case_id = _missing(enclosures.of(work, words))
        if said:
            handing.mark(work, job, words, len(ready.messages) + 1)
    if not said:
        return None
    if case_id is not None:
        with desk.look() as work:
            case = work.find_where(Case.id == case_id)
            link = f"{desk.public_url}/ho-so/{case.code}#{case_key(work, case)}"
        said = f"{said} {_LOOK.format(code=case.code, link=link)}"
    whole = ready.messages[-1]
    try:
        ready.channel.send(replace(whole, id=uuid5(whole.id, "files"), subject="", body=said, choices=()))
    except DeliveryFault as fault:
        return fault
    return None


def _missing(rows: Sequence[Enclosure]) -> tuple[str, UUID | None]:
    """What to say of the files that did not go, and the case at whose page they lie, if any does."""
    told = [row for row in rows if row.fault not in _SAID_ALREADY]
    blocked = [row for row in told if row.fault == _INFECTED]
    refused = [row for row in told if row.state is JobState.PERMANENT and row not in blocked]
    unsure = [row for row in told if row.state is JobState.UNCERTAIN]
    sentences = [
        sentence.format(names=", ".join(f"“{row.upload.name}”" for row in some))
        for sentence, some in ((_BLOCKED, blocked), (_REFUSED, refused), (_UNSURE, unsure))
        if some
    ]
    return " ".join(sentences), next((row.upload.case_id for row in (*refused, *unsure)), None)


def _become(
    desk: Desk, job: Claimed, find: Find, enclosure_id: UUID, state: JobState, fault: str | None = None
) -> None:
    with desk.work() as work:
        row = _held(work, job, find, enclosure_id)
        row.state, row.fault = state, fault or (row.fault if state is JobState.SENDING else None)
        if state in enclosures.ENDED:
            row.state_at = work.now
            if state is not JobState.DELIVERED:
                log.info("file.not_carried", enclosure=str(enclosure_id), state=state.value, fault=fault)


def _is_late(desk: Desk, job: Claimed, find: Find, enclosure_id: UUID, fault: str) -> bool:
    """Whether it has failed for so long that it is given up; else since when it fails is kept."""
    with desk.work() as work:
        row = _held(work, job, find, enclosure_id)
        if row.fault is None:
            row.state_at = work.now
        late = work.now - row.state_at > _TRIED_FOR
        row.state, row.fault = JobState.PERMANENT if late else JobState.TEMPORARY, fault
    return late


def _held(work: Work, job: Claimed, find: Find, enclosure_id: UUID) -> Enclosure:
    """The file's row, behind the lock of what it goes with, while the job is ours. Raises LeaseLost."""
    words: Words = find(work)
    if words.state is not JobState.SENDING or jobs.held(work, job) is None:
        raise LeaseLost
    jobs.keep(work, job)
    row = next((one for one in enclosures.of(work, words) if one.id == enclosure_id), None)
    if row is None:  # its case was erased meanwhile
        raise LeaseLost
    return row
