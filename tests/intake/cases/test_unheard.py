"""What an officer writes in a chat that does not take it: by the next way, on the page, and in sight of the officer."""

import pytest

from intake.cases import chatting as chats
from intake.cases import timeline
from intake.cases.actor import holder_of
from intake.cases.handing import CLOSED
from intake.cases.ports import Permanent, Uncertain
from intake.cases.work import Desk
from models.vocabulary import CaseStatus, ToldBy
from tests.conftest import TestClock
from tests.files import PDF, received
from tests.intake.adapters.post_office import PostOffice, texts
from tests.intake.cases.test_reach import Chatting, begin

WORDS = "Bà gửi thêm cho tôi số nhà nhé."


@pytest.fixture
def chatting(desk: Desk, office: PostOffice, clock: TestClock) -> Chatting:
    return begin(desk, office, clock, email="lua@example.com")


def writes(chatting: Chatting, *files: tuple[str, bytes]) -> None:
    """The officer of the case writes where its sender chats."""
    world = chatting.world
    with world.desk.work() as work:
        case = work.lock(chatting.case.code)
        case.status, case.unit_id = CaseStatus.ASSIGNED, world.handler.unit_id
    with world.desk.work(world.handler) as work:
        ids = [received(work, name, content).id for name, content in files]
        chats.write(work, work.lock(chatting.case.code), text=WORDS, upload_ids=ids)
    chatting.run()


def on_page(chatting: Chatting) -> list[str]:
    with chatting.world.desk.look(holder_of(chatting.case.id)) as work:
        entries = timeline.for_citizen(work, work.find(chatting.case.code))
    return [entry.quote for entry in entries if entry.quote]


def in_console(chatting: Chatting) -> list[tuple[str, str | None]]:
    with chatting.world.desk.look(chatting.world.handler) as work:
        return [(line.text, line.how) for line in chats.view(work, work.find(chatting.case.code)).lines]


def test_a_line_that_arrives_is_told_once(chatting: Chatting) -> None:
    writes(chatting)

    assert [one.body for one in chatting.chat.sent] == [WORDS]
    assert (chatting.ends(), chatting.office.accepted) == ([], [])
    assert in_console(chatting) == [(WORDS, None)]


def test_a_line_the_chat_refuses_goes_by_letter_and_lies_on_the_page(chatting: Chatting) -> None:
    chatting.chat.trouble.append(Permanent("blocked"))
    writes(chatting)

    assert chatting.ends() == [("telegram", "permanent", "blocked"), ("email", "delivered", "")]
    assert WORDS in texts(chatting.office)[0]
    assert WORDS in on_page(chatting)
    assert chatting.timeline()[0] == "Tin “Cán bộ viết trong cuộc trò chuyện” gửi qua Telegram: không gửi được"
    assert in_console(chatting) == [(WORDS, "không gửi được")]


def test_a_line_behind_a_closed_window_waits_on_the_page_for_who_wants_no_letters(chatting: Chatting) -> None:
    chatting.chooses(ToldBy.CHAT_ONLY)
    chatting.clock.tick(days=30)
    writes(chatting, ("mẫu.pdf", PDF))

    assert chatting.ends() == [("telegram", "permanent", CLOSED), ("web", "delivered", "")]
    assert chatting.office.accepted == []
    assert WORDS in on_page(chatting)


def test_a_line_that_may_have_arrived_is_told_no_other_way(chatting: Chatting) -> None:
    chatting.chat.trouble.append(Uncertain("silent"))
    writes(chatting)

    assert (chatting.ends(), chatting.office.accepted) == ([], [])
    assert in_console(chatting) == [(WORDS, "chưa rõ đã tới hay chưa")]


def test_of_a_restricted_case_the_letter_holds_no_word(chatting: Chatting) -> None:
    chatting.chat.trouble.append(Permanent("blocked"))
    world = chatting.world
    with world.desk.work() as work:
        case = work.lock(chatting.case.code)
        case.restricted, case.desk_id, case.text_hash = True, world.handler.unit_id, None
    writes(chatting)

    assert chatting.ends()[-1][0] == "email"
    assert WORDS not in texts(chatting.office)[0]
