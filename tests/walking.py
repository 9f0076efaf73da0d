"""Walking a case through the use cases, step by step of the lifecycle table, as whoever may take the step.

It knows how each action is done for real and by whom. What must be true on the way is the business of the test.
"""

from collections.abc import Callable, Iterator
from uuid import UUID

from intake.cases import (
    correct,
    evaluate,
    handling,
    holding,
    identity,
    merge,
    publish,
    reply,
    restrict,
    satisfaction,
    split,
    triage,
)
from intake.cases.actor import SYSTEM, Actor, holder_of
from intake.cases.case_page import actions
from intake.cases.errors import NotFound
from intake.cases.evaluate import Verdict
from intake.cases.letters import issuing
from intake.cases.parts import Part
from intake.cases.submission import read_identity
from intake.cases.work import Work
from models.case import Case
from models.letter import Letter
from models.vocabulary import Action, CaseKind, CaseStatus, Criterion, Field, Finding, Outcome, RefusalReason, Role
from routing.decision import Decision
from routing.lifecycle import Path, Step
from tests.world import RESTRICTED, SURE, UNSURE, World

ROAD = "Đường trước chợ có nhiều ổ gà."
WHO = {"phone": "0912345678", "address": "12 đường Nguyễn Huệ, phường Long Châu"}
SAID_WHO = "Tôi là Trần Thị Lụa, số 0912 345 678, nhà ở 12 đường Nguyễn Huệ, phường Long Châu."
SECRETS = ("Trần Thị Lụa", "Lụa", "0912 345 678", "0912345678", "12 đường Nguyễn Huệ")
"""What nobody may read of the sender in what is published."""
BRIBE = "Tôi tố cáo một cán bộ Sở Xây dựng nhận tiền của dân."
ELSEWHERE = frozenset({Action.TAKE_OVER, Action.EXTEND, Action.RESEND})
"""Steps that need more than a case: a unit that has ended, a province whose rules allow them, a failed letter."""
ANSWER = "Đã giải quyết xong cho bà Trần Thị Lụa ở 12 đường Nguyễn Huệ, phường Long Châu, số 0912 345 678."

HEADING = {"sign": "SXD-VP", "place": "Vĩnh Long", "signer": "Trần Thị Ký", "signer_title": "GIÁM ĐỐC"}

HANDLERS = frozenset({Role.HANDLING, Role.LEADER})

Deed = Callable[[Work, Case], object]


class Walk:
    """One case on its way. ``taken`` are the steps it has taken."""

    def __init__(self, world: World, path: Path, kind: CaseKind = CaseKind.CONDUCT) -> None:
        self.world, self.path, self.kind = world, path, kind
        content = BRIBE if path is Path.RESTRICTED else f"{ROAD} {BRIBE} {SAID_WHO}"
        filed = world.file(content, publish_consent=True, **WHO)
        self.id, self.code = filed.case.id, filed.case.code
        self.taken: list[Action] = []
        if path is Path.RESTRICTED:
            world.classify(RESTRICTED)

    @property
    def case(self) -> Case:
        with self.world.desk.look() as work:
            return work.find(self.code)

    def able(self, action: Action, step: Step) -> Iterator[Actor]:
        """Everybody who sees the case and has a role for the step."""
        for actor in (*people(self.world), holder_of(self.id), SYSTEM):
            try:
                with self.world.desk.look(actor) as work:
                    case = work.find(self.code)
            except NotFound:
                continue
            if step.roles & actor.roles_for(action, case.unit_id, case.desk_id):
                yield actor

    def take(self, action: Action, actor: Actor) -> None:
        """Take the step as this actor, through the use case behind it."""
        if action is Action.CLASSIFY:
            self.world.classify(UNSURE)
        else:
            deed = self._deed(action, self.case)
            with self.world.desk.work(actor) as work:
                deed(work, work.lock(self.code))
        self.taken.append(action)

    def offered(self, actor: Actor) -> tuple[Action, ...]:
        with self.world.desk.look(actor) as work:
            return actions(work, work.find(self.code))

    def _deed(self, action: Action, case: Case) -> Deed:
        if action is Action.MERGE:
            into = self._mate(case)
            return lambda work, case: merge.merge(work, case, into)
        unit, kind = self.world.construction, self.kind
        if action is Action.ASSIGN:
            return lambda work, case: triage.assign(work, case, unit, kind=kind, field=Field.TRANSPORT)
        if action is Action.ACCEPT:
            return lambda work, case: handling.accept(work, case, kind=CaseKind.DENUNCIATION)
        if action is Action.TRANSFER:
            to = self.world.health if case.unit_id == unit else unit
            return lambda work, case: handling.transfer(work, case, to, reason="Thuộc cơ quan khác.")
        if action is Action.RESTRICT:
            return lambda work, case: restrict.restrict(work, case, accused_units={unit})
        if action is Action.HAND_TO:
            keeper = next(one for one in people(self.world) if one.roles_on(case.unit_id, case.desk_id) & HANDLERS)
            return lambda work, case: holding.hand_to(work, case, keeper.officer_id)
        return _DEEDS[action]

    def _mate(self, case: Case) -> str:
        """Another case that this one may be merged into."""
        mate = self.world.file(BRIBE if case.restricted else ROAD).case.code
        self.world.classify(_like(case))
        if not case.restricted and case.unit_id not in (None, self.world.construction):
            with self.world.desk.work(self.world.handler) as work:
                handling.transfer(work, work.lock(mate), _known(case.unit_id), reason="Cùng cơ quan.")
        return mate


def people(world: World) -> list[Actor]:
    """Every officer of the province, those who draft before those who also lead."""
    return [value for value in vars(world).values() if isinstance(value, Actor)]


def _like(case: Case) -> Decision:
    return RESTRICTED if case.restricted else SURE


def _known(unit_id: UUID | None) -> UUID:
    assert unit_id is not None
    return unit_id


def letter(work: Work, case: Case, **typed: str) -> Letter:
    """A letter with the number that is proposed."""
    said = issuing.proposal(work, case)
    told = {"number": str(said.number), "day": said.day.isoformat(), "subject": said.subject, **HEADING, **typed}
    prepared = issuing.prepare(work, case, told)
    return issuing.issue(work, case, prepared, prepared.write())


def _evaluate(work: Work, case: Case) -> object:
    criteria = {word: Verdict(met=True) for word in Criterion}
    return evaluate.evaluate(work, case, finding=Finding.ENOUGH, criteria=criteria, outcome=Outcome.KEEP)


def _split(work: Work, case: Case) -> object:
    kind = None if case.restricted or case.status is not CaseStatus.TRIAGE else CaseKind.COMPLAINT
    return split.split(work, case, [Part(BRIBE, kind=kind), Part(ROAD)])


_DEEDS: dict[Action, Deed] = {
    Action.RETURN: lambda work, case: handling.send_back_to_triage(work, case, reason="Không thuộc cơ quan tôi."),
    Action.ASK: lambda work, case: handling.ask(work, case, question="Đoạn nào?"),
    Action.ANSWER: lambda work, case: handling.answer(work, case, text="Đoạn trước chợ."),
    Action.ADD: lambda work, case: handling.add(work, case, text="Thêm một ổ gà nữa."),
    Action.NOTE: lambda work, case: handling.note(work, case, text="Đã gọi."),
    Action.DRAFT: lambda work, case: reply.save_draft(work, case, text=ANSWER),
    Action.SUBMIT: reply.submit_for_approval,
    Action.SEND_BACK: lambda work, case: reply.send_back(work, case, comment="Ghi rõ hơn."),
    Action.APPROVE: reply.approve,
    Action.RECALL: reply.recall,
    Action.CORRECT: lambda work, case: correct.correct(work, case, reason="Sai số liệu."),
    Action.ISSUE_LETTER: letter,
    Action.PUBLISH: lambda work, case: publish.publish(work, case, publish.Confirmation(confirmed=True)),
    Action.RATE: lambda work, case: satisfaction.rate(work, case, score=3),
    Action.REOPEN: lambda work, case: handling.reopen(work, case, reason="Chưa xong."),
    Action.REFUSE: lambda work, case: triage.refuse(work, case, reason=RefusalReason.R4, text="Xin ghi rõ hơn."),
    Action.GUIDE: lambda work, case: triage.guide(work, case, text="Xin gửi đúng nơi."),
    Action.HIDE: lambda work, case: publish.hide(work, case, reason="Còn sót tên."),
    Action.RELEASE: lambda work, case: restrict.release(work, case, note="Không phải tố cáo."),
    Action.COMPLETE: lambda work, case: identity.complete(work, case, read_identity(name="Trần Văn Bưởi")),
    Action.WITHDRAW: handling.withdraw,
    Action.EVALUATE: _evaluate,
    Action.TELL_STATUS: lambda work, case: handling.tell_status(work, case, text="Đang xử lý."),
    Action.SPLIT: _split,
    Action.TAKE_BACK: triage.take_back,
    Action.HAND_OVER: lambda work, case: triage.hand_over(work, case, external_code="VB-1", text="Đã chuyển."),
}
