"""Filing a case: the one way in for every channel.

The case, its event, a provisional deadline and the request to classify are committed together, so a code is
given at once and nothing waits for a model. What the message is, and whose it is, is decided afterwards.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from intake.cases import chosen, consents, identity, limits, notices, reach, uploads
from intake.cases.errors import Conflict
from intake.cases.keys import case_key
from intake.cases.submission import Submission
from intake.cases.work import Work
from models.case import Case
from models.citizen import Citizen, IdempotencyRecord
from models.history import Deadline
from models.vocabulary import CaseStatus, ChannelKind, EventType, JobKind, NoticeKind
from routing.case_code import make_code
from routing.dates import local_day

CODE_TRIES = 20


@dataclass(frozen=True, slots=True)
class Filed:
    """What the citizen is given. ``repeated`` says that this very request had been filed before.

    ``deadline`` is the one told at filing, so that a repeated request is told the same again.
    """

    case: Case
    key: str
    missing: tuple[str, ...]
    deadline: Deadline
    repeated: bool = False


def submit(
    work: Work, submission: Submission, *, idempotency_key: str | None = None, received_at: datetime | None = None
) -> Filed:
    """File one submission. Raises Conflict for a known key with another body, Invalid for unknown uploads.

    ``received_at`` is when it came, if somebody took it down before now; the deadline runs from there.
    """
    for _ in range(CODE_TRIES):
        try:
            with work.session.begin_nested():
                return _file(work, submission, idempotency_key, received_at or work.now)
        except IntegrityError:
            # The same request was here before, perhaps a moment ago: what it filed is ours too.
            # If it is not that, another case has this code, and the next try draws another.
            earlier = _filed_before(work, submission, idempotency_key)
            if earlier is not None:
                return earlier
    raise RuntimeError("no free case code for this day")


def _file(work: Work, submission: Submission, idempotency_key: str | None, received_at: datetime) -> Filed:
    citizen = Citizen()
    identity.fill_in(work, citizen, submission.identity)
    case = new_case(
        work,
        submission.content,
        citizen,
        channel=submission.channel,
        place=submission.place,
        publish_consent=submission.publish_consent,
        received_at=received_at,
    )
    case.identity_kept, case.may_accuse = submission.identity_kept, submission.may_accuse
    deadline = limits.set_deadline(work, case, provisional=True)
    _remember(work, case, submission, idempotency_key)
    # Looking for the files writes what is above first: a twin of this request waits there and finds our case,
    # not our files taken.
    file_digests = uploads.attach(work, case, submission.upload_ids)
    chosen.keep(work, case, submission.chosen)
    if submission.consent is not None:
        consents.keep(work, case, submission.consent)

    facts = received_facts(work, case, submission.missing, file_digests) | _taken_down(work, received_at)
    if submission.consent is not None:
        facts["consent_edition"] = submission.consent.edition
    work.record(case, EventType.RECEIVED, **facts)
    work.enqueue(JobKind.CLASSIFY, case)
    if submission.told_by is not None:
        reach.note(work, case, submission.told_by)
    if (way := reach.at_filing(work, case, submission.told_by)) is not None:
        notices.hand_in(work, case, notices.made(work, case, NoticeKind.RECEIVED, way))
    work.session.flush()
    return Filed(case, case_key(work, case), submission.missing, deadline)


def new_case(
    work: Work,
    content: str,
    citizen: Citizen,
    *,
    channel: ChannelKind,
    place: str | None,
    publish_consent: bool,
    received_at: datetime,
) -> Case:
    """A case with a code that may turn out to be taken when it is written: the caller then draws another."""
    case = Case(
        code=make_code(work.today, secrets.randbelow(1_000_000)),
        key_nonce=secrets.token_hex(8),
        status=CaseStatus.RECEIVED,
        channel=channel,
        place=place,
        publish_consent=publish_consent,
        received_at=received_at,
        citizen_id=citizen.id,
        citizen=citizen,
        version=0,
    )
    case.keep_unread(content)
    work.session.add(case)
    return case


def received_facts(work: Work, case: Case, missing: Sequence[str], file_digests: list[str]) -> dict[str, Any]:
    """What the first event of every case holds."""
    return {
        "channel": case.channel.value,
        "content_digest": work.digest("content", case.content),
        "files": len(file_digests),
        "file_digests": file_digests,
        "missing": list(missing),
        "publish_consent": case.publish_consent,
    }


def _taken_down(work: Work, received_at: datetime) -> dict[str, Any]:
    """For the timeline: at which office, and on which local day, an officer took it down."""
    if work.actor.officer_id is None:
        return {}
    unit_id = work.actor.unit_id
    return {"taken_on": local_day(received_at).isoformat(), "unit": str(unit_id) if unit_id else None}


def _filed_before(work: Work, submission: Submission, key: str | None) -> Filed | None:
    if key is None:
        return None
    record = work.session.scalar(
        select(IdempotencyRecord).where(IdempotencyRecord.key_digest == work.digest("idempotency", key))
    )
    if record is None:
        return None
    if record.body_digest != work.digest("body", submission.body):
        raise Conflict("idempotency_key_reused", "Yêu cầu này đã được gửi trước đó với nội dung khác.")
    case = work.session.get_one(Case, record.case_id)
    provisional = select(Deadline).where(Deadline.case_id == case.id, Deadline.provisional)
    deadline = work.session.scalars(provisional.order_by(Deadline.set_at).limit(1)).one()
    return Filed(case, case_key(work, case), submission.missing, deadline, repeated=True)


def _remember(work: Work, case: Case, submission: Submission, key: str | None) -> None:
    if key is not None:
        work.session.add(
            IdempotencyRecord(
                key_digest=work.digest("idempotency", key),
                body_digest=work.digest("body", submission.body),
                case=case,
                created_at=work.now,
            )
        )
