"""One case told from its plan: every row it would have had if people had really worked on it.

Steps come from the lifecycle table and events are chained by ``CaseEvent.link``, so a change of either is
followed here. It writes nothing; it gives rows. Sealed values are truly sealed, only their nonces differ between
two runs with the same seed.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast
from uuid import UUID

from benchmarks.seed import words
from benchmarks.seed.limits import Limits
from benchmarks.seed.people import People
from benchmarks.seed.plan import Plan
from benchmarks.seed.rows import Rows, id_at
from benchmarks.seed.sealing import sealer
from models.case import hash_of
from models.crypto import Keyring
from models.history import GENESIS, CaseEvent
from models.vocabulary import (
    Action,
    Audience,
    CaseKind,
    CaseStatus,
    DeadlineCause,
    EventType,
    Field,
    JobKind,
    JobState,
    RefusalReason,
    ReplyState,
    Role,
)
from routing import lifecycle
from routing.case_code import make_code
from routing.dates import local_day
from routing.decision import Decision, RankedDepartment
from routing.lifecycle import Step
from routing.text import fold

_STRIDE = 611_953
"""Has no factor in common with a million, so that no two cases of a day share a number."""


@dataclass(frozen=True)
class Teller:
    """What telling any case needs."""

    people: People
    keyring: Keyring
    limits: Limits
    until: datetime


@dataclass
class _Event:
    """What ``CaseEvent.link`` reads, without the cost of a mapped object."""

    id: UUID
    case_id: UUID
    seq: int
    at: datetime
    type: EventType
    public: bool
    role: Role
    officer_id: UUID | None
    data: dict[str, Any]
    prev_hash: str
    hash: str = field(default="")


class Told:
    """A case being told; ``rows`` fills up as it goes."""

    def __init__(self, teller: Teller, plan: Plan, rng: Random, rows: Rows) -> None:
        self._teller, self._plan, self._rng, self._rows = teller, plan, rng, rows
        self._seal, self._digest = sealer(teller.keyring), teller.keyring.digest
        self._at, self._last = plan.received_at, GENESIS
        self._id = id_at(plan.received_at, rng)
        self._content = words.feedback(rng, plan.topic, plan.place)
        self._case: dict[str, Any] = self._new_case()
        self._handler, self._leader = rng.choice(plan.office.handlers), plan.office.leaders[0]
        self._receiver = rng.choice(teller.people.receivers)

    def tell(self) -> None:
        """Every row of the case."""
        self._receive()
        self._classify()
        if self._plan.restricted:
            self._keep_close()
        else:
            self._walk()
        self._rows.add("case", **self._case)

    def _new_case(self) -> dict[str, Any]:
        plan, day = self._plan, local_day(self._plan.received_at)
        return {
            "id": self._id,
            "code": make_code(day, plan.number * _STRIDE % 1_000_000),
            "key_nonce": f"{self._rng.getrandbits(64):016x}",
            "version": 0,
            "status": CaseStatus.RECEIVED,
            "channel": plan.channel,
            "place": plan.place,
            "publish_consent": plan.consent,
            "received_at": plan.received_at,
            "citizen_id": self._citizen(),
        }

    def _citizen(self) -> UUID:
        rng, row = self._rng, id_at(self._plan.received_at, self._rng)
        name = words.person(rng) if rng.random() < 0.85 else None
        phone = f"+849{rng.randrange(10**8):08d}" if rng.random() < 0.8 else None
        address = self._plan.place if rng.random() < 0.7 else None
        self._rows.add(
            "citizen",
            id=row,
            name_sealed=self._seal("citizen", "name_sealed", row, name),
            phone_sealed=self._seal("citizen", "phone_sealed", row, phone),
            address_sealed=self._seal("citizen", "address_sealed", row, address),
            name_hash=self._digest("name", fold(name)) if name else None,
            phone_hash=self._digest("phone", phone) if phone else None,
        )
        return row

    def _receive(self) -> None:
        self._record(
            EventType.RECEIVED,
            Role.CITIZEN,
            channel=self._plan.channel.value,
            content_digest=self._digest("content", self._content),
            files=0,
            file_digests=[],
            missing=[],
            publish_consent=self._plan.consent,
        )
        self._limit(CaseKind.CONDUCT, provisional=True)
        self._finished_job(JobKind.CLASSIFY)

    def _classify(self) -> None:
        self._later(seconds=2)
        decision = self._decision()
        facts = {name: value for name, value in decision.items() if name not in ("reasons", "place")}
        self._case["field"] = self._plan.topic.field
        self._do(Action.CLASSIFY, Role.SYSTEM, text=decision["reasons"][0], decision=facts)
        self._case["proposal"] = decision | {"unit": str(self._plan.office.id), "unit_reason": "", "trace": []}

    def _decision(self) -> dict[str, Any]:
        topic, sure = self._plan.topic, not self._plan.by_a_person
        return Decision(
            kind=self._plan.kind,
            kind_confidence=0.95 if sure else 0.5,
            departments=(RankedDepartment(topic.department, 0.96 if sure else 0.4),),
            field=topic.field or Field.OTHER,
            place=None,
            urgent=False,
            restricted=self._plan.restricted,
            auto=sure and not self._plan.restricted,
            reasons=(f"Từ ngữ quyết định: “{topic.matters[0]}”",),
            model="benchmarks",
            rulebook="benchmarks",
        ).as_record()

    def _walk(self) -> None:
        """The ordinary path, as far as the plan goes."""
        folded = fold(self._content)
        self._case |= {"content_plain": self._content, "search_text": folded}
        self._case["text_hash"] = hash_of(self._digest, folded)
        goal = self._plan.status
        if self._plan.by_a_person or goal in (CaseStatus.TRIAGE, CaseStatus.REFUSED, CaseStatus.GUIDED):
            self._case["triage_reason"] = "Máy chưa đủ chắc chắn về loại hoặc cơ quan có thẩm quyền."
        if goal is CaseStatus.TRIAGE:
            return
        if goal in (CaseStatus.REFUSED, CaseStatus.GUIDED):
            self._end_at_triage(goal)
            return
        self._route()
        if goal is CaseStatus.WITHDRAWN:
            self._later(hours=30)
            self._case["answered_at"] = self._at
            self._do(Action.WITHDRAW, Role.CITIZEN)
        elif goal is not CaseStatus.ASSIGNED:
            self._handle(goal)

    def _route(self) -> None:
        self._case["kind"] = self._plan.kind
        who: tuple[Role, UUID | None] = (Role.SYSTEM, None)
        unit = str(self._plan.office.id)
        if self._plan.by_a_person:
            self._later(hours=6)
            who, self._case["triage_reason"] = (Role.RECEIVING, self._receiver), None
            self._record(EventType.ROUTED, *who, unit=unit, by="officer", corrected=[])
        else:
            self._record(EventType.ROUTED, *who, unit=unit, reason="Theo lĩnh vực và địa bàn.")
        self._limit(self._plan.kind)
        self._case["unit_id"] = self._plan.office.id
        self._do(Action.ASSIGN, *who, unit=unit)

    def _handle(self, goal: CaseStatus) -> None:
        handler = (Role.HANDLING, self._handler)
        self._later(hours=20)
        self._case["officer_id"] = self._handler
        self._do(Action.ACCEPT, *handler)
        if goal is CaseStatus.ACCEPTED:
            return
        if goal is CaseStatus.AWAITING_CITIZEN or self._rng.random() < 0.15:
            self._later(hours=10)
            self._do(Action.ASK, *handler, text="Xin ông/bà cho biết rõ địa điểm và thời gian.")
            if goal is CaseStatus.AWAITING_CITIZEN:
                return
            self._later(hours=15)
            self._do(Action.ANSWER, Role.CITIZEN, text=f"Nơi đó là {self._plan.place}.", file_digests=[])
        self._reply(goal)

    def _reply(self, goal: CaseStatus) -> None:
        reply, text = id_at(self._at, self._rng), words.answer(self._rng, self._plan.topic, self._plan.office.name)
        handler, leader = (Role.HANDLING, self._handler), (Role.LEADER, self._leader)
        self._later(hours=48)
        saved_at, digest = self._at, self._digest("reply", text)
        state, approver, issued_at = ReplyState.DRAFT, None, None
        self._do(Action.DRAFT, *handler, reply=str(reply), text_digest=digest)
        if goal is not CaseStatus.DRAFTING:
            state = ReplyState.SUBMITTED
            self._later(hours=8)
            self._do(Action.SUBMIT, *handler, reply=str(reply))
            if goal is not CaseStatus.AWAITING_APPROVAL:
                self._later(hours=24)
                state, approver, issued_at = ReplyState.ISSUED, self._leader, self._at
                self._case["answered_at"] = self._at
                self._do(Action.APPROVE, *leader, reply=str(reply))
                self._record(EventType.ISSUED, *leader, reply=str(reply), text_digest=digest)
        self._rows.add(
            "reply",
            id=reply,
            case_id=self._id,
            state=state,
            drafter_id=self._handler,
            approver_id=approver,
            text_sealed=self._seal("reply", "text_sealed", reply, text),
            saved_at=saved_at,
            issued_at=issued_at,
        )
        if issued_at is not None:
            self._after(goal, reply, text)

    def _after(self, goal: CaseStatus, reply: UUID, text: str) -> None:
        if goal is CaseStatus.PUBLISHED:
            self._later(hours=20)
            self._publish(reply, text)
        if self._rng.random() < 0.35:
            self._later(hours=40)
            score = self._rng.choices(range(1, 6), (1, 1, 3, 7, 8))[0]
            rating = id_at(self._at, self._rng)
            self._rows.add("rating", id=rating, case_id=self._id, reply_id=reply, score=score, at=self._at)
            self._do(Action.RATE, Role.CITIZEN, score=score, comment_digest=None)

    def _publish(self, reply: UUID, answer: str) -> None:
        row, question = id_at(self._at, self._rng), words.without_house(self._content)
        self._rows.add(
            "publication",
            id=row,
            case_id=self._id,
            reply_id=reply,
            question=question,
            answer=answer,
            confirmed_by=self._receiver,
            published_at=self._at,
        )
        digest = self._digest("publication", f"{question}\0{answer}")
        self._do(Action.PUBLISH, Role.RECEIVING, self._receiver, publication=str(row), shown_digest=digest)

    def _end_at_triage(self, goal: CaseStatus) -> None:
        self._later(hours=12)
        self._case["answered_at"] = self._at
        who = (Role.RECEIVING, self._receiver)
        if goal is CaseStatus.REFUSED:
            reason = self._rng.choice(list(RefusalReason))
            self._do(Action.REFUSE, *who, text=f"{reason.label}. Xin gửi lại khi đã đủ.", reason=reason.value)
        else:
            self._do(Action.GUIDE, *who, text="Xin liên hệ bộ phận một cửa nơi cư trú để được hướng dẫn.")

    def _keep_close(self) -> None:
        """The restricted path: sealed for one desk, out of every index."""
        desk = self._teller.people.desk
        sealed = self._seal("case", "content_sealed", self._id, self._content)
        self._case |= {"restricted": True, "desk_id": desk.id, "content_sealed": sealed, "proposal": None}
        self._case["triage_reason"] = "Có thể là khiếu nại hoặc tố cáo, cần người có thẩm quyền xem xét."
        restrict = lifecycle.step(lifecycle.Path.ORDINARY, CaseStatus.TRIAGE, Action.RESTRICT)
        self._record(restrict, Role.SYSTEM, restricted=True, suspected=self._plan.kind.value)
        self._limit(self._plan.kind)
        who = (Role.HANDLING, self._handler)
        if self._plan.status is CaseStatus.ACCEPTED:
            self._later(hours=20)
            self._case |= {"kind": self._plan.kind, "unit_id": desk.id, "officer_id": self._handler}
            self._do(Action.ACCEPT, *who, kind=self._plan.kind.value)
            self._limit(self._plan.kind)
        elif self._plan.status is CaseStatus.GUIDED:
            self._later(hours=30)
            self._case["answered_at"] = self._at
            self._do(Action.GUIDE, *who, text="Xin gửi đơn có chữ ký đến Thanh tra tỉnh.")

    def _do(
        self, action: Action, role: Role, officer: UUID | None = None, text: str | None = None, **data: Any
    ) -> None:
        path = lifecycle.path_of(restricted=self._case.get("restricted", False))
        self._record(lifecycle.step(path, self._case["status"], action), role, officer, text, **data)

    def _record(
        self, what: Step | EventType, role: Role, officer: UUID | None = None, text: str | None = None, **data: Any
    ) -> None:
        """As ``Work.record`` does it."""
        step = what if isinstance(what, Step) else Step(None, frozenset(), what, "")
        case = self._case
        if step.to == CaseStatus.AWAITING_CITIZEN:
            case["resume_status"] = case["status"]
        case["status"] = lifecycle.destination(step, case["status"], case.get("resume_status"))
        case["version"] += 1
        if text:
            data["text_digest"] = self._digest("message", text)
            self._say(step, role, officer, text)
        made = id_at(self._at, self._rng)
        event = _Event(
            made, self._id, case["version"], self._at, step.event, step.public, role, officer, data, self._last
        )
        event.hash = self._last = CaseEvent.link(cast(CaseEvent, event))
        self._rows.add("case_event", **vars(event))

    def _say(self, step: Step, role: Role, officer: UUID | None, text: str) -> None:
        row = id_at(self._at, self._rng)
        self._rows.add(
            "message",
            id=row,
            case_id=self._id,
            seq=self._case["version"],
            audience=Audience.CITIZEN if step.public else Audience.INTERNAL,
            role=role,
            officer_id=officer,
            text_sealed=self._seal("message", "text_sealed", row, text),
            at=self._at,
        )

    def _limit(self, kind: CaseKind, *, provisional: bool = False) -> None:
        """As ``limits.set_deadline`` does it: the newest row is the current one."""
        told = dict(self._teller.limits.of(kind, self._plan.received_at))
        earlier = self._rows["deadline"][-1] if self._rows["deadline"] else None
        if earlier is not None and earlier["case_id"] == self._id:
            earlier["superseded_at"] = self._at
        values = {"id": id_at(self._at, self._rng), "case_id": self._id, "set_at": self._at}
        told["counted_from"] = self._plan.received_at
        told["cause"] = DeadlineCause.FILED if provisional else DeadlineCause.CLASSIFIED
        self._rows.add("deadline", **values, provisional=provisional, **told)
        self._case["due_at"] = told["due_at"]
        if not provisional:
            self._record(EventType.DEADLINE_SET, Role.SYSTEM, rule=told["rule"], last_day=told["last_day"].isoformat())

    def _finished_job(self, kind: JobKind) -> None:
        done = self._at + timedelta(seconds=3)
        self._rows.add(
            "outbox_job",
            id=id_at(self._at, self._rng),
            kind=kind,
            case_id=self._id,
            ordering_key=f"{kind.value}:{self._id}",
            state=JobState.DELIVERED,
            attempts=1,
            created_at=self._at,
            ready_at=self._at,
            leased_by="benchmarks",
            finished_at=done,
        )

    def _later(self, **units: float) -> None:
        """Some time goes by, never beyond today."""
        step = timedelta(**units) * (0.5 + self._rng.random())
        self._at = min(self._at + step, self._teller.until)
