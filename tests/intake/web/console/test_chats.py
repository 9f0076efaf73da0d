"""The list of conversations: who waits for a person first, and nothing that is kept from whoever looks."""

import re

import pytest

from intake.cases import chatting, conversations
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.vocabulary import ChannelKind
from tests.bot.talking import Citizen, cases, with_bot
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import RESTRICTED, SURE, Said, World

ACCUSING = "Tôi tố cáo ông Nguyễn Văn Tèo ở Sở Xây dựng nhận hối lộ mười triệu đồng để bỏ qua sai phạm."


@pytest.fixture
def talking(world: World) -> Desk:
    return with_bot(world.desk)


def asks_for_a_person(talking: Desk, name: str) -> Citizen:
    citizen = Citizen(talking, name)
    citizen.says("cho tôi gặp cán bộ")
    drain(talking, Said(SURE), "w")
    return citizen


def files(talking: Desk, name: str) -> Citizen:
    citizen = Citizen(talking, name)
    citizen.files()
    drain(talking, Said(SURE), "w")
    return citizen


def talk_id(talking: Desk, name: str) -> str:
    with talking.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", name)
        assert talk is not None
        return str(talk.id)


def test_who_asks_for_a_person_stands_first_and_is_counted(talking: Desk, sign_in: SignIn) -> None:
    asks_for_a_person(talking, "u1")
    files(talking, "u2")

    page = sign_in("receiver").get("/tro-chuyen")

    words = text_of(page)
    assert page.text.index(f"chat-{talk_id(talking, 'u1')}") < page.text.index(f"chat-{talk_id(talking, 'u2')}")
    assert "chờ từ" in words
    assert "Trần Thị Bé" in words
    assert "Người dùng" in words
    assert "Trò chuyện 1" in words


def test_the_desk_answers_somebody_who_has_filed_nothing(talking: Desk, sign_in: SignIn) -> None:
    citizen = asks_for_a_person(talking, "u1")
    citizen.news()
    here = f"/tro-chuyen/{talk_id(talking, 'u1')}"

    receiver = sign_in("receiver")
    assert "cho tôi gặp cán bộ" in text_of(receiver.get(here))
    assert receiver.post(f"{here}/nhan", text="Chào ông/bà, tôi nghe đây.").status_code == 303
    drain(talking, Said(SURE), "w")

    assert citizen.news() == ["Chào ông/bà, tôi nghe đây."]
    assert citizen.says("Cho hỏi giờ làm việc") == ""
    assert "Tôi đang trả lời" in text_of(receiver.get("/tro-chuyen?trang_thai=mine"))
    assert receiver.post(f"{here}/trao-lai").status_code == 303
    assert "Trò chuyện 0" in text_of(receiver.get("/tro-chuyen"))


def test_the_list_is_narrowed_by_channel_and_by_who_answers(talking: Desk, sign_in: SignIn) -> None:
    asks_for_a_person(talking, "u1")
    receiver = sign_in("receiver")

    assert "chờ từ" in text_of(receiver.get("/tro-chuyen?kenh=webchat&trang_thai=asking"))
    assert "khớp bộ lọc" in text_of(receiver.get("/tro-chuyen?kenh=telegram"))
    assert "khớp bộ lọc" in text_of(receiver.get("/tro-chuyen?trang_thai=bot"))


def test_a_unit_sees_the_conversations_of_its_own_cases_only(talking: Desk, sign_in: SignIn) -> None:
    files(talking, "u1")
    asks_for_a_person(talking, "u2")

    handler, other = sign_in("handler"), sign_in("health.handler")

    assert "Trần Thị Bé" in text_of(handler.get("/tro-chuyen"))
    assert handler.get(f"/tro-chuyen/{talk_id(talking, 'u2')}").status_code == 404
    assert "Chưa có cuộc trò chuyện nào" in text_of(other.get("/tro-chuyen"))
    assert other.get(f"/tro-chuyen/{talk_id(talking, 'u1')}").status_code == 404


def test_whoever_is_accused_never_reads_it_not_even_before_it_is_filed(talking: Desk, sign_in: SignIn) -> None:
    citizen = files(talking, "u1")
    (case,) = cases(talking)
    here = f"/tro-chuyen/{talk_id(talking, 'u1')}"
    handler, receiver, inspector = sign_in("handler"), sign_in("receiver"), sign_in("inspector")
    assert handler.get(here).status_code == 200

    citizen.decision = RESTRICTED
    citizen.says(ACCUSING)
    drain(talking, Said(RESTRICTED), "w")

    for out in (handler, receiver):
        assert out.get(here).status_code == 404
        assert out.get(f"/ho-so/{case.code}/tro-chuyen").status_code == 404
        assert "hối lộ" not in out.get("/tro-chuyen").text
    assert "hối lộ" in text_of(inspector.get(here))
    assert inspector.post(f"{here}/mo").status_code == 303
    assert inspector.get(here).status_code == 404
    assert "hối lộ" in text_of(handler.get(here))


def test_a_desk_that_is_named_does_not_keep_what_accuses_it(talking: Desk, sign_in: SignIn) -> None:
    citizen = Citizen(talking, "u1", RESTRICTED)
    citizen.says("Tôi tố cáo ông Nguyễn Văn Tèo ở Thanh tra tỉnh nhận hối lộ mười triệu đồng để bỏ qua sai phạm.")
    drain(talking, Said(RESTRICTED), "w")
    here = f"/tro-chuyen/{talk_id(talking, 'u1')}"

    assert sign_in("inspector").get(here).status_code == 404
    assert sign_in("office").get(here).status_code == 200


def test_the_conversation_of_a_case_is_closed_to_who_may_not_see_a_restricted_one_in_it(
    talking: Desk, world: World, sign_in: SignIn
) -> None:
    citizen = files(talking, "u1")
    (case,) = cases(talking)
    citizen.decision = RESTRICTED
    citizen.files(f"{ACCUSING} Chuyện ở xã Long Hữu.")
    drain(talking, Said(RESTRICTED), "w")
    assert sign_in("inspector").post(f"/tro-chuyen/{talk_id(talking, 'u1')}/mo").status_code == 303

    assert len(cases(talking)) == 2
    with talking.look(world.handler) as work:
        assert not chatting.is_there(work, work.find(case.code))
    assert sign_in("handler").get(f"/ho-so/{case.code}/tro-chuyen").status_code == 404


def test_no_officer_reads_the_key_of_a_case(talking: Desk, sign_in: SignIn) -> None:
    citizen = Citizen(talking, "u1")
    receipt = citizen.files()
    drain(talking, Said(SURE), "w")
    key = re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}", receipt)[0]
    receiver = sign_in("receiver")

    listed, talk = receiver.get("/tro-chuyen"), receiver.get(f"/tro-chuyen/{talk_id(talking, 'u1')}")
    assert key not in listed.text
    assert key not in talk.text
    assert "•••••" in talk.text
