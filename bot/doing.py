"""Doing what the dialogue wants done, through the use cases everybody uses, inside the transaction of the turn."""

from dataclasses import replace
from uuid import UUID

from bot.dialogue import sentences
from bot.dialogue.deeds import (
    AddToCase,
    AnswerOfficer,
    CallPerson,
    ChooseWay,
    Deed,
    Done,
    FileCase,
    Filed,
    Guard,
    Outcome,
    Rate,
    Refused,
)
from bot.dialogue.state import Draft
from intake.cases import apart, conversations, guarding, handling, reach, satisfaction, submit
from intake.cases.actor import holder_of
from intake.cases.errors import Invalid, Refusal
from intake.cases.submission import read_submission
from intake.cases.work import Work
from models.conversation import Conversation
from models.languages import _
from models.vocabulary import CaseKind, EventType, ToldBy
from routing.dates import local_day, say_day

_CORRECTED = "Máy đề xuất “{proposed}”; người gửi cho biết đây là “{told}”."
_CALLED = "Người gửi muốn nói chuyện với cán bộ trong cuộc trò chuyện."


def do(work: Work, talk: Conversation, deed: Deed) -> Outcome:
    """Do one deed. What is refused leaves nothing behind."""
    try:
        with work.session.begin_nested():
            return _do(work, talk, deed)
    except Invalid as wrong:
        return Refused(deed, wrong.sentence, tuple(error.field for error in wrong.errors))
    except Refusal as refusal:
        return Refused(deed, refusal.sentence)


def _do(work: Work, talk: Conversation, deed: Deed) -> Outcome:
    match deed:
        case FileCase(draft):
            return _file(work, talk, draft)
        case AnswerOfficer(code, text, files) | AddToCase(code, text, files):
            own = _as_citizen(work, talk, code)
            write = handling.answer if isinstance(deed, AnswerOfficer) else handling.add
            write(own, own.lock(code), text=text, upload_ids=[UUID(id) for id in files])
            return Done(deed, code)
        case Rate(code, score):
            own = _as_citizen(work, talk, code)
            satisfaction.rate(own, own.lock(code), score=score)
            return Done(deed, code)
        case ChooseWay(told_by, email):
            cases = conversations.cases_of(work, talk.id)
            known = email or next((case.citizen.email for case in cases if case.citizen.email), None)
            for case in cases:
                own = _as_citizen(work, talk, case.code)
                reach.choose(own, own.lock(case.code), ToldBy(told_by), email=known)
            return Done(deed)
        case CallPerson():
            talk.called_at = work.now
            work.news.lists()
            for case in conversations.cases_of(work, talk.id)[:1]:
                work.record(work.lock(case.code), EventType.NOTED, _CALLED)
            return Done(deed)
        case Guard(told):
            guarding.guard(work, talk, told)
            return Done(deed)


def _file(work: Work, talk: Conversation, draft: Draft) -> Filed:
    submission = read_submission(
        content=draft.matters[0][0] if draft.apart else draft.story,
        channel=talk.channel,
        name=draft.name,
        phone=draft.phone,
        email=draft.email,
        address=draft.address,
        place=draft.where,
        publish_consent=bool(draft.consent),
        upload_ids=[UUID(id) for id, _name in draft.files],
    )
    told_by = ToldBy(draft.told_by) if draft.told_by else None
    submission = replace(submission, told_by=told_by, may_accuse=draft.restricted)
    others = [text for text, _unit in draft.matters[1:]]
    filed, *beside = apart.submit_apart(work, submission, others, files_with_each=draft.files_with_each)
    for one in (filed, *beside):
        conversations.add_case(work, talk, one.case)
    if draft.kind and draft.kind != draft.proposed_kind:
        told, proposed = CaseKind(draft.kind).label, CaseKind(draft.proposed_kind).label
        work.record(filed.case, EventType.NOTED, _CORRECTED.format(proposed=proposed, told=told))
    return replace(_told(work, filed), beside=tuple(_told(work, one) for one in beside))


def _told(work: Work, filed: submit.Filed) -> Filed:
    due = _(sentences.DUE).format(day=say_day(local_day(filed.deadline.due_at)))
    return Filed(filed.case.code, filed.key, due, f"{work.desk.public_url}/ho-so/{filed.case.code}")


def _as_citizen(work: Work, talk: Conversation, code: str) -> Work:
    """The same transaction as whoever filed this case in this conversation. Others' cases are not found."""
    own = next((case for case in conversations.cases_of(work, talk.id) if case.code == code), None)
    return work.as_(holder_of(own.id if own is not None else UUID(int=0)))
