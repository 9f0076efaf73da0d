"""What a citizen asks about their own data, each with its lawful limit, decided by a person.

Who asks has shown the key of the case, and shows it again for this. Two need no decision: a copy of one's own ordinary
case tells nothing that the page does not, and consent is taken back by saying so. Limits are those of the rule book on
the day of asking; whoever decides may take the longer one once, with a reason.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from intake.cases import access, erasing, identity, notices, publish
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed, NotFound
from intake.cases.submission import Identity, read_text
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.languages import _
from models.organisation import Officer
from models.personal_data import DataRequest
from models.thread import Message
from models.vocabulary import Certainty, DataRequestState, DataRight, ErasureGround, EventType, NoticeKind, Role
from routing.dates import local_day, say_day
from routing.deadlines import DeadlineResult, deadline

LIMITS = {
    DataRight.COPY: "L19.view",
    DataRight.CORRECT: "L19.view",
    DataRight.ERASE: "L19.delete",
    DataRight.RESTRICT: "L19.withdraw",
    DataRight.OBJECT: "L19.withdraw",
    DataRight.WITHDRAW: "L19.withdraw",
}
"""The limit of the rule book that governs each right."""

LONGER = {limit: f"{limit}.max" for limit in set(LIMITS.values())}
"""The limit once it was extended, counted from the day of asking too."""

COPY_KEPT = timedelta(days=10)
"""How long a granted copy may be fetched before it is asked for again."""

NOTHING = Identity()
WORDS_MAX = 2_000
LISTED = 200
_S = DataRequestState


@dataclass(frozen=True, slots=True)
class Offer:
    """One right as it is offered: by when it must be answered if it is asked for now, and why."""

    wanted: DataRight
    due: DeadlineResult
    open: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it is read. ``words`` are the sender's, ``answer`` those of the decision.

    ``longer`` is the limit that may still be taken instead, ``why_longer`` the reason where it was taken.
    """

    id: UUID
    code: str
    wanted: DataRight
    state: DataRequestState
    asked_at: datetime
    due_at: datetime
    late: bool
    longer: DeadlineResult | None
    why_longer: str
    sentence: str
    basis: str
    certainty: Certainty
    told: Identity
    words: str
    answer: str
    decided_at: datetime | None
    officer: str


def offers(work: Work, case: Case) -> list[Offer]:
    """The rights, each with the limit that would run from now."""
    closed = {request.wanted for request in _of(work, case) if request.state is _S.WAITING} | _needless(case)
    book = work.desk.rulebook
    return [Offer(one, deadline(limit, work.now, book), one not in closed) for one, limit in LIMITS.items()]


def ask(work: Work, case: Case, wanted: DataRight, *, words: str = "", told: Identity = NOTHING) -> DataRequest:
    """The holder of the key asks. Raises Impossible for what waits already, Invalid where nothing is wrong."""
    if Role.CITIZEN not in work.actor.roles:
        raise NotAllowed
    if case.erased_at is not None:
        raise Impossible("erased", _("Dữ liệu cá nhân của hồ sơ này đã được xóa, không còn gì để sao hay sửa."))
    if any(one.wanted is wanted and one.state is _S.WAITING for one in _of(work, case)):
        raise Impossible("asked_already", _("Ông/bà đã gửi đề nghị này, cơ quan đang xem xét."))
    if wanted in _needless(case):
        raise Impossible("nothing_to_ask", _("Điều này đã như ông/bà muốn, không cần đề nghị."))
    said = read_text("words", words, longest=WORDS_MAX) if words.strip() else None
    if wanted is DataRight.CORRECT and said is None and not any(asdict(told).values()):
        raise Invalid(FieldError("words", "nothing_to_correct", _("Xin ghi ít nhất một điều cần sửa.")))

    limit = deadline(LIMITS[wanted], work.now, work.desk.rulebook)
    work.record(case, EventType.DATA_ASKED, said, wanted=wanted.value, rule=limit.rule, due=limit.last_day.isoformat())
    request = DataRequest(
        case_id=case.id,
        wanted=wanted,
        seq=case.version,
        asked_at=work.now,
        due_at=limit.due,
        rule=limit.rule,
        basis=limit.basis,
        certainty=limit.certainty,
        sentence=limit.sentence,
        state=_S.WAITING,
    )
    request.told = json.dumps(asdict(told), ensure_ascii=False)
    work.session.add(request)
    if wanted is DataRight.WITHDRAW or (wanted is DataRight.COPY and not case.restricted):
        _decide(work.by_itself(), case, request, _S.GRANTED)
        _keep_apart(work.by_itself(), case, wanted)
    else:
        work.session.flush()
        notices.tell(work, case, NoticeKind.DATA_RECEIVED, _received(request))
    return request


def grant(work: Work, request_id: UUID, *, note: str = "") -> DataRequest:
    """Do what was asked. Raises NotAllowed, Impossible (decided already; erasing an open case)."""
    request, case = _to_decide(work, request_id)
    words = read_text("note", note, longest=WORDS_MAX) if note.strip() else None

    if request.wanted is DataRight.CORRECT:
        digests = identity.put_right(work, case.citizen, told_in(request))
        _decide(work, case, request, _S.GRANTED, words, told=digests)
    elif request.wanted is DataRight.RESTRICT:
        _decide(work, case, request, _S.GRANTED, words, hid=not case.identity_kept)
    else:
        _decide(work, case, request, _S.GRANTED, words)
    if request.wanted is DataRight.ERASE:
        erasing.erase(work, case, ground=ErasureGround.REQUEST, basis=request.basis)
    _keep_apart(work, case, request.wanted)
    return request


def extend(work: Work, request_id: UUID, *, reason: str) -> DataRequest:
    """Take the longer limit, once, and tell the citizen why and until when.

    Raises NotAllowed, Impossible (decided, extended or late already), Invalid without a reason.
    """
    request, case = _to_decide(work, request_id)
    longer = _longer(work, request)
    if longer is None:
        raise Impossible("not_longer", _("Đề nghị này đã gia hạn một lần hoặc đã quá hạn, không gia hạn được nữa."))
    words = read_text("reason", reason, longest=WORDS_MAX)

    request.due_at, request.rule, request.basis = longer.due, longer.rule, longer.basis
    request.certainty, request.sentence = longer.certainty, longer.sentence
    due = longer.last_day.isoformat()
    _record(work, case, request, EventType.DATA_EXTENDED, words, rule=longer.rule, due=due)
    until = EXTENDED.format(day=say_day(longer.last_day), basis=longer.basis)
    notices.tell(work, case, NoticeKind.DATA_EXTENDED, f"{words}\n\n{until}")
    return request


def refuse(work: Work, request_id: UUID, *, reason: str) -> DataRequest:
    """Say no, with the reason the citizen reads. Raises NotAllowed, Impossible, Invalid without a reason."""
    request, case = _to_decide(work, request_id)
    words = read_text("reason", reason, longest=WORDS_MAX)

    _decide(work, case, request, _S.REFUSED, words)
    return request


def of_case(work: Work, case: Case) -> list[Asked]:
    """Every request on a case the actor may see, the newest first."""
    return _shown(work, _of(work, case))


def waiting(work: Work) -> list[Asked]:
    """What waits for somebody with this actor's rights, the soonest due first. Raises NotAllowed."""
    _may_decide_at_all(work)
    return _shown(work, _decidable(work, DataRequest.state == _S.WAITING, DataRequest.due_at.asc()))


def decided(work: Work) -> list[Asked]:
    """The latest decisions on cases this actor sees."""
    _may_decide_at_all(work)
    return _shown(work, _decidable(work, DataRequest.state != _S.WAITING, DataRequest.decided_at.desc()))


def one(work: Work, request_id: UUID) -> Asked:
    """One request. Raises NotFound, NotAllowed."""
    _may_decide_at_all(work)
    return _shown(work, [find(work, request_id)[0]])[0]


def may_fetch_copy(work: Work, case: Case) -> bool:
    """Whether a copy was granted lately enough to be fetched."""
    since = work.now - COPY_KEPT
    granted = [one for one in _of(work, case) if one.wanted is DataRight.COPY and one.state is _S.GRANTED]
    return case.erased_at is None and any(one.decided_at is not None and one.decided_at > since for one in granted)


def told_in(request: DataRequest) -> Identity:
    """What the citizen says is right."""
    return Identity(**json.loads(request.told or "{}"))


def _needless(case: Case) -> set[DataRight]:
    """What there is nothing to ask for: it is so already."""
    restricted = case.purpose_only and case.identity_kept
    needless = {DataRight.RESTRICT: restricted, DataRight.OBJECT: case.purpose_only}
    needless[DataRight.WITHDRAW] = not case.publish_consent
    return {right for right, is_so in needless.items() if is_so}


def _keep_apart(work: Work, case: Case, wanted: DataRight) -> None:
    """Restricted: the handling unit no longer learns who wrote, either. Objected: no use but handling. Withdrawn: not
    published."""
    if wanted not in (DataRight.RESTRICT, DataRight.OBJECT, DataRight.WITHDRAW):
        return
    publish.without_consent(work, case, reason=wanted.label)
    case.purpose_only |= wanted is not DataRight.WITHDRAW
    case.identity_kept |= wanted is DataRight.RESTRICT


def _longer(work: Work, request: DataRequest) -> DeadlineResult | None:
    """The limit that may be taken instead; None where it was taken already, or is too late."""
    if request.state is not _S.WAITING or request.rule not in LONGER or request.due_at < work.now:
        return None
    return deadline(LONGER[request.rule], request.asked_at, work.desk.rulebook)


def _decide(
    work: Work,
    case: Case,
    request: DataRequest,
    state: DataRequestState,
    words: str | None = None,
    **data: object,
) -> None:
    request.state, request.decided_at, request.officer_id = state, work.now, work.actor.officer_id
    work.session.flush()
    _record(work, case, request, EventType.DATA_DECIDED, words, state=state.value, **data)
    said = DECIDED[request.wanted, state]
    notices.tell(work, case, NoticeKind.DATA_DECIDED, f"{said}\n\n{words}" if words else said)


def _record(work: Work, case: Case, request: DataRequest, event: EventType, words: str | None, **data: object) -> None:
    """What became of a request, on the timeline of its case."""
    work.record(case, event, words, wanted=request.wanted.value, request=str(request.id), **data)


RECEIVED = {
    DataRight.COPY: "Đã nhận đề nghị xin bản sao dữ liệu",
    DataRight.CORRECT: "Đã nhận đề nghị chỉnh sửa dữ liệu",
    DataRight.ERASE: "Đã nhận đề nghị xóa dữ liệu",
    DataRight.RESTRICT: "Đã nhận đề nghị hạn chế xử lý dữ liệu",
    DataRight.OBJECT: "Đã nhận ý kiến phản đối xử lý dữ liệu",
}
EXTENDED = "Cơ quan trả lời trước hết ngày {day} ({basis}). Hạn này chỉ gia hạn một lần."
DECIDED = {
    (DataRight.COPY, _S.GRANTED): "Bản sao dữ liệu của ông/bà tải được trên trang hồ sơ trong 10 ngày.",
    (DataRight.COPY, _S.REFUSED): "Cơ quan không chấp thuận đề nghị xin bản sao dữ liệu, vì:",
    (DataRight.CORRECT, _S.GRANTED): "Dữ liệu đã được chỉnh sửa như ông/bà đề nghị.",
    (DataRight.CORRECT, _S.REFUSED): "Cơ quan không chấp thuận đề nghị chỉnh sửa dữ liệu, vì:",
    (DataRight.ERASE, _S.GRANTED): "Dữ liệu cá nhân của ông/bà trong hồ sơ này đã được xóa, chỉ còn mã và các ngày.",
    (DataRight.ERASE, _S.REFUSED): "Cơ quan không chấp thuận đề nghị xóa dữ liệu, vì:",
    (DataRight.RESTRICT, _S.GRANTED): (
        "Từ nay đơn vị giải quyết không thấy họ tên, cách liên hệ của ông/bà; hồ sơ không công khai và không dùng vào "
        "việc khác. Chỉ bộ phận tiếp nhận còn xem được, để báo kết quả cho ông/bà."
    ),
    (DataRight.RESTRICT, _S.REFUSED): "Cơ quan không chấp thuận đề nghị hạn chế xử lý dữ liệu, vì:",
    (DataRight.OBJECT, _S.GRANTED): (
        "Từ nay dữ liệu của ông/bà chỉ dùng để giải quyết hồ sơ này, không công khai và không dùng vào việc khác."
    ),
    (DataRight.OBJECT, _S.REFUSED): "Cơ quan không chấp thuận việc phản đối xử lý dữ liệu, vì:",
    (DataRight.WITHDRAW, _S.GRANTED): (
        "Ông/bà đã rút lại đồng ý công khai. Hồ sơ không được công khai; nếu đã công khai thì đã gỡ xuống."
    ),
}
"""What is sent is Vietnamese, like every notice."""


def _received(request: DataRequest) -> str:
    day = say_day(local_day(request.due_at))
    return f"{RECEIVED[request.wanted]}. Cơ quan trả lời trước hết ngày {day} ({request.basis})."


def _to_decide(work: Work, request_id: UUID) -> tuple[DataRequest, Case]:
    _may_decide_at_all(work)
    request, case = find(work, request_id, lock=True)
    if not work.actor.roles_on(case.unit_id, case.desk_id) & {Role.RECEIVING, Role.LEADER}:
        raise NotAllowed
    if request.state is not _S.WAITING:
        raise Impossible("decided_already", _("Đề nghị này đã có người trả lời."))
    return request, case


def find(work: Work, request_id: UUID, *, lock: bool = False) -> tuple[DataRequest, Case]:
    """A request and its case, both locked where asked. Raises NotFound."""
    query = select(DataRequest).where(DataRequest.id == request_id).options(joinedload(DataRequest.case))
    request = work.session.scalar(query)
    if request is None:
        raise NotFound("no_request", _("Không có đề nghị này."))
    if lock and request.wanted is DataRight.ERASE:
        erasing.hold(work, request.case)
    case = work.lock(request.case.code) if lock else work.find(request.case.code)
    if lock:
        work.session.refresh(request)
    return request, case


def _may_decide_at_all(work: Work) -> None:
    if not access.decides_on_data(work.actor):
        raise NotFound("no_page", _("Chỉ lãnh đạo đơn vị và cán bộ tiếp nhận trả lời đề nghị về dữ liệu cá nhân."))


def _of(work: Work, case: Case) -> Sequence[DataRequest]:
    query = select(DataRequest).where(DataRequest.case_id == case.id).options(joinedload(DataRequest.case))
    return work.session.scalars(query.order_by(DataRequest.asked_at.desc(), DataRequest.id.desc())).all()


def _decidable(work: Work, condition: ColumnElement[bool], order: ColumnElement[Any]) -> Sequence[DataRequest]:
    """Those on cases the actor sees and decides on."""
    query = select(DataRequest).join(Case, Case.id == DataRequest.case_id).options(joinedload(DataRequest.case))
    query = query.where(access.visible(work.actor), access.decided_by(work.actor), condition)
    return work.session.scalars(query.order_by(order, DataRequest.id).limit(LISTED)).all()


def _shown(work: Work, requests: Sequence[DataRequest]) -> list[Asked]:
    cases = {request.case_id for request in requests}
    told = select(Message).where(Message.case_id.in_(cases))
    messages = {(message.case_id, message.seq): message.text or "" for message in work.session.scalars(told)}
    deciders = {request.officer_id for request in requests if request.officer_id}
    names = dict(work.session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(deciders))).all())
    said = _said(work, cases, messages)
    return [
        Asked(
            id=request.id,
            code=request.case.code,
            wanted=request.wanted,
            state=request.state,
            asked_at=request.asked_at,
            due_at=request.due_at,
            late=request.state is _S.WAITING and request.due_at < work.now,
            longer=_longer(work, request),
            why_longer=said.get((str(request.id), EventType.DATA_EXTENDED), ""),
            sentence=request.sentence,
            basis=request.basis,
            certainty=request.certainty,
            told=told_in(request),
            words=messages.get((request.case_id, request.seq), ""),
            answer=said.get((str(request.id), EventType.DATA_DECIDED), ""),
            decided_at=request.decided_at,
            officer=names.get(request.officer_id, "") if request.officer_id else "",
        )
        for request in requests
    ]


def _said(work: Work, cases: set[UUID], messages: dict[tuple[UUID, int], str]) -> dict[tuple[str, EventType], str]:
    """What an office said of each request, by the request and by what it did."""
    steps = (EventType.DATA_EXTENDED, EventType.DATA_DECIDED)
    query = select(CaseEvent).where(CaseEvent.case_id.in_(cases), CaseEvent.type.in_(steps)).order_by(CaseEvent.seq)
    return {
        (event.data["request"], event.type): messages.get((event.case_id, event.seq), "")  # the last one stays
        for event in work.session.scalars(query)
    }
