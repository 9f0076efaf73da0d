"""Choosing in the chat how to be told: kept with the case, at the review before sending and at any time after it."""

from dataclasses import replace

import pytest

from intake.adapters.mail import Mail
from intake.cases import reach
from intake.cases.actor import holder_of
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.vocabulary import ChannelKind, ToldBy
from tests.bot.talking import STORY, Citizen, cases, with_bot
from tests.world import SURE, Said, World


@pytest.fixture
def talking(world: World) -> Desk:
    """A province with a mail server that nobody asks here."""
    mail = Mail("smtp://127.0.0.1:1/?from=pa@vinhlong.example&tls=none")
    return with_bot(replace(world.desk, channels={ChannelKind.EMAIL: mail}))


def chosen(desk: Desk) -> list[tuple[ToldBy | None, str | None]]:
    found = []
    for case in cases(desk):
        with desk.look(holder_of(case.id)) as work:
            kept = work.find(case.code)
            found.append((reach.chosen(work, kept), kept.citizen.email))
    return found


def to_summary(citizen: Citizen) -> None:
    citizen.says(STORY)
    citizen.chooses("yes")
    citizen.says("Trần Thị Bé")
    citizen.says("0912 345 678")
    citizen.chooses("done")
    citizen.chooses("agree")


def test_nobody_is_asked_and_the_chat_is_first(talking: Desk) -> None:
    assert "ngay tại đây" in Citizen(talking).files()

    assert chosen(talking) == [(None, None)]


def test_at_the_review_one_chooses_and_an_address_is_asked_only_if_needed(talking: Desk) -> None:
    citizen = Citizen(talking)
    to_summary(citizen)

    assert "nhận bằng cách nào" in citizen.says("cách báo tin")
    assert "địa chỉ thư" in citizen.chooses("email_chat")
    assert "chưa đúng" in citizen.says("lua@mail")
    assert "Gửi thư điện tử" in citizen.says("lua@example.com")
    assert "gửi vào thư điện tử" in citizen.chooses("send")
    assert chosen(talking) == [(ToldBy.EMAIL_FIRST, "lua@example.com")]


def test_whoever_will_not_give_an_address_is_told_here(talking: Desk) -> None:
    citizen = Citizen(talking)
    to_summary(citizen)
    citizen.says("cách báo tin")
    citizen.chooses("email_chat")

    assert "Chỉ nhắn tại đây" in citizen.says("bỏ qua")


def test_after_sending_the_choice_is_for_the_cases_filed_here(talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.files()

    citizen.says("cách báo tin")
    assert "không gửi tin nữa" in citizen.says("4")
    assert chosen(talking) == [(ToldBy.PAGE, None)]
    citizen.says("cách báo tin")
    citizen.chooses("chat_email")
    assert "gửi thư điện tử" in citizen.says("lua@example.com")
    assert chosen(talking) == [(ToldBy.CHAT_FIRST, "lua@example.com")]
    citizen.says("cách báo tin")
    assert "Đã ghi" in citizen.chooses("email_chat")


def test_who_chose_the_page_gets_no_notice_in_the_chat(talking: Desk, world: World) -> None:
    citizen = Citizen(talking)
    to_summary(citizen)
    citizen.says("cách báo tin")
    citizen.chooses("page")
    assert "không gửi tin" in citizen.chooses("send")
    drain(talking, Said(SURE), "w")

    assert citizen.news() == []


def test_where_no_e_mail_is_sent_none_is_offered(world: World) -> None:
    citizen = Citizen(with_bot(world.desk))
    citizen.files()
    citizen.says("cách báo tin")

    assert "không gửi tin nữa" in citizen.says("2")


def test_without_a_case_there_is_nothing_to_choose_for(talking: Desk) -> None:
    assert "chưa gửi hồ sơ nào" in Citizen(talking).says("cách báo tin")


def test_one_may_leave_it_as_it_was(talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.files()
    citizen.says("cách báo tin")

    assert "như trước" in citizen.says("thôi hủy")
    assert chosen(talking) == [(None, None)]
