"""The desk and its unit of work: one ``Work`` is one transaction by one actor at one moment.

Only entry points (a route, a task, a command, a turn of the bot) open a Work. Use cases lock the case, ask
whether they may, decide with ``routing``, then record and enqueue through it. They never commit and never send.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from structlog.contextvars import get_contextvars

from intake.cases import access
from intake.cases.actor import SYSTEM, Actor
from intake.cases.errors import Impossible, NotAllowed, NotFound, Stale
from intake.cases.ports import Channel, Clock, Storage, system_clock
from models.base import Base
from models.case import Case
from models.crypto import Keyring
from models.db import Database
from models.history import GENESIS, CaseEvent
from models.outbox import OutboxJob
from models.thread import Message
from models.vocabulary import Action, Audience, CaseStatus, ChannelKind, EventType, JobKind, Role
from routing import lifecycle
from routing.dates import local_day
from routing.lifecycle import Step
from routing.rulebook import Rulebook


@dataclass(frozen=True)
class Desk:
    """Everything a use case may reach, wired once per process."""

    database: Database
    keyring: Keyring
    rulebook: Rulebook
    storage: Storage
    clock: Clock = field(default=system_clock)
    channels: Mapping[ChannelKind, Channel] = field(default_factory=dict)
    public_url: str = ""

    @contextmanager
    def work(self, actor: Actor = SYSTEM) -> Iterator["Work"]:
        """Open one transaction; committed when the block ends well."""
        with self.database.writing() as session:
            yield Work(self, session, actor, self.clock())

    @contextmanager
    def look(self, actor: Actor = SYSTEM) -> Iterator["Work"]:
        """Read only: the same face, on a session that cannot write."""
        with self.database.reading() as session:
            yield Work(self, session, actor, self.clock())


class Work:
    """One transaction: who acts, when, and the few ways in which the record may change."""

    def __init__(self, desk: Desk, session: Session, actor: Actor, now: datetime) -> None:
        self.desk, self.session, self.actor, self.now = desk, session, actor, now
        self._head: tuple[UUID, int, str] | None = None  # the link recorded last: its case, number and hash

    @property
    def today(self) -> date:
        """The local day of this moment, the day the law counts in."""
        return local_day(self.now)

    @property
    def officer_id(self) -> UUID:
        """The officer who acts. Raises NotAllowed for anybody else."""
        if self.actor.officer_id is None:
            raise NotAllowed
        return self.actor.officer_id

    def lock(self, code: str, *, version: int | None = None) -> Case:
        """The case with this code, locked, if this actor may see it. Raises NotFound, Stale."""
        case = self.find(code, lock=True)
        if version is not None and version != case.version and self._touched_since(case, version):
            raise Stale(version, case.version)
        return case

    def find(self, code: str, *, lock: bool = False) -> Case:
        """The case with this code, to be read, if this actor may see it. Raises NotFound."""
        query = access.visible_cases(self.actor).where(Case.code == code)
        query = query.options(joinedload(Case.citizen), joinedload(Case.unit), joinedload(Case.officer))
        case = self.session.scalar(query.with_for_update(of=Case) if lock else query)
        if case is None:
            raise NotFound
        return case

    def allow(self, case: Case, action: Action) -> Step:
        """The step for this action, if the case's status and the actor's roles permit it."""
        try:
            step = lifecycle.step(lifecycle.path_of(restricted=case.restricted), case.status, action)
        except lifecycle.ImpossibleStep:
            raise Impossible(
                "impossible_step",
                f"Hồ sơ đang ở trạng thái “{case.status.label}” nên không thể “{action.label.lower()}”.",
            ) from None
        if not step.roles & self.actor.roles_on(case.unit_id, case.desk_id):
            raise NotAllowed
        return step

    def record(self, case: Case, what: Step | EventType, text: str | None = None, **data: Any) -> CaseEvent:
        """Add an event to the case's chain and take the step it stands for.

        ``text`` is kept sealed in the thread; the event holds only its keyed digest. ``data`` must be JSON
        without personal data.
        """
        step = what if isinstance(what, Step) else Step(None, frozenset(), what, "")
        if step.to == CaseStatus.AWAITING_CITIZEN:
            case.resume_status = case.status
        case.status = lifecycle.destination(step, case.status, case.resume_status)
        case.version += 1
        if text:
            audience = Audience.CITIZEN if step.public else Audience.INTERNAL
            data["text_digest"] = self._say(case, text, audience)
        event = CaseEvent(
            case_id=case.id,
            seq=case.version,
            at=self.now,
            type=step.event,
            public=step.public,
            role=self.actor.acting_role(step.roles),
            officer_id=self.actor.officer_id,
            data=data,
            prev_hash=self._last_hash(case),
        )
        event.hash = event.link()
        self._head = case.id, case.version, event.hash
        self.add(case, event)
        return event

    def add(self, case: Case, row: Base) -> None:
        """Keep a row that points to the case, in this transaction, together with what else is waiting."""
        if case in self.session.new:
            self.session.flush()  # nothing else tells the session to write a new case before its rows
        self.session.add(row)

    def enqueue(self, kind: JobKind, case: Case, *, notice_id: UUID | None = None) -> OutboxJob:
        """Ask a worker for something about a case after this transaction has committed."""
        job = OutboxJob(
            kind=kind,
            case_id=case.id,
            notice_id=notice_id,
            ordering_key=f"{kind.value}:{case.id}",
            created_at=self.now,
            ready_at=self.now,
            request_id=get_contextvars().get("request_id"),
        )
        self.add(case, job)
        return job

    def digest(self, purpose: str, value: str) -> str:
        return self.desk.keyring.digest(purpose, value)

    def _say(self, case: Case, text: str, audience: Audience) -> str:
        message = Message(
            case_id=case.id,
            seq=case.version,
            audience=audience,
            role=self.actor.acting_role(frozenset()),
            officer_id=self.actor.officer_id,
            text=text,
            at=self.now,
        )
        self.session.add(message)
        return self.digest("message", text)

    def _touched_since(self, case: Case, version: int) -> bool:
        """Whether a person did anything after this version; what machines note does not make a form stale."""
        query = select(CaseEvent.id).where(
            CaseEvent.case_id == case.id, CaseEvent.seq > version, CaseEvent.role != Role.SYSTEM
        )
        return version > case.version or self.session.scalar(query.limit(1)) is not None

    def _last_hash(self, case: Case) -> str:
        if case.version == 1:
            return GENESIS
        if self._head is not None and self._head[:2] == (case.id, case.version - 1):
            return self._head[2]
        query = select(CaseEvent.hash).where(CaseEvent.case_id == case.id, CaseEvent.seq == case.version - 1)
        return self.session.scalar(query) or GENESIS


def by_id(work: Work, case_id: UUID) -> Case:
    """The case a worker was asked about, locked; only the system may ask this way."""
    code = work.session.scalar(select(Case.code).where(Case.id == case_id))
    return work.lock(code or "")
