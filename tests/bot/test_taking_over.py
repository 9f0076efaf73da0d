"""A person in the conversation: the bot is silent until handed back, and news reach whoever chats."""

import pytest

from intake.cases import chatting, conversations, handling, reply, tracking
from intake.cases.errors import Impossible, NotAllowed
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY, Citizen, cases
from tests.world import SURE, Said, World


@pytest.fixture
def citizen(talking: Desk) -> Citizen:
    """Somebody whose case lies with Sở Xây dựng."""
    return Citizen(talking).has_filed()


def test_while_a_person_speaks_the_bot_is_silent_until_handed_back(
    talking: Desk, world: World, citizen: Citizen
) -> None:
    (case,) = cases(talking)
    with talking.work(world.handler) as work:
        chatting.write(work, work.lock(case.code), text="Chào bà, tôi ở Sở Xây dựng. Bà cho hỏi thêm nhé.")
    drain(talking, Said(SURE), "w")
    assert citizen.news() == ["Chào bà, tôi ở Sở Xây dựng. Bà cho hỏi thêm nhé."]

    assert citizen.says(STORY) == ""
    with talking.look(world.handler) as work:
        assert chatting.view(work, work.find(case.code)).lines[-1].text == STORY

    with talking.work(world.handler) as work:
        chatting.hand_back(work, work.lock(case.code))
    assert "đúng không?" in citizen.says(STORY)


def test_a_turn_under_way_says_nothing_once_a_person_has_taken_over(
    talking: Desk, world: World, citizen: Citizen
) -> None:
    (case,) = cases(talking)

    class Slow(Said):
        """While it thinks, an officer takes the conversation over."""

        def decide(self, text: str):  # type: ignore[no-untyped-def]
            with talking.work(world.handler) as work:
                chatting.take(work, work.lock(case.code))
            return super().decide(text)

    citizen.send("Cầu ở ấp 5 xã Long Hữu cũng gãy rồi, xe không qua được.")
    drain(talking, Slow(SURE), "w")

    assert citizen.news() == []
    with talking.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", "u1")
        assert talk is not None
        assert conversations.lines_after(work, talk.id, 0)[-1].text.startswith("Cầu ở ấp 5")  # type: ignore[union-attr]


def test_of_two_officers_one_speaks(talking: Desk, world: World, citizen: Citizen) -> None:
    (case,) = cases(talking)
    with talking.work(world.handler) as work:
        chatting.take(work, work.lock(case.code))

    with pytest.raises(Impossible), talking.work(world.colleague) as work:
        chatting.write(work, work.lock(case.code), text="Tôi trả lời thay nhé.")


def test_an_overseer_reads_no_conversation(talking: Desk, world: World, citizen: Citizen) -> None:
    (case,) = cases(talking)

    with pytest.raises(NotAllowed), talking.look(world.overseer) as work:
        chatting.view(work, work.find(case.code))


def test_the_answer_arrives_in_the_chat_and_is_rated_with_one_tap(
    talking: Desk, world: World, citizen: Citizen
) -> None:
    (case,) = cases(talking)
    with talking.work(world.handler) as work:
        reply.save_draft(work, handling.accept(work, work.lock(case.code)), text="Đoạn đường đã được sửa xong.")
        reply.submit_for_approval(work, work.lock(case.code))
    with talking.work(world.leader) as work:
        reply.approve(work, work.lock(case.code))
    drain(talking, Said(SURE), "w")

    assert "Đã có trả lời" in "\n".join(citizen.news())
    assert "Cảm ơn" in citizen.chooses("rate:5")
    with talking.look(world.handler) as work:
        answered = tracking.answer(work, work.find(case.code))
        assert answered is not None
        assert answered.score == 5
