"""An issued answer is corrected by a new version: the old text stays readable, and nothing public outlives it."""

import pytest

from intake.cases import correct, publish, published, reply, tracking
from intake.cases.errors import NotAllowed, NotFound
from models.vocabulary import CaseStatus
from tests.intake.cases.test_path import answered, citizen_of
from tests.world import World


def corrected(world: World, code: str) -> None:
    with world.desk.work(world.leader) as work:
        correct.correct(work, work.lock(code), reason="Sai ngày hoàn thành.")
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Kính gửi ông/bà, xong ngày 30/11.")
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))


def test_a_correction_replaces_the_answer_and_both_stay_readable(world: World) -> None:
    code = answered(world)
    corrected(world, code)

    with world.desk.look(citizen_of(world, code)) as work:
        page = tracking.tracking(work, work.find(code))
    assert page.answer is not None
    assert page.answer.text == "Kính gửi ông/bà, xong ngày 30/11."
    assert [old.text for old in page.answer.replaced] == ["Kính gửi ông/bà, Sở đã cho vá đường."]
    told = [entry.text for entry in page.timeline]
    assert "Đã có văn bản trả lời đính chính, thay văn bản trước" in told
    assert "Sai ngày hoàn thành." in [entry.quote for entry in page.timeline]


def test_while_it_is_corrected_the_old_answer_says_so(world: World) -> None:
    code = answered(world)
    with world.desk.work(world.leader) as work:
        draft = correct.correct(work, work.lock(code), reason="Sai ngày.")
        assert (draft.version, draft.text) == (2, "Kính gửi ông/bà, Sở đã cho vá đường.")

    with world.desk.look(citizen_of(world, code)) as work:
        page = tracking.tracking(work, work.find(code))
    assert page.status is CaseStatus.DRAFTING
    assert page.answer is not None
    assert page.answer.being_corrected


def test_what_was_published_is_taken_back_until_it_is_confirmed_anew(world: World) -> None:
    code = answered(world, publish_consent=True)
    with world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(code), publish.Confirmation(confirmed=True))

    corrected(world, code)

    with world.desk.look() as work, pytest.raises(NotFound):
        published.one(work, code)
    with world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(code), publish.Confirmation(confirmed=True))
    with world.desk.look() as work:
        assert published.one(work, code).answer == "Kính gửi ông/bà, xong ngày 30/11."


def test_only_a_leader_has_an_answer_corrected(world: World) -> None:
    code = answered(world)

    with pytest.raises(NotAllowed), world.desk.work(world.handler) as work:
        correct.correct(work, work.lock(code), reason="Sai ngày.")
