"""One sample case from receipt to where its story ends, told through the same use cases as everybody's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.cases import classify, evaluate, handling, publish, reply, restrict, satisfaction, triage
from intake.cases.actor import SYSTEM, Actor, holder_of
from intake.cases.evaluate import Verdict
from intake.cases.ports import Decider
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk, Work
from models.case import Case
from models.outbox import OutboxJob
from models.vocabulary import (
    CaseKind,
    ChannelKind,
    Criterion,
    Field,
    Finding,
    JobState,
    Outcome,
    RefusalReason,
    Role,
)
from routing.dates import LOCAL
from routing.knowing import completed
from routing.lifecycle import RESTRICTED_KINDS

Story = dict[str, Any]
"""One entry of ``cases/*.yaml``; its fields are explained at the top of each file."""

RECEIVING_UNIT = "ttpvhcc"
RESTRICTED_UNIT = "thanh-tra-tinh"


@dataclass(frozen=True)
class People:
    """Who can act in a story: units by key, officers by unit and role."""

    units: dict[str, UUID]
    officers: dict[tuple[str, Role], list[Actor]]

    def one(self, unit: str, role: Role, turn: int) -> Actor:
        able = self.officers[unit, role]
        return able[turn % len(able)]


class Teller:
    """Walks one case along its story; each step happens some hours after the one before, never after now."""

    def __init__(self, desk: Desk, session: Session, people: People, story: Story, turn: int) -> None:
        self.desk, self.session, self.people, self.story = desk, session, people, story
        self.now: datetime = desk.clock()
        self.received_at = _received_at(story, self.now)
        self.ends: str = story["ends"]
        self.kind = CaseKind(story["kind"])
        self.unit: str | None = story.get("unit")
        self.taken = 0
        self.at = self.received_at + timedelta(seconds=2)
        self.receiver = people.one(RECEIVING_UNIT, Role.RECEIVING, turn)
        self.handler = people.one(self.unit or RESTRICTED_UNIT, Role.HANDLING, turn)
        self.leader = people.one(self.unit or RESTRICTED_UNIT, Role.LEADER, 0)

    def tell(self, decider: Decider) -> None:
        """From receipt to the end of the story."""
        self._file()
        if self.ends == "received":
            return
        self._classify(decider)
        if self.kind in RESTRICTED_KINDS:
            self._at_the_restricted_desk()
        else:
            self._at_triage()
            self._in_the_unit()
            self._after_the_answer()

    def _file(self) -> None:
        given = {
            name: self.story[name] for name in ("name", "phone", "email", "address", "place") if self.story.get(name)
        }
        submission = read_submission(
            content=self.story["content"],
            channel=ChannelKind(self.story.get("channel", "web")),
            publish_consent=bool(self.story.get("publish_consent")),
            **given,
        )
        filed = submit(Work(self.desk, self.session, SYSTEM, self.received_at), submission)
        self.code, self.citizen = filed.case.code, holder_of(filed.case.id)

    def _classify(self, decider: Decider) -> None:
        """The machine's real decision; it routes on its own only where the story agrees with it."""
        content = self.story["content"]
        work = Work(self.desk, self.session, SYSTEM, self.received_at + timedelta(seconds=2))
        decision = completed(decider.decide(content), content, classify.knowledge(work))
        if self.kind not in RESTRICTED_KINDS:
            decision = replace(decision, restricted=False)
        case = work.lock(self.code)
        agrees = self.ends not in _STAYS_AT_TRIAGE and decision.kind is self.kind
        found = classify.competence_today(work, decision, case.place, case.content).unit_id
        agrees = agrees and found is not None and found == self.people.units.get(self.unit or "")
        classify.apply(work, case, replace(decision, auto=decision.auto and agrees))
        job = self.session.scalars(select(OutboxJob).where(OutboxJob.case_id == case.id)).one()
        job.state, job.finished_at, job.attempts = JobState.DELIVERED, work.now, 1

    def _at_the_restricted_desk(self) -> None:
        if not self._case(SYSTEM).restricted:
            self._do(self.receiver, lambda work, case: restrict.restrict(work, case, suspected=self.kind))
        if self.ends == "guided":
            self._do(self.handler, lambda work, case: triage.guide(work, case, text=self.story["guidance"]))
        elif self.ends == "refused":
            self._refuse(self.handler)
        elif self.ends not in ("triage", "assigned"):
            self._do(self.handler, lambda work, case: handling.accept(work, case, kind=self.kind))
            self._note()
            self._ask()
            self._draft_and_approve()

    def _at_triage(self) -> None:
        if self.ends == "guided":
            self._do(self.receiver, lambda work, case: triage.guide(work, case, text=self.story["guidance"]))
        elif self.ends == "refused":
            self._refuse(self.receiver)
        elif self.ends == "withdrawn":
            reason = self.story.get("withdraw_reason")
            self._do(self.citizen, lambda work, case: handling.withdraw(work, case, reason=reason))
        elif self.ends != "triage" and self._case(SYSTEM).unit_id is None:
            first = self.story.get("transfer_from") or self.unit
            unit_id = self.people.units[first or ""]
            field = Field(self.story["field"])
            self._do(
                self.receiver,
                lambda work, case: triage.assign(work, case, unit_id, kind=self.kind, field=field),
            )

    def _in_the_unit(self) -> None:
        if self.ends in _STAYS_AT_TRIAGE:
            return
        if self.ends == "transferred":
            self._transfer()
        if self.ends == "returned":
            reason = self.story["return_reason"]
            self._do(self.handler, lambda work, case: handling.send_back_to_triage(work, case, reason=reason))
        if self.ends in ("assigned", "transferred", "returned"):
            return
        self._do(self.handler, handling.accept)
        self._note()
        self._ask()
        if self.story.get("citizen_answer"):
            answer = self.story["citizen_answer"]
            self._do(self.citizen, lambda work, case: handling.answer(work, case, text=answer))
        self._draft_and_approve()

    def _draft_and_approve(self) -> None:
        text = self.story.get("reply") or self.story.get("draft_reply")
        self._examine()
        if not text:
            return
        self._do(self.handler, lambda work, case: reply.save_draft(work, case, text=text))
        if self.ends == "drafting":
            return
        self._do(self.handler, reply.submit_for_approval)
        if self.ends == "sent_back":
            comment = self.story["send_back_comment"]
            self._do(self.leader, lambda work, case: reply.send_back(work, case, comment=comment))
        elif self.ends != "awaiting_approval":
            self._do(self.leader, reply.approve)

    def _examine(self) -> None:
        """How a proposal about a regulation was found, where the story tells it."""
        told = self.story.get("examination")
        if told is None:
            return
        finding = Finding.COLLECTING if told == Finding.COLLECTING else Finding.ENOUGH
        found = {} if finding is Finding.COLLECTING else told
        unmet = found.get("unmet", {})
        criteria = {word: Verdict(met=word.value not in unmet, note=unmet.get(word.value, "")) for word in Criterion}
        outcome = Outcome(found["outcome"]) if found else None
        given = {"finding": finding, "criteria": criteria, "outcome": outcome, "proposal": found.get("proposal", "")}
        self._do(self.handler, lambda work, case: evaluate.evaluate(work, case, **given))

    def _after_the_answer(self) -> None:
        if self.ends not in ("answered", "published", "reopened"):
            return
        if self.story.get("rating"):
            self._do(self.citizen, self._rate)
        if self.ends == "published":
            confirmed = publish.Confirmation(confirmed=True)
            self._do(self.receiver, lambda work, case: publish.publish(work, case, confirmed))
        if self.ends == "reopened":
            reason = self.story["reopen_reason"]
            self._do(self.citizen, lambda work, case: handling.reopen(work, case, reason=reason))

    def _transfer(self) -> None:
        left = self.story.get("transfer_from")
        if left is None or self._case(SYSTEM).unit_id != self.people.units[left]:
            return
        before = self.people.one(left, Role.HANDLING, 0)
        reason, unit_id = self.story["transfer_reason"], self.people.units[self.unit or ""]
        self._do(before, lambda work, case: handling.transfer(work, case, unit_id, reason=reason))

    def _refuse(self, officer: Actor) -> None:
        refusal = self.story["refusal"]
        reason = RefusalReason(refusal["reason"])
        self._do(officer, lambda work, case: triage.refuse(work, case, reason=reason, text=refusal["text"]))

    def _rate(self, work: Work, case: Case) -> object:
        return satisfaction.rate(work, case, score=self.story["rating"], comment=self.story.get("comment"))

    def _ask(self) -> None:
        if self.story.get("question"):
            self._do(self.handler, lambda work, case: handling.ask(work, case, question=self.story["question"]))

    def _note(self) -> None:
        if self.story.get("note"):
            self._do(self.handler, lambda work, case: handling.note(work, case, text=self.story["note"]))

    def _do(self, actor: Actor, step: Callable[[Work, Case], object]) -> None:
        """Take one step, at the next moment of the story."""
        work = Work(self.desk, self.session, actor, self._next_moment())
        step(work, work.lock(self.code))

    def _case(self, actor: Actor) -> Case:
        return Work(self.desk, self.session, actor, self.now).lock(self.code)

    def _next_moment(self) -> datetime:
        """Steps lie ever further apart, in office hours where the story has the time, and always before now."""
        self.taken += 1
        elapsed = self.now - self.received_at
        latest: timedelta = elapsed * (1 - 0.5**self.taken)
        planned = self.received_at + min(timedelta(hours=3.2) * self.taken**1.6, latest)
        soonest = self.at + timedelta(minutes=4)
        moment = max(_in_office_hours(planned, minute=len(self.code) + 7 * self.taken), soonest)
        self.at = moment if moment < self.now else max(planned, self.at)
        return self.at


def _in_office_hours(moment: datetime, minute: int) -> datetime:
    """The moment itself on a weekday from 7:30 to 16:30, else the next such morning."""
    local = moment.astimezone(LOCAL)
    if local.time() > time(16, 30):
        local = datetime.combine(local.date() + timedelta(days=1), time(7, 30 + minute % 25), LOCAL)
    elif local.time() < time(7, 30):
        local = datetime.combine(local.date(), time(7, 30 + minute % 25), LOCAL)
    return local + timedelta(days=max(0, 7 - local.isoweekday() + 1) if local.isoweekday() > 5 else 0)


_STAYS_AT_TRIAGE = frozenset({"triage", "guided", "refused", "withdrawn"})


def _received_at(story: Story, now: datetime) -> datetime:
    hour, minute = (int(part) for part in str(story["received_at"]).split(":"))
    day = (now - timedelta(days=int(story["received_days_ago"]))).astimezone(LOCAL).date()
    return min(
        datetime.combine(day, time(hour, minute), LOCAL),
        now - timedelta(minutes=20 + len(story["content"]) % 60),
    )
