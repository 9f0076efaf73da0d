"""One part of a letter as a case of its own: same sender, channel and receipt, its own code and key.

What happens to the new case is done by the system, so that it does not tell which desk cut it out of what; who did
it is in the link.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from intake.cases import accusing, conversations, identity, limits, merge, notices, reach, restrict, triage, uploads
from intake.cases.submit import CODE_TRIES, new_case, received_facts
from intake.cases.work import Work
from models.case import Case, CaseLink
from models.vocabulary import Action, CaseKind, EventType, Field, JobKind, LinkKind, NoticeKind
from routing.lifecycle import RESTRICTED_KINDS
from routing.text import fold


@dataclass(frozen=True, slots=True)
class Part:
    """One matter in the officer's cut of a letter.

    ``kind`` None leaves it to classification; an ordinary kind needs its field and unit; a complaint or denunciation
    goes the restricted path. ``file_ids`` go along with it, all others stay with the case; ``shared_ids`` do both.
    """

    text: str
    kind: CaseKind | None = None
    field: Field | None = None
    unit_id: UUID | None = None
    file_ids: frozenset[UUID] = frozenset()
    shared_ids: frozenset[UUID] = frozenset()

    @property
    def restricted(self) -> bool:
        return self.kind in RESTRICTED_KINDS


def file_part(work: Work, origin: Case, part: Part, text: str, *, told: NoticeKind = NoticeKind.SPLIT) -> Case:
    """File one part of ``origin`` and send it on its way. ``text`` is the part's, read and clean.

    ``told`` is the notice its sender gets.
    """
    made = _with_a_free_code(work, origin, text)
    _as_its_sender_asked(work, origin, made)
    itself = work.by_itself()
    running = limits.current(work, origin)
    limits.set_deadline(itself, made, provisional=True, counted_from=running.counted_from if running else None)
    digests = uploads.move(work, origin, made, part.file_ids) + uploads.share(work, origin, made, part.shared_ids)

    missing = identity.given(made.citizen).missing
    itself.record(made, EventType.RECEIVED, **received_facts(work, made, missing, digests))
    merge.share_accused(work, origin, made)
    notices.tell(work, made, told)
    _send_on(work, made, part)
    return made


def _with_a_free_code(work: Work, origin: Case, text: str) -> Case:
    for _ in range(CODE_TRIES):
        try:
            with work.session.begin_nested():
                made = _linked(work, origin, text)
        except IntegrityError:  # another case has this code; the next try draws another
            continue
        return made
    raise RuntimeError("no free case code for this day")


def _linked(work: Work, origin: Case, text: str) -> Case:
    made = new_case(
        work,
        text,
        origin.citizen,
        channel=origin.channel,
        place=origin.place,
        publish_consent=origin.publish_consent,
        received_at=origin.received_at,
    )
    link = CaseLink(case=made, other=origin, kind=LinkKind.SPLIT_FROM, made_at=work.now)
    link.officer_id = work.actor.officer_id
    work.session.add(link)
    work.session.flush()
    return made


def _as_its_sender_asked(work: Work, origin: Case, made: Case) -> None:
    """What its sender asked for the whole holds for the part: who learns of them, and how they are told."""
    made.identity_kept, made.purpose_only = origin.identity_kept, origin.purpose_only
    if (told_by := reach.chosen(work, origin)) is not None:
        reach.note(work, made, told_by)
    if (talk := conversations.of_case(work, origin.id)) is not None:
        conversations.add_case(work, talk, made)
    work.session.flush()


def _send_on(work: Work, made: Case, part: Part) -> None:
    """To the restricted desk or the unit that the officer chose, else to classification as every new message."""
    itself = work.by_itself()
    if part.kind is None:
        itself.enqueue(JobKind.CLASSIFY, made)
        return
    accusing.keep_from_the_named(itself, made)
    itself.record(made, itself.allow(made, Action.CLASSIFY), by="officer")
    if part.restricted:
        restrict.restrict(itself, made, suspected=part.kind)
    elif part.unit_id is not None and part.field is not None:
        made.keep_open(made.content, fold(made.content))
        triage.assign(work, made, part.unit_id, kind=part.kind, field=part.field)
