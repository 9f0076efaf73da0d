"""What was issued and what has happened stay as they were written: the database itself refuses, on both engines."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from intake.cases import handling, reply
from intake.cases.errors import NotAllowed
from models.history import CaseEvent
from models.thread import Reply, ReplyDrafter
from tests.intake.cases.test_path import answered, drafted
from tests.world import World

CHANGES: dict[str, Callable[[], object]] = {
    "the text": lambda: update(Reply).values(text_sealed=b"x"),
    "the day": lambda: update(Reply).values(issued_at=Reply.saved_at, saved_at=Reply.issued_at),
    "the approver": lambda: text("UPDATE reply SET state = 'draft', approver_id = NULL, issued_at = NULL"),
    "the reply": lambda: delete(Reply),
    "an event": lambda: update(CaseEvent).values(public=False),
    "all events": lambda: delete(CaseEvent),
    "a drafter": lambda: delete(ReplyDrafter),
    "who drafted": lambda: text("UPDATE reply_drafter SET officer_id = (SELECT approver_id FROM reply)"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_issued_is_neither_changed_nor_removed(what: str, world: World) -> None:
    answered(world)

    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.execute(CHANGES[what]())  # type: ignore[call-overload]  # statements of several kinds


def test_whoever_ever_saved_the_draft_cannot_approve_it_and_the_database_agrees(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(world.leader) as work:
        handling.accept(work, work.lock(code))
        reply.save_draft(work, work.lock(code), text="Lãnh đạo viết trước.")
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Cán bộ viết lại.")
        reply.submit_for_approval(work, work.lock(code))

    with pytest.raises(NotAllowed, match="four_eyes"), world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    by_the_leader = {"state": "issued", "approver_id": world.leader.officer_id, "issued_at": Reply.saved_at}
    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.execute(update(Reply).values(by_the_leader))


def test_an_approver_cannot_be_made_a_drafter_afterwards(world: World) -> None:
    answered(world)

    with world.desk.look() as work:
        issued = work.session.scalars(select(Reply)).one()
    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.add(ReplyDrafter(reply_id=issued.id, officer_id=issued.approver_id))


def test_a_draft_may_still_be_changed(world: World) -> None:
    code = world.assigned().case.code
    drafted(world, code)

    with world.desk.work(world.leader) as work:
        assert (
            reply.send_back(work, work.lock(code), comment="Ghi rõ ngày.").text
            == "Kính gửi ông/bà, Sở đã cho vá đường."
        )
