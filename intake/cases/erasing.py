"""Erasing the personal data of one case: the words, the names, the files, the chat; a tombstone stays in their place.

The chain of events holds no personal data and is never touched, so it verifies as before, with one more link that
says what was erased and on what ground. The code, the dates, the kind and the unit stay for the figures. Files lie
outside the transaction, and the last notice must still find its way: both end with the next sweep (``finish``).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import CursorResult, Delete, Update, and_, delete, func, or_, select, update

from intake.cases import access, conversations, notices
from intake.cases.errors import Impossible
from intake.cases.work import Work, by_id
from models.case import Case
from models.citizen import Citizen, IdempotencyRecord
from models.conversation import ChatLine, Conversation, ConversationCase
from models.desk import Typed
from models.enclosure import Enclosure
from models.evaluation import Evaluation
from models.export import Export
from models.filing import Choice
from models.handed import HandedMessage
from models.inbound import InboundMessage
from models.languages import _
from models.notice import Notice
from models.personal_data import DataRequest, Tombstone
from models.reception import Reception
from models.thread import Message, Publication, Rating, Reply, Upload
from models.vocabulary import DataRequestState, ErasureGround, EventType, FileUse, JobState
from routing import lifecycle

_UNSENT = (JobState.CREATED, JobState.SENDING, JobState.TEMPORARY)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Erased:
    """What a reader is told in place of what was there."""

    at: datetime
    ground: ErasureGround
    basis: str


def of_case(work: Work, case: Case) -> Erased | None:
    """What is left to say, if the personal data of this case is gone."""
    if case.erased_at is None:
        return None
    stone = work.session.scalars(select(Tombstone).where(Tombstone.case_id == case.id)).one()
    return Erased(stone.erased_at, stone.ground, stone.basis)


def hold(work: Work, case: Case) -> None:
    """Lock what may be on its way to the sender, before the case: whoever hears or delivers locks in this order."""
    talk = conversations.of_case(work, case.id, lock=True)
    waiting = select(Notice.id).where(Notice.case_id == case.id, Notice.state.in_(_UNSENT)).order_by(Notice.id)
    work.session.execute(waiting.with_for_update())
    if talk is not None:
        said = select(ChatLine.id).where(ChatLine.conversation_id == talk.id, ChatLine.state.in_(_UNSENT))
        work.session.execute(said.order_by(ChatLine.id).with_for_update())


def erase(work: Work, case: Case, *, ground: ErasureGround, basis: str) -> Tombstone:
    """Take everything personal out of a locked case. Raises Impossible while it is open or if it is done already.

    Whoever calls has asked whether the actor may, and called ``hold`` before locking it. A notice that must still go
    out is handed in before.
    """
    if case.erased_at is not None:
        raise Impossible("erased", _("Dữ liệu của hồ sơ này đã được xóa rồi."))
    if case.status in lifecycle.OPEN_STATUSES:
        raise Impossible(
            "still_open",
            _("Hồ sơ còn đang giải quyết nên chưa xóa được. Xin giải quyết xong, hoặc người gửi rút lại trước."),
        )

    case.erased_at = work.now
    work.session.flush()  # the guards of issued replies and their files look at the row of the case

    _close_requests(work, case)
    removed = _take_out(work, case)
    stone = Tombstone(
        case_id=case.id,
        erased_at=work.now,
        ground=ground,
        basis=basis,
        officer_id=work.officer_id,
        removed=dict(removed),
    )
    work.session.add(stone)
    work.record(case, EventType.ERASED, ground=ground.value, basis=basis, removed=dict(removed))
    return stone


def finish(work: Work) -> int:
    """Delete the files of what was erased, and the last addresses once the last notice has ended; gives how many."""
    unfinished = select(Tombstone).where(Tombstone.finished_at.is_(None)).order_by(Tombstone.erased_at).limit(_AT_ONCE)
    done = 0
    for stone in work.session.scalars(unfinished.with_for_update(skip_locked=True)).all():
        _delete_files(work, stone.case_id)
        if not _has_unsent(work, stone.case_id):
            _forget_addresses(work, stone.case_id)
            stone.finished_at = work.now
            done += 1
    return done


def _close_requests(work: Work, case: Case) -> None:
    """Of what else was asked nothing is left to copy or correct."""
    waiting = DataRequest.case_id == case.id, DataRequest.state == DataRequestState.WAITING
    closed = {"state": DataRequestState.REFUSED, "decided_at": work.now, "officer_id": work.officer_id}
    work.session.execute(update(DataRequest).where(*waiting).values(**closed))


def _take_out(work: Work, case: Case) -> Counter[str]:
    removed = Counter[str]()
    _empty_case(work, case)
    for table, of, blank in _BLANKED:
        removed[table.__tablename__] += _rows(work, update(table).where(of == case.id).values(**blank))
    for table, of in _DELETED:
        removed[table.__tablename__] += _rows(work, delete(table).where(of == case.id))
    removed["upload"] = _rows(work, update(Upload).where(Upload.case_id == case.id).values(name_sealed=None))
    _empty_examinations(work, case)
    _quieten_notices(work, case)
    _empty_chat(work, case, removed)
    _let_lists_expire(work)
    work.session.expire_all()
    return +removed


def _let_lists_expire(work: Work) -> None:
    """Every list made as a file, because any may hold this case.

    Which do nobody knows without opening each: what a list was narrowed to finds other cases today than when it was
    made. Keeping the cases of each list would be up to 100,000 rows for a file that lives a day and is soon made again.
    """
    work.session.execute(update(Export).values(expires_at=work.now))


def _rows(work: Work, statement: Update | Delete) -> int:
    """How many rows it changed."""
    return cast("CursorResult[Any]", work.session.execute(statement)).rowcount


_BLANKED: tuple[tuple[Any, Any, dict[str, Any]], ...] = (
    (Message, Message.case_id, {"text_sealed": None}),
    (Reply, Reply.case_id, {"text_sealed": None}),
    (Rating, Rating.case_id, {"comment_sealed": None}),
    (Reception, Reception.case_id, {"remark_sealed": None, "source": None}),
    (DataRequest, DataRequest.case_id, {"told_sealed": None}),
)
_DELETED: tuple[tuple[Any, Any], ...] = (
    (Choice, Choice.case_id),
    (Publication, Publication.case_id),
    (Typed, Typed.case_id),
    (IdempotencyRecord, IdempotencyRecord.case_id),
)


def _empty_case(work: Work, case: Case) -> None:
    """The sender of a letter that was split stays with the parts that are still kept."""
    if work.session.scalar(access.told_by_the_same(case).with_only_columns(func.count())):
        case.citizen = Citizen()
        work.session.add(case.citizen)
    else:
        one = case.citizen
        one.name = one.phone = one.email = one.address = None
        one.name_hash = one.phone_hash = one.email_hash = None
    case.content_plain = case.content_sealed = case.search_text = case.text_hash = None
    case.place = case.proposal = case.triage_reason = case.external_code = None
    case.hidden = True
    work.session.flush()


def _empty_examinations(work: Work, case: Case) -> None:
    """What was found stays; the words of it may name somebody."""
    for row in work.session.scalars(select(Evaluation).where(Evaluation.case_id == case.id)):
        row.criteria = {criterion: {"met": found["met"], "note": ""} for criterion, found in row.criteria.items()}
        row.proposal = "" if row.proposal is not None else None


def _quieten_notices(work: Work, case: Case) -> None:
    """What went out is emptied; what still waits goes out without its words, but the decision on this very request."""
    mine = Notice.case_id == case.id
    gone = {"to_sealed": None, "subject_sealed": None, "body_sealed": None}
    work.session.execute(update(Notice).where(mine, Notice.state.not_in(_UNSENT)).values(**gone))
    for notice in work.session.scalars(select(Notice).where(mine, Notice.state.in_(_UNSENT))):
        if notice.created_at < work.now:
            notices.say_only_news(work, notice)
    work.session.flush()


def _empty_chat(work: Work, case: Case, removed: Counter[str]) -> None:
    """Every line of a conversation that was about this case alone; of one about several, those that led to it."""
    talk = conversations.of_case(work, case.id)
    if talk is None:
        return
    lines = ChatLine.conversation_id == talk.id
    if others := _others(work, talk, case):
        earlier = [one.received_at for one in others if one.received_at < case.received_at]
        lines = and_(lines, ChatLine.at <= case.received_at, *([ChatLine.at > max(earlier)] if earlier else []))
    silent = {"text_sealed": None, "choices_sealed": None}
    removed["chat_line"] += _rows(work, update(ChatLine).where(lines).values(**silent))
    work.session.execute(delete(HandedMessage).where(HandedMessage.line_id.in_(select(ChatLine.id).where(lines))))
    unfiled = Upload.case_id.is_(None), Upload.id.in_(select(Enclosure.upload_id).join(ChatLine).where(lines))
    removed["upload"] += _rows(work, update(Upload).where(*unfiled).values(case_id=case.id, name_sealed=None))
    heard = [InboundMessage.person_digest == talk.person_digest, InboundMessage.handled_at.is_not(None)]
    if others:
        heard.append(InboundMessage.received_at <= case.received_at)
    removed["inbound_message"] += _rows(work, update(InboundMessage).where(*heard).values(payload_sealed=None))
    if not others:
        talk.state, talk.version = None, talk.version + 1  # whoever thinks about it just now thinks again


def _others(work: Work, talk: Conversation, case: Case) -> list[Case]:
    """The other cases of a conversation that are still kept."""
    query = access.filed_in(talk.id).where(Case.id != case.id, Case.erased_at.is_(None))
    return list(work.session.scalars(query))


def _delete_files(work: Work, case_id: UUID) -> None:
    for upload in work.session.scalars(select(Upload).where(Upload.case_id == case_id)).all():
        work.desk.storage.delete(upload.id)
        work.desk.storage.delete(uuid5(upload.id, "pdf"))  # a letter as it was printed
        if upload.use in (FileUse.SENT, FileUse.TOLD):
            work.session.delete(upload)


def _has_unsent(work: Work, case_id: UUID) -> bool:
    waiting = select(Notice.id).where(Notice.case_id == case_id, Notice.state.in_(_UNSENT))
    return work.session.scalar(waiting.limit(1)) is not None


def _forget_addresses(work: Work, case_id: UUID) -> None:
    """The last notice has gone: neither its words nor where it went to are needed any more."""
    gone = {"to_sealed": None, "subject_sealed": None, "body_sealed": None}
    told = [id for (id,) in work.session.execute(select(Notice.id).where(Notice.case_id == case_id))]
    work.session.execute(update(Notice).where(Notice.case_id == case_id).values(**gone))
    silent = {"text_sealed": None, "choices_sealed": None}
    work.session.execute(update(ChatLine).where(ChatLine.id.in_(told)).values(**silent))
    work.session.execute(delete(HandedMessage).where(HandedMessage.notice_id.in_(told)))
    case = by_id(work, case_id)
    talk = conversations.of_case(work, case_id)
    if talk is not None and not _others(work, talk, case):
        talk.address = None
        lines = or_(ChatLine.text_sealed.is_not(None), ChatLine.choices_sealed.is_not(None))
        work.session.execute(update(ChatLine).where(ChatLine.conversation_id == talk.id, lines).values(**silent))
    if talk is not None:
        work.session.execute(delete(ConversationCase).where(ConversationCase.case_id == case_id))
