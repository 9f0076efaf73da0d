"""What a channel tells later about our own messages: they arrived, they were seen; the machine that took them says so.

A receipt names its message as the channel does. It may come twice, late, or before we have written down that the
message went out; a later state is never taken back, and what nobody knows is not ours. An echo of which the name is not
known is told by its words, and then only ends a doubt.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from intake.cases import conversations, notices
from intake.cases.enclosures import Words
from intake.cases.work import Work, by_id
from models.case import Case
from models.conversation import ChatLine, ConversationCase
from models.handed import HandedMessage
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobState, NoticeKind, Receipt, Speaker

Matches = Callable[[str, Sequence[tuple[str, str]]], bool]
Known = tuple[Receipt, datetime]
_LOOKED_AT = 20
_NAME_MAX = 120


def keep(work: Work, words: Words, channel: ChannelKind, account: str, named: str, *, last: bool) -> None:
    """What the channel calls a message of ours, or a part of one."""
    if _handed(work, channel, account, [named]):
        return
    row = HandedMessage(channel=channel, account=account, external_id=named[:_NAME_MAX], last=last)
    row.notice_id, row.line_id = (words.id, None) if isinstance(words, Notice) else (None, words.id)
    work.session.add(row)


def came(work: Work, channel: ChannelKind, account: str, named: Iterable[str], receipt: Receipt) -> None:
    """Messages of ours arrived, or were seen."""
    rows = _handed(work, channel, account, named)
    told = {words.id: words for words in [_locked(work, row) for row in rows]}
    before = {id: _whole(_parts(work, words)) for id, words in told.items()}
    for row in rows:
        if row.receipt not in (receipt, Receipt.SEEN):
            row.receipt, row.receipt_at = receipt, work.now
    for words in sorted(told.values(), key=_of_case):  # all messages were locked; now the cases, in one order
        if (known := _whole(_parts(work, words))) and known != before[words.id]:
            _end_doubt(work, words)
            tell(work, words)


def tell(work: Work, words: Words) -> None:
    """What is known of a whole notice that went out, on the timeline of its case."""
    if not isinstance(words, Notice) or words.kind is NoticeKind.ALERT or words.state is not JobState.DELIVERED:
        return
    if known := _whole(_parts(work, words)):
        notices.record_receipt(work, by_id(work, words.case_id), words, known[0])


def of_notices(work: Work, case: Case) -> dict[UUID, Known]:
    """What came for each notice of a case as a whole, and when."""
    own = select(HandedMessage).join(Notice, Notice.id == HandedMessage.notice_id).where(Notice.case_id == case.id)
    return _by(lambda row: row.notice_id, work.session.scalars(own))


def of_lines(work: Work, conversation_id: UUID) -> dict[UUID, Known]:
    """What came for each line of a conversation as a whole, and when."""
    own = select(HandedMessage).join(ChatLine, ChatLine.id == HandedMessage.line_id)
    return _by(lambda row: row.line_id, work.session.scalars(own.where(ChatLine.conversation_id == conversation_id)))


def arrived(work: Work, channel: ChannelKind, account: str, person: str, matches: Matches, *, named: str = "") -> bool:
    """A message to this person did go out: the one called so, else the newest uncertain one whose words match.

    Whether there was a doubt that this ended.
    """
    for row in _handed(work, channel, account, [named]):
        return row.last and _end_doubt(work, _locked(work, row))
    words = _matching(work, channel, account, person, matches)
    if words is None:
        return False
    if named:
        keep(work, words, channel, account, named, last=True)
    return _end_doubt(work, words)


def _matching(work: Work, channel: ChannelKind, account: str, person: str, matches: Matches) -> Words | None:
    talk = conversations.find(work, channel, account, person, lock=True)
    if talk is None:
        return None
    lines = select(ChatLine).where(
        ChatLine.conversation_id == talk.id,
        ChatLine.state == JobState.UNCERTAIN,
        ChatLine.speaker != Speaker.CITIZEN,
    )
    for line in work.session.scalars(lines.order_by(ChatLine.seq.desc()).limit(_LOOKED_AT)):
        if matches(line.text or "", conversations.choices_of(line)):
            return line
    told = _uncertain(work, channel, talk.id)
    return next((one for one in told if matches(one.body or "", notices.choices(one))), None)


def _uncertain(work: Work, channel: ChannelKind, talk_id: UUID) -> Sequence[Notice]:
    own = select(ConversationCase.case_id).where(ConversationCase.conversation_id == talk_id)
    query = select(Notice).where(Notice.case_id.in_(own), Notice.channel == channel, Notice.state == JobState.UNCERTAIN)
    return work.session.scalars(query.order_by(Notice.created_at.desc()).limit(_LOOKED_AT)).all()


def _end_doubt(work: Work, words: Words) -> bool:
    if words.state is not JobState.UNCERTAIN:
        return False
    words.state, words.state_at, words.fault = JobState.DELIVERED, work.now, None
    if isinstance(words, ChatLine):
        _end_job(work, OutboxJob.line_id == words.id)
        return True
    _end_job(work, OutboxJob.notice_id == words.id)
    if words.kind is not NoticeKind.ALERT:
        notices.record(work, by_id(work, words.case_id), words)
    return True


def _end_job(work: Work, whose: ColumnElement[bool]) -> None:
    uncertain = OutboxJob.state == JobState.UNCERTAIN
    work.session.execute(update(OutboxJob).where(whose, uncertain).values(state=JobState.DELIVERED))


def _handed(work: Work, channel: ChannelKind, account: str, named: Iterable[str]) -> Sequence[HandedMessage]:
    ours = HandedMessage.channel == channel, HandedMessage.account == account
    names = [name[:_NAME_MAX] for name in named if name]
    query = select(HandedMessage).where(*ours, HandedMessage.external_id.in_(names)).order_by(HandedMessage.id)
    return work.session.scalars(query).all() if names else ()


def _locked(work: Work, row: HandedMessage) -> Words:
    """What the message was of, locked, so that of two receipts that come at once one waits."""
    if row.notice_id is not None:
        return work.session.get_one(Notice, row.notice_id, with_for_update=True)
    return work.session.get_one(ChatLine, row.line_id, with_for_update=True)


def _of_case(words: Words) -> str:
    return str(words.case_id) if isinstance(words, Notice) else ""


def _parts(work: Work, words: Words) -> Sequence[HandedMessage]:
    """As they are now that the whole is locked."""
    own = HandedMessage.notice_id if isinstance(words, Notice) else HandedMessage.line_id
    query = select(HandedMessage).where(own == words.id).execution_options(populate_existing=True)
    return work.session.scalars(query).all()


def _by(of: Callable[[HandedMessage], UUID | None], rows: Iterable[HandedMessage]) -> dict[UUID, Known]:
    parts: dict[UUID, list[HandedMessage]] = {}
    for row in rows:
        if (id := of(row)) is not None:
            parts.setdefault(id, []).append(row)
    return {id: known for id, own in parts.items() if (known := _whole(own)) is not None}


def _whole(parts: Sequence[HandedMessage]) -> Known | None:
    """As far as the part is that is least far; None while one is on its way."""
    if not any(part.last for part in parts):
        return None
    came = [(part.receipt, part.receipt_at) for part in parts]
    known = [(receipt, at) for receipt, at in came if receipt is not None and at is not None]
    if len(known) < len(parts):
        return None
    least = Receipt.ARRIVED if any(receipt is Receipt.ARRIVED for receipt, _at in known) else Receipt.SEEN
    return least, max(at for _receipt, at in known)
