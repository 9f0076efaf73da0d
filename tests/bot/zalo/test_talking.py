"""Whole conversations on Zalo, from the first word to the answer, over Zalo's own requests and answers."""

import io
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from bot.channels.zalo.simulated import Line
from bot.faked import Fault
from intake.cases import conversations, handling, reply
from models.conversation import ChatLine
from models.thread import Upload
from models.vocabulary import ChannelKind
from tests.bot.talking import cases
from tests.bot.zalo.line import STORY, Phone, account
from tests.world import World


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 140, 90)).save(drawn, "JPEG")
    return drawn.getvalue()


def photo(phone: Phone, text: str = "", **more: Any) -> dict[str, Any]:
    url = phone.line.address + phone.fake.keep_media(picture(), "image/jpeg")
    return phone.fake.message(phone.user, "image", text=text, **{"url": url, "thumbnail": "https://x.zdn.vn/t"} | more)


def test_a_case_is_filed_with_words_and_numbers_only(phone: Phone) -> None:
    said = phone.files()

    (case,) = cases(phone.desk)
    assert case.content == STORY
    assert case.channel is ChannelKind.ZALO
    assert f"Mã hồ sơ: {case.code}" in said
    assert account(phone.desk).sent_at is not None


def test_every_question_shows_its_numbers(phone: Phone) -> None:
    assert "1. Đúng\n2. Không phải\nXin gõ số để chọn." in phone.says(STORY)


def test_a_photo_is_fetched_at_once_and_goes_with_the_case(phone: Phone) -> None:
    assert "Tôi đã nhận tệp" in phone.does(photo(phone))
    phone.fake.media.clear()

    phone.files()

    (case,) = cases(phone.desk)
    with phone.desk.look() as work:
        (upload,) = work.session.query(Upload)
    assert upload.case_id == case.id
    assert phone.desk.storage.path(upload.id).stat().st_size == upload.size


def test_a_photo_that_cannot_be_fetched_is_tried_again_and_then_asked_for(phone: Phone, clock: Any) -> None:
    phone.fake.faults.append(Fault("/media", times=9, status=503))
    phone.does(photo(phone, text=STORY))
    assert phone.news() == []

    clock.tick(minutes=3)
    phone.works()

    said = "\n".join(phone.news())
    assert "chưa tải được tệp" in said
    assert "đúng không?" in said.lower()


@pytest.mark.parametrize("url", ["https://evil.example/a.jpg", "http://169.254.169.254/latest", "file:///etc/passwd"])
def test_a_photo_from_elsewhere_is_never_asked_for_and_its_words_are_heard(phone: Phone, url: str) -> None:
    said = phone.does(photo(phone, text=STORY, url=url))

    assert "nằm ở nơi lạ" in said
    assert "đúng không?" in said.lower()
    with phone.desk.look() as work:
        assert work.session.query(Upload).count() == 0


def test_a_place_a_shared_number_a_sticker_and_a_follower_are_understood(phone: Phone) -> None:
    fake = phone.fake
    assert "Chào ông/bà" in phone.does(fake.event("follow", "u1", follower={"id": "u1"}))
    assert "Xin viết bằng chữ" in phone.does(fake.message("u1", "sticker", url="https://x.zdn.vn/1"))
    place = {"latitude": "9.81", "longitude": "106.34"}
    assert "đã ghi vị trí" in phone.does(fake.message("u1", "location", coordinates=place))
    phone.says(STORY)
    phone.says("1")
    info = {"name": "Trần Thị Bé", "phone": "84912345678"}
    assert "đã ghi số điện thoại" in phone.does(fake.event("user_submit_info", "u1", info=info))
    for _answer in range(3):
        phone.says("1")

    (case,) = cases(phone.desk)
    with phone.desk.look() as work:
        found = work.find(case.code)
        assert found.citizen.name == "Trần Thị Bé"
        assert "9.81" in (found.place or "")


def test_zalo_s_own_form_asks_for_the_number_where_a_picture_for_it_was_entered(phone: Phone) -> None:
    phone.enter(info_image="https://tinh.gov.vn/anh.png")
    for typed in (STORY, "1", "Trần Thị Bé"):
        phone.says(typed)

    (asked,) = [one for one in phone.fake.sent if "attachment" in one.message]
    payload = asked.message["attachment"]["payload"]
    assert payload["template_type"] == "request_user_info"
    assert payload["elements"][0]["image_url"] == "https://tinh.gov.vn/anh.png"


def test_buttons_only_where_they_were_switched_on_and_the_numbers_stay(phone: Phone) -> None:
    phone.enter(buttons="yes")
    phone.says(STORY)

    (asked,) = phone.fake.sent
    assert "1. Đúng" in asked.text
    assert [button["payload"] for button in asked.message["attachment"]["payload"]["buttons"]] == ["1", "2"]


def test_scripts_in_a_name_and_in_words_stay_words(phone: Phone, sqlite_world: World) -> None:
    name = '<script>alert(1)</script> "Bé" {{7*7}}'
    phone.says(f"{STORY} <img src=x onerror=alert(1)>")
    phone.says("1")
    phone.does(phone.fake.event("user_submit_info", "u1", info={"name": name, "phone": "84912345678"}))
    for _answer in range(3):
        phone.says("1")

    (case,) = cases(phone.desk)
    with phone.desk.look() as work:
        assert work.find(case.code).citizen.name == name
    page = TestClient(phone.web.app).get(f"/ho-so/{case.code}").text
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page


def test_somebody_else_s_code_shows_nothing_of_the_case(phone: Phone) -> None:
    phone.files()
    (case,) = cases(phone.desk)
    stranger = Phone(phone.desk, phone.line, "u2")

    said = stranger.says(case.code)

    assert STORY not in said
    assert "Trần" not in said
    assert "0912" not in said


def test_two_people_are_never_mixed(phone: Phone) -> None:
    other = Phone(phone.desk, phone.line, "u2")
    phone.says(STORY)
    other.says("Cống trước chợ Long Hữu bị nghẹt, nước ngập cả tuần nay.")
    for typed in ("1", "Trần Thị Bé", "0912 345 678", "1", "1", "1"):
        phone.says(typed)

    (case,) = cases(phone.desk)
    assert case.content == STORY


def test_what_comes_in_the_wrong_order_is_heard_in_the_right_one(phone: Phone) -> None:
    first = phone.fake.message("u1", text="Đường trước nhà tôi ở ấp 3 xã Long Hữu có nhiều ổ gà.")
    second = phone.fake.message("u1", text="Trẻ em té hoài, xin sửa giúp.")
    phone.tell(second)
    phone.tell(first)
    phone.works()

    with phone.desk.look() as work:
        talk = conversations.find(work, ChannelKind.ZALO, phone.fake.oa_id, "u1")
        assert talk is not None
        lines = [line.text for line in conversations.lines_after(work, talk.id, 0)]
    assert lines[0] == first["message"]["text"]
    assert lines[1] == second["message"]["text"]


def test_somebody_who_has_not_signed_in_is_answered(phone: Phone) -> None:
    message = {"msg_id": "a1", "text": STORY, "conversation_id": "c9"}
    told = phone.fake.event("anonymous_send_text", "a7", message=message, sender={"anonymous_id": "a7"})

    phone.tell(told)
    phone.works()

    (sent,) = phone.fake.sent
    assert (sent.to, sent.path) == ("a7", "/v2.0/oa/message")


def test_the_answer_of_the_office_arrives_and_is_rated_by_its_number(phone: Phone, sqlite_world: World) -> None:
    phone.files()
    phone.works()
    (case,) = cases(phone.desk)
    desk, world = phone.desk, sqlite_world
    with desk.work(world.handler) as work:
        handling.accept(work, work.lock(case.code))
    with desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(case.code), text="Sở đã cho dặm vá xong ngày 25/11/2026.")
        reply.submit_for_approval(work, work.lock(case.code))
    with desk.work(world.leader) as work:
        reply.approve(work, work.lock(case.code))
    phone.works()

    said = "\n".join(phone.news())
    assert "5. Rất hài lòng" in said
    assert "đánh giá" in phone.says("5")


def test_every_line_that_was_said_is_known_to_have_arrived(phone: Phone) -> None:
    phone.files()

    with phone.desk.look() as work:
        assert {line.state.value for line in work.session.query(ChatLine)} == {"delivered"}


def test_a_line_of_two_thousand_letters_and_more_arrives_in_parts(phone: Phone, zalo: Line) -> None:
    for part in range(3):
        phone.says(f"{part} {STORY} " + "Nước ngập sâu, xe chết máy, không ai tới coi. " * 20)
    for typed in ("1", "Trần Thị Bé", "0912 345 678", "1", "1"):
        phone.says(typed)

    assert max(len(text) for text in zalo.fake.said_to("u1")) <= 2000
    assert any(text.startswith("Xin xem lại") for text in zalo.fake.said_to("u1"))
