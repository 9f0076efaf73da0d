"""Conversations on a real desk: from somebody's own words to a case, whatever is sent twice, late or in between."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import func, select

from intake.cases import conversations, handling, procedures
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.conversation import ChatLine, Conversation
from models.vocabulary import ChannelKind, Department, JobState, Speaker, WorkQueue
from routing.decision import RankedDepartment
from routing.procedures_file import Row
from tests.bot.talking import STORY, Citizen, cases
from tests.conftest import TestClock
from tests.world import RESTRICTED, SURE, Said, World


def test_a_citizen_tells_what_happened_and_gets_a_code(talking: Desk) -> None:
    citizen = Citizen(talking)

    assert "Sở Xây dựng" in citizen.says(STORY)
    assert "họ tên" in citizen.chooses("yes")
    assert "số điện thoại" in citizen.says("Tôi tên là Trần Thị Bé")
    assert "ảnh" in citizen.says("0912345678")
    assert "công khai" in citizen.says("không có")
    summary = citizen.says("đồng ý")
    for told in (STORY, "xã Long Hữu", "Trần Thị Bé", "+84912345678"):
        assert told in summary
    told = citizen.says("gửi")

    (case,) = cases(talking)
    assert case.code in told
    assert (case.content, case.place, case.publish_consent) == (STORY, "ấp 3, xã Long Hữu", True)
    assert case.channel is ChannelKind.WEBCHAT


def test_what_the_first_message_says_is_never_asked(talking: Desk) -> None:
    citizen = Citizen(talking)

    citizen.says(f"{STORY} Tôi tên là Trần Thị Bé, số 0912345678.")

    assert "ảnh" in citizen.chooses("yes")


OF_A_COMMUNE = replace(SURE, departments=(RankedDepartment(Department.COMMUNE, 0.96),))


def test_the_commune_complained_about_is_proposed_and_not_the_one_somebody_lives_in(talking: Desk) -> None:
    citizen = Citizen(talking, decision=OF_A_COMMUNE)

    told = citizen.says("Tôi ở xã Hiệp Mỹ, lên UBND xã Long Hữu làm giấy khai sinh mà cán bộ hẹn hoài.")

    assert "gửi UBND xã Long Hữu, đúng không?" in told


def test_the_office_of_a_place_that_is_told_later_is_in_the_summary_and_gets_the_case(
    talking: Desk, world: World
) -> None:
    citizen = Citizen(talking, decision=OF_A_COMMUNE)
    citizen.says("Cán bộ hẹn tôi năm lần bảy lượt mà không làm giấy khai sinh cho con tôi.")
    citizen.chooses("yes")
    citizen.says("ấp 3 xã Long Hữu")
    citizen.says("Trần Thị Bé")
    citizen.says("0912345678")
    citizen.chooses("done")

    assert "UBND xã Long Hữu" in citizen.chooses("agree")
    citizen.chooses("send")
    drain(talking, Said(OF_A_COMMUNE), "machine")
    assert [case.unit_id for case in cases(talking)] == [world.commune]


def test_an_event_told_three_times_is_heard_once(talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    citizen.chooses("yes")
    citizen.says("Trần Thị Bé 0912345678")
    citizen.chooses("done")
    citizen.chooses("agree")

    told = citizen.says("gửi", times=3)

    assert told.count("Mã hồ sơ") == 1
    assert len(cases(talking)) == 1


def test_two_workers_racing_for_one_person_file_once_and_keep_the_order(talking: Desk) -> None:
    citizen = Citizen(talking)
    for text in (STORY, "Xe máy té ba lần trong tháng này rồi.", "đúng", "Trần Thị Bé 0912345678"):
        citizen.send(text)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: drain(talking, Said(SURE), f"w{n}", queue=WorkQueue.INBOUND), range(4)))
    drain(talking, Said(SURE), "last", queue=WorkQueue.INBOUND)
    citizen.chooses("done")
    citizen.chooses("agree")
    citizen.chooses("send")

    (case,) = cases(talking)
    assert case.content == f"{STORY}\nXe máy té ba lần trong tháng này rồi."


def test_ten_messages_in_a_row_are_answered_with_one_question(talking: Desk) -> None:
    citizen = Citizen(talking)
    for number in range(9):
        citizen.send(f"Đường hư chỗ số {number} trước trường học xã Long Hữu.")

    told = citizen.says("Xin sửa giúp bà con chúng tôi.")

    assert told.count("đúng không?") == 1
    citizen.chooses("yes")
    with talking.look() as work:
        assert "chỗ số 8" in (work.session.scalars(select(Conversation)).one().state or "")


def test_fifty_people_at_once_each_get_their_own_answer(talking: Desk) -> None:
    people = [Citizen(talking, f"p{number}") for number in range(50)]
    for number, person in enumerate(people):
        person.send(f"Đường trước nhà số {number} xã Long Hữu có nhiều ổ gà.")
        person.send("đúng")
        person.send(f"Người thứ {'ABCDEFGHIJ'[number % 10]}")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: drain(talking, Said(SURE), f"w{n}", queue=WorkQueue.INBOUND), range(3)))
    drain(talking, Said(SURE), "last", queue=WorkQueue.INBOUND)

    for number, person in enumerate(people):
        with talking.look() as work:
            talk = conversations.find(work, ChannelKind.WEBCHAT, "web", person.name)
            assert talk is not None
            assert f"nhà số {number} " in (talk.state or "")
            assert "số điện thoại" in conversations.lines_after(work, talk.id, 0)[-1].text  # type: ignore[operator]


def test_a_conversation_left_for_a_week_goes_on_exactly_there(talking: Desk, clock: TestClock) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    citizen.chooses("yes")
    clock.tick(days=7)

    assert "số điện thoại" in citizen.says("Trần Thị Bé")


def test_what_was_said_and_known_is_sealed(talking: Desk) -> None:
    Citizen(talking).says(STORY)

    with talking.look() as work:
        kept = work.session.scalars(select(Conversation)).one()
        lines = work.session.scalars(select(ChatLine)).all()
    for sealed in (kept.state_sealed, kept.address_sealed, *(line.text_sealed for line in lines)):
        assert STORY.encode() not in (sealed or b"")
        assert "Long Hữu".encode() not in (sealed or b"")


def test_every_line_that_was_said_has_an_honest_state(talking: Desk) -> None:
    Citizen(talking).says(STORY)

    with talking.look() as work:
        said = work.session.scalars(select(ChatLine).where(ChatLine.speaker == Speaker.BOT)).all()
        assert {line.state for line in said} == {JobState.DELIVERED}


def test_a_line_nobody_can_deliver_says_so(talking: Desk) -> None:
    mute = replace(talking, channels={})
    with mute.work() as work:
        conversations.say(work, conversations.begin(work, ChannelKind.TELEGRAM, "bot", "u1"), "Chào bà con.")

    drain(mute, Said(SURE), "w", queue=WorkQueue.INBOUND)

    with talking.look() as work:
        said = work.session.scalars(select(ChatLine).where(ChatLine.speaker == Speaker.BOT)).all()
        assert {(line.state, line.fault) for line in said} == {(JobState.PERMANENT, "no_channel")}


def sends_it_all_the_same(citizen: Citizen) -> None:
    citizen.chooses("yes")
    citizen.says("Trần Thị Bé 0912345678")
    citizen.chooses("done")
    citizen.chooses("send")


def test_a_possible_denunciation_is_told_plainly_and_kept_restricted(talking: Desk) -> None:
    citizen = Citizen(talking, decision=RESTRICTED)

    told = citizen.says("Tôi tố cáo cán bộ địa chính xã Long Hữu nhận hối lộ 5 triệu đồng của tôi.")
    assert "Luật Tố cáo" in told
    assert "diện hạn chế" in told
    assert "Sở Xây dựng" not in told
    sends_it_all_the_same(citizen)
    drain(talking, Said(RESTRICTED), "w")

    (case,) = cases(talking)
    assert case.restricted


def test_what_was_told_as_a_denunciation_is_kept_restricted_whatever_is_found_in_the_end(talking: Desk) -> None:
    citizen = Citizen(talking, decision=RESTRICTED)
    citizen.says("Tôi tố cáo cán bộ địa chính xã Long Hữu nhận hối lộ 5 triệu đồng của tôi.")
    citizen.decision = SURE

    told = citizen.says("Dù sao tôi cũng cảm ơn các anh chị ở xã đã giúp đỡ tôi nhiều việc khác.")
    assert "diện hạn chế" in told
    assert "Sở Xây dựng" not in told
    sends_it_all_the_same(citizen)
    drain(talking, Said(SURE), "w")

    (case,) = cases(talking)
    assert (case.restricted, case.unit_id, case.content_plain) == (True, None, None)


def test_an_officers_question_arrives_in_the_chat_and_the_answer_lands_on_the_case(talking: Desk, world: World) -> None:
    citizen = Citizen(talking).has_filed()
    (case,) = cases(talking)
    with talking.work(world.handler) as work:
        handling.ask(work, handling.accept(work, work.lock(case.code)), question="Đoạn đường dài bao nhiêu mét?")
    drain(talking, Said(SURE), "w")

    assert "Đoạn đường dài bao nhiêu mét?" in "\n".join(citizen.news())
    assert case.code in citizen.says("Dạ khoảng hai trăm mét tính từ cầu Ông Mười.")
    with talking.look(world.handler) as work:
        assert work.find(case.code).status.value == "accepted"


def test_somebody_elses_code_opens_nothing_without_its_key(talking: Desk) -> None:
    owner, other = Citizen(talking, "chu"), Citizen(talking, "la")
    owner.files()
    (case,) = cases(talking)

    told = other.says(case.code)
    assert "mã bí mật" in told
    assert "chưa đúng" in other.says("AAAAA-BBBBB-CCCCC")
    assert "Mã hồ sơ" not in other.says("thôi")
    assert case.code in owner.says(case.code)


def test_nonsense_in_the_inbox_stops_nobody(talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.send("", location="đâu đó")

    assert "đúng không?" in citizen.says(STORY)
    with talking.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_a_question_about_a_procedure_is_answered_from_the_catalogue_and_the_story_goes_on(
    world: World, talking: Desk
) -> None:
    with talking.work(world.administrator) as work:
        rows = [
            Row("1.001193", "Thủ tục đăng ký khai sinh", agency="UBND cấp xã"),
            Row("2.000815", "Chứng thực bản sao"),
        ]
        procedures.bring_in(work, rows, source="danh-muc.csv")
    citizen = Citizen(talking)
    citizen.says(STORY)
    citizen.chooses("yes")

    answer = citizen.says("thủ tục đăng ký khai sinh")

    assert "Thủ tục đăng ký khai sinh (1.001193) – UBND cấp xã" in answer
    assert "họ tên" in answer


def test_what_was_tapped_stands_in_the_conversation_in_the_words_that_were_offered(talking: Desk) -> None:
    citizen = Citizen(talking)
    citizen.says(STORY)
    citizen.chooses("yes")

    with talking.look() as work:
        said = work.session.scalars(select(ChatLine).where(ChatLine.speaker == Speaker.CITIZEN).order_by(ChatLine.seq))
        assert [line.text for line in said] == [STORY, "Đúng"]
