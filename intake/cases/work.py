"""The desk and its unit of work: one ``Work`` is one transaction by one actor at one moment.

Only entry points (a route, a task, a command, a turn of the bot) open a Work. Use cases lock the case, ask
whether they may, decide with ``routing``, then record and enqueue through it. They never commit and never send.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload
from structlog.contextvars import get_contextvars

from intake.cases import access
from intake.cases.actor import SYSTEM, Actor
from intake.cases.current_book import CurrentBook
from intake.cases.current_catalogue import CurrentCatalogue
from intake.cases.current_organisation import CurrentOrganisation
from intake.cases.errors import Impossible, NotAllowed, NotFound, Stale
from intake.cases.news import News
from intake.cases.ports import (
    AtOnce,
    Channel,
    ChannelSetup,
    Clock,
    Conversation,
    LetterPrinter,
    PlaceReader,
    Storage,
    VirusScanner,
    system_clock,
)
from models import bulletin
from models.base import Base, insert_all
from models.bulletin import About
from models.case import Case
from models.crypto import Keyring
from models.db import Database
from models.history import GENESIS, CaseEvent
from models.languages import _
from models.notice import Notice
from models.outbox import OutboxJob
from models.thread import Message
from models.vocabulary import Action, Audience, CaseStatus, ChannelKind, EventType, JobKind, Role
from routing import lifecycle
from routing.dates import local_day
from routing.lifecycle import Step
from routing.rulebook import Rulebook


@dataclass(frozen=True)
class Desk:
    """Everything a use case may reach, wired once per process. ``loaded`` is the rule book it was started with."""

    database: Database
    keyring: Keyring
    loaded: Rulebook
    storage: Storage
    clock: Clock = field(default=system_clock)
    channels: Mapping[ChannelKind, Channel] = field(default_factory=dict)
    setups: Mapping[ChannelKind, ChannelSetup] = field(default_factory=dict)
    public_url: str = ""
    scanner: VirusScanner | None = None
    conversation: Conversation | None = None
    at_once: AtOnce | None = None
    printer: LetterPrinter | None = None
    places: PlaceReader | None = None
    classifier: Path | None = None
    """The folder of the trained model, for who looks at its figures; it is loaded elsewhere."""

    @cached_property
    def current(self) -> CurrentBook:
        """The loaded book with the calendar days this office has entered."""
        return CurrentBook(self.loaded)

    @cached_property
    def organisation(self) -> CurrentOrganisation:
        """The units and officers as this process knows them."""
        return CurrentOrganisation()

    @cached_property
    def procedures(self) -> CurrentCatalogue:
        """The catalogue of procedures as this process knows it."""
        return CurrentCatalogue()

    @property
    def rulebook(self) -> Rulebook:
        """The law as it is applied now."""
        return self.current.book

    @contextmanager
    def work(self, actor: Actor = SYSTEM) -> Iterator["Work"]:
        """Open one transaction; committed when the block ends well."""
        with self.database.writing() as session:
            work = self._open(session, actor)
            yield work
            insert_all(session, work.last_rows)
            if lines := work.news.lines():
                bulletin.announce(self.database, session, About.CASES, lines)
            if talks := work.news.talks():
                bulletin.announce(self.database, session, About.TALKS, talks)
        for follow in work.afterwards:
            follow()

    @contextmanager
    def look(self, actor: Actor = SYSTEM) -> Iterator["Work"]:
        """Read only: the same face, on a session that cannot write."""
        with self.database.reading() as session:
            yield self._open(session, actor)

    def _open(self, session: Session, actor: Actor) -> "Work":
        now = self.clock()
        self.current.refresh(session, now)
        return Work(self, session, actor, now)


class Work:
    """One transaction: who acts, when, and the few ways in which the record may change."""

    def __init__(self, desk: Desk, session: Session, actor: Actor, now: datetime) -> None:
        self.desk, self.session, self.actor, self.now = desk, session, actor, now
        self.news = News()
        self.last_rows: list[Base] = []
        """What this transaction writes and does not read again: inserted at its end, all of a table at once."""
        self.afterwards: list[Callable[[], None]] = []
        """What is done at once when the transaction has committed; whoever does it must not count on it."""
        self._heads: dict[UUID, tuple[int, str]] = {}  # the last link of a case: its number and hash

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
        return self.find_where(Case.code == code, lock=lock)

    def find_where(self, only: ColumnElement[bool], *, lock: bool = False) -> Case:
        """The one case of which this is true, if this actor may see it; a locked one as it is now. Raises NotFound."""
        query = access.visible_cases(self.actor).where(only)
        query = query.options(joinedload(Case.citizen), joinedload(Case.unit), joinedload(Case.officer))
        if lock:  # it may have been read before, and somebody may have changed it while the lock was waited for
            query = query.with_for_update(of=Case).execution_options(populate_existing=True)
        case = self.session.scalar(query)
        if case is None:
            raise NotFound
        if lock:
            self.news.before(case)
        return case

    def lock_beside(self, code: str) -> Case:
        """A second case, locked while one is held already. Raises NotFound, Impossible when somebody else has it.

        It never waits: of two officers who hold one case each and want the other's, both would wait for ever.
        """
        query = access.visible_cases(self.actor).where(Case.code == code)
        query = query.options(joinedload(Case.citizen), joinedload(Case.unit))
        case = self.session.scalar(query.with_for_update(of=Case, skip_locked=True))
        if case is None:
            self.find(code)
            raise Impossible(
                "busy", _("Hồ sơ {code} đang có người cập nhật. Xin thử lại sau vài giây.").format(code=code)
            )
        self.news.before(case)
        return case

    def as_(self, actor: Actor) -> "Work":
        """The same transaction with somebody else at work."""
        same = Work(self.desk, self.session, actor, self.now)
        same.news, same.last_rows, same.afterwards = self.news, self.last_rows, self.afterwards
        same._heads = self._heads
        return same

    def by_itself(self) -> "Work":
        """The same transaction, for what follows from a step without anybody doing it."""
        return self.as_(SYSTEM)

    def allow(self, case: Case, action: Action) -> Step:
        """The step for this action, if the case's status and the actor's roles permit it."""
        if case.erased_at is not None:
            raise Impossible("erased", _("Dữ liệu của hồ sơ này đã được xóa, không làm gì thêm được nữa."))
        try:
            step = lifecycle.step(lifecycle.path_of(restricted=case.restricted), case.status, action)
        except lifecycle.ImpossibleStep:
            raise Impossible(
                "impossible_step",
                _("Hồ sơ đang ở trạng thái “{status}” nên không thể “{action}”.").format(
                    status=_(case.status.label), action=_(action.label).lower()
                ),
            ) from None
        if not step.roles & self.actor.roles_for(action, case.unit_id, case.desk_id):
            raise NotAllowed
        if step.only_kind is not None and not step.is_for(case.kind):
            needed = _("Việc “{action}” chỉ dành cho hồ sơ loại “{kind}”.").format(
                action=_(action.label).lower(), kind=_(step.only_kind.label)
            )
            raise Impossible("not_for_this_kind", needed)
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
        role = self.actor.acting_role(step.roles)
        if role is Role.LEADER and self.actor.stands_for is not None:
            data["on_behalf"] = str(self.actor.stands_for.officer_id)
        if text:
            audience = Audience.CITIZEN if step.public else Audience.INTERNAL
            data["text_digest"] = self._say(case, text, audience)
        event = CaseEvent(
            case_id=case.id,  # known to the hash at once, while ``case`` is what orders the writing
            case=case,
            seq=case.version,
            at=self.now,
            type=step.event,
            public=step.public,
            role=role,
            officer_id=self.actor.officer_id,
            data=data,
            prev_hash=self._last_hash(case),
        )
        event.hash = event.link()
        self._heads[case.id] = case.version, event.hash
        self.news.changed(case)
        self.session.add(event)
        return event

    def enqueue(self, kind: JobKind, case: Case, *, notice: Notice | None = None) -> OutboxJob:
        """Ask a worker for something about a case after this transaction has committed."""
        job = OutboxJob(
            kind=kind,
            case=case,
            notice=notice,
            ordering_key=f"{kind.value}:{case.id}",
            position=case.version,
            created_at=self.now,
            ready_at=self.now,
            request_id=get_contextvars().get("request_id"),
        )
        self.session.add(job)
        return job

    def read_heads(self, cases: Iterable[Case]) -> None:
        """Read the last links of many cases at once, before something is recorded on each of them."""
        last = and_(CaseEvent.case_id == Case.id, CaseEvent.seq == Case.version)
        query = select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.hash).join(Case, last)
        for case_id, seq, link in self.session.execute(query.where(Case.id.in_([case.id for case in cases]))):
            self._heads[case_id] = seq, link

    def digest(self, purpose: str, value: str) -> str:
        return self.desk.keyring.digest(purpose, value)

    def _say(self, case: Case, text: str, audience: Audience) -> str:
        message = Message(
            case=case,
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
        seq, link = self._heads.get(case.id, (0, ""))
        if seq == case.version - 1:
            return link
        query = select(CaseEvent.hash).where(CaseEvent.case_id == case.id, CaseEvent.seq == case.version - 1)
        return self.session.scalar(query) or GENESIS


def by_id(work: Work, case_id: UUID) -> Case:
    """The case a worker was asked about, locked; only the system may ask this way."""
    return work.find_where(Case.id == case_id, lock=True)
