"""Whole conversations on the fake Telegram, over real HTTP."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from bot.channels.telegram.client import FILE_MAX_BYTES
from bot.channels.telegram.fake import Mishap, Person
from intake.cases.work import Desk
from models.case import Case
from models.conversation import Conversation
from models.inbound import InboundMessage
from models.thread import Upload
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY, cases
from tests.bot.telegram.office import OTHER_TOKEN, Office
from tests.files import PAGE, PDF, PROGRAM, picture
from tests.world import make_world

SPOKEN = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(99)


def kept(desk: Desk) -> list[str]:
    with desk.look() as work:
        return sorted(str(one.name) for one in work.session.scalars(select(Upload)))


def rows(desk: Desk) -> int:
    with desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(InboundMessage)) or 0


def test_a_case_is_filed_by_words_buttons_and_a_shared_contact(office: Office) -> None:
    citizen = office.person()
    acts: tuple[Callable[[], object], ...] = (
        lambda: citizen.says("/start"),
        lambda: citizen.says(STORY),
        lambda: citizen.presses("1"),
        lambda: citizen.shares_contact("84912345678"),
        lambda: citizen.sends_photo(picture("JPEG")),
        lambda: citizen.presses("1"),
        lambda: citizen.presses("Đồng ý"),
        lambda: citizen.presses("1"),
    )
    for act in acts:
        act()
        office.hears()

    (case,) = cases(office.desk)
    assert (case.content, case.channel) == (STORY, ChannelKind.TELEGRAM)
    with office.desk.look() as work:
        found = work.session.get_one(Case, case.id)
        work.session.refresh(found, ["citizen"])
        assert (found.citizen.name, found.citizen.phone) == ("Trần Thị Bé", "+84912345678")
    assert case.code in "\n".join(citizen.heard[-2:])
    assert office.bot.turning == set()


def test_an_album_is_one_message_with_all_its_pictures(office: Office) -> None:
    citizen = office.person()
    citizen.sends_album([picture("JPEG", (60 + n, 40)) for n in range(5)], STORY)
    office.hears()

    assert len(kept(office.desk)) == 5
    assert len(citizen.heard) == 1


def test_an_album_waits_for_its_pieces_and_survives_that_nobody_is_there(office: Office) -> None:
    citizen = office.person()
    citizen.says(STORY)
    office.hears()
    before = len(citizen.heard)

    for update in citizen.sends_album([picture("JPEG", (60 + n, 40)) for n in range(3)]):
        office.receive(update)
        office.works()
        assert len(citizen.heard) == before
    office.bot.waiting.clear()
    office.hears()

    assert [text for text in citizen.heard if "tệp" in text][:1] == ["Tôi đã nhận 3 tệp."]


def test_an_edited_message_changes_the_story(office: Office) -> None:
    citizen = office.person()
    first = citizen.says(STORY)
    office.hears()
    citizen.edits(first, text="Đường trước nhà tôi ở xã Long Hữu ngập nước cả tuần nay.")
    office.hears()

    assert any("Tôi đã sửa" in text for text in citizen.heard)


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [(PDF, "đơn.pdf", ["đơn.pdf"]), (picture("PNG"), "<script>alert(1)</script>.png", ["script>.png"])],
)
def test_a_document_is_kept_under_an_honest_name(office: Office, content: bytes, name: str, kept_as: list[str]) -> None:
    citizen = office.person()
    citizen.says(STORY)
    citizen.sends_document(content, name)
    office.hears()

    assert kept(office.desk) == kept_as


def test_a_spoken_message_is_kept(office: Office) -> None:
    citizen = office.person()
    citizen.sends_voice(SPOKEN)
    office.hears()

    (name,) = kept(office.desk)
    assert name.startswith("loi-noi-")
    assert any("lời nói" in text for text in citizen.heard)


@pytest.mark.parametrize(
    ("content", "said"), [(PROGRAM, "một chương trình máy tính"), (PAGE, "một trang web"), (b"", "rỗng")]
)
def test_what_may_not_come_in_is_told_in_a_sentence(office: Office, content: bytes, said: str) -> None:
    citizen = office.person()
    citizen.sends_document(content, "giấy tờ.pdf")
    office.hears()

    assert kept(office.desk) == []
    assert said in citizen.heard[0]


def test_a_file_that_telegram_does_not_give_is_told_with_another_way(office: Office) -> None:
    citizen = office.person()
    for told in (FILE_MAX_BYTES + 1, None):
        stored = citizen.stores(b"x", "documents/a.mp4", size=FILE_MAX_BYTES + 1)
        citizen.sends(document={**stored, "file_name": "phim.mp4", "file_size": told})
        office.hears()

        assert "“phim.mp4” lớn hơn 20 MB" in citizen.heard[-2]


def asked_for_a_number(office: Office) -> Person:
    """Somebody who is at the question for their number."""
    citizen = office.person()
    citizen.says(STORY)
    office.hears()
    citizen.presses("1")
    office.hears()
    citizen.says("Trần Thị Bé")
    office.hears()
    return citizen


def test_a_strangers_card_is_not_the_senders_number_before_they_say_so(office: Office) -> None:
    citizen = asked_for_a_number(office)
    citizen.shares_contact("84987654321", of=999)
    office.hears()

    assert "+84987654321" in citizen.heard[-1]
    citizen.presses("Không phải")
    office.hears()
    assert "số điện thoại" in citizen.heard[-1]
    with office.desk.look() as work:
        (talk,) = work.session.scalars(select(Conversation))
        assert "987654321" not in (talk.state or "")


SHARE, SKIP = "Chia sẻ số điện thoại", "Bỏ qua"


def test_a_number_is_shared_with_one_tap(office: Office) -> None:
    citizen = asked_for_a_number(office)
    question = office.bot.sent[-1]
    assert (question.keys, question.buttons) == ([(SHARE, True), (SKIP, False)], [])

    citizen.taps(SHARE)
    office.hears()

    assert citizen.keys == []
    assert [one.text[:11] for one in office.bot.sent[-2:]] == ["Tôi đã ghi ", "Ông/bà có ả"]
    with office.desk.look() as work:
        (talk,) = work.session.scalars(select(Conversation))
        assert "+84912345678" in (talk.state or "")


@pytest.mark.parametrize(
    "act", [lambda citizen: citizen.taps(SKIP), lambda citizen: citizen.says("0912 345 678")], ids=["skipped", "typed"]
)
def test_the_keys_go_when_the_question_is_answered(office: Office, act: Callable[[Person], object]) -> None:
    citizen = asked_for_a_number(office)
    act(citizen)
    office.hears()

    assert citizen.keys == []
    assert office.bot.sent[-2].text == "Tôi đã nhận được."
    assert [label for label, _data in office.bot.sent[-1].buttons] == ["Không có"]


def test_a_wrong_number_is_asked_for_with_the_keys_again(office: Office) -> None:
    citizen = asked_for_a_number(office)
    citizen.says("091234567")
    office.hears()

    assert "thiếu một chữ số" in citizen.heard[-1]
    assert office.bot.sent[-1].keys == [(SHARE, True), (SKIP, False)]


def test_keys_that_cannot_be_taken_away_hold_nothing_up(office: Office) -> None:
    citizen = asked_for_a_number(office)
    citizen.says("0912 345 678")
    office.api.goes_wrong(Mishap("sendMessage", 500))
    office.hears()

    assert "ảnh" in citizen.heard[-1]
    assert SHARE in citizen.keys


def test_the_keys_are_labelled_in_the_language_that_is_spoken(office: Office) -> None:
    citizen = office.person()
    for text in ("The road in front of my house has many holes, please help us", "yes", "Long Hữu", "Be Tran"):
        citizen.says(text)
        office.hears()

    assert citizen.keys == ["Share your phone number", "Skip"]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Xem http://lua.example", "0912 345 678", "a" * 300])
def test_a_display_name_that_is_none_is_not_taken_for_one(office: Office, name: str) -> None:
    citizen = office.person(first_name=name, last_name="")
    citizen.says(STORY)
    office.hears()
    citizen.presses("1")
    citizen.shares_contact("84912345678")
    office.hears()

    assert "họ tên" in citizen.heard[-1]


@pytest.mark.parametrize("chat_type", ["group", "supergroup", "channel"])
def test_groups_and_channels_are_answered_with_silence_and_nothing_is_kept(office: Office, chat_type: str) -> None:
    group = office.person(-100_123, chat_type=chat_type)
    group.says(STORY)
    office.bot.tell(channel_post={"message_id": 3, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": STORY})
    office.bot.tell(my_chat_member={"chat": {"id": -5, "type": "group"}})
    office.hears()

    assert rows(office.desk) == 0
    assert office.bot.sent == []


def test_another_bot_is_no_citizen(office: Office) -> None:
    machine = office.person()
    machine.sends(text=STORY, **{"from": {"id": 77, "is_bot": True, "first_name": "Máy"}})
    office.hears()

    assert rows(office.desk) == 0


def test_an_old_button_answers_nothing(office: Office) -> None:
    citizen = office.person()
    citizen.says(STORY)
    office.hears()
    old, data = citizen.last, citizen.last.buttons[0][1]
    citizen.presses("1")
    office.hears()
    assert old.buttons == []
    question = citizen.heard[-1]

    citizen.presses_data(data, old.id)
    office.hears()

    assert citizen.heard[-1] == question
    assert office.bot.turning == set()


def test_a_button_pressed_twice_in_a_hurry_counts_once(office: Office) -> None:
    citizen = office.person()
    citizen.says(STORY)
    office.hears()
    data, under = citizen.last.buttons[0][1], citizen.last.id
    for _time in range(3):
        citizen.presses_data(data, under)
    office.hears()

    assert "họ tên" in citizen.heard[-1]
    assert len(citizen.heard) == 2


@pytest.mark.parametrize(
    "data", ["send", "", "AAAAAAAAAAAAAAAAAAAAAA.0", "x" * 64, "é.0", "….-1", "AAAAAAAAAAAAAAAAAAAAAA.99"]
)
def test_an_invented_button_stands_for_nothing(office: Office, data: str) -> None:
    citizen = office.person()
    citizen.says(STORY)
    office.hears()
    question = citizen.heard[-1]
    citizen.presses_data(data, citizen.last.id)
    office.hears()

    assert citizen.heard[-1] == question


def test_somebody_elses_button_stands_for_nothing(office: Office) -> None:
    one, other = office.person(501), office.person(502)
    one.says(STORY)
    other.says(STORY)
    office.hears()
    question = other.heard[-1]
    other.presses_data(one.last.buttons[0][1], one.last.id)
    office.hears()

    assert other.heard[-1] == question


def test_two_bots_of_two_units_never_mix_one_persons_messages(office: Office) -> None:
    other_bot = office.add(OTHER_TOKEN)
    here, there = office.person(501), office.person(501, other_bot)
    here.says(STORY)
    office.hears()
    there.says("hủy")
    there.presses_data(here.last.buttons[0][1], here.last.id)
    office.hears()

    assert len(here.heard) == 1
    assert there.heard
    with office.desk.look() as work:
        talks = work.session.scalars(select(Conversation)).all()
    assert {talk.account for talk in talks} == {"7000000001", "7000000002"}
    assert len({talk.person_digest for talk in talks}) == 2


def test_somebody_elses_code_tells_nothing_without_its_key(office: Office) -> None:
    world = make_world(office.desk)
    filed = world.file("Ông Tư ở ấp 5 lấn chiếm lòng đường.", name="Lê Văn Tư", phone="0912345678")
    curious = office.person(666)
    curious.says(f"Hồ sơ {filed.case.code} tới đâu rồi?")
    office.hears()
    curious.says("AAAAA-BBBBB-CCCCC")
    office.hears()

    heard = "\n".join(curious.heard)
    assert "Mã bí mật" in heard or "mã bí mật" in heard
    assert "lấn chiếm" not in heard
    assert "Tư" not in heard.replace(STORY, "")


def test_a_forwarded_story_and_a_place_are_heard(office: Office) -> None:
    citizen = office.person()
    origin = {"type": "hidden_user", "sender_user_name": "Ai đó", "date": 1}
    citizen.says(STORY, forward_origin=origin)
    citizen.sends(location={"latitude": 9.81, "longitude": 106.34})
    office.hears()

    with office.desk.look() as work:
        (talk,) = work.session.scalars(select(Conversation))
        assert "9.81" in (talk.state or "")
