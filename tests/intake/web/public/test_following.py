"""Following a case: code and key, the page in its order, and each step a citizen may take."""

from fastapi import FastAPI
from sqlalchemy import select

from intake.adapters.mail import Mail
from intake.cases import handling, reach, timeline
from intake.web.cookies import Cookie
from intake.web.limiter import RULES
from models.case import Case
from models.history import CaseEvent
from models.thread import Rating, Upload
from models.vocabulary import CaseStatus, ChannelKind, EventType, ToldBy
from tests.conftest import TestClock
from tests.files import PDF
from tests.intake.web.public.stories import ANSWER, QUESTION, accepted, answered, asked, noted, opened
from tests.intake.web.public.test_filing import PNG
from tests.pages import Browser, Page, words
from tests.world import RESTRICTED, World


def headings(page: Page) -> list[str]:
    return [words(heading) for heading in page.tree.iter("h2")]


def status_of(world: World, code: str) -> CaseStatus:
    with world.desk.look() as work:
        return work.session.scalars(select(Case.status).where(Case.code == code)).one()


def test_code_and_key_open_the_case_and_the_key_is_in_no_address(citizen: Browser, world: World) -> None:
    filed = world.assigned()

    page = opened(citizen, filed)

    assert page.path == f"/ho-so/{filed.case.code}"
    assert page.h1 == f"Hồ sơ {filed.case.code}"
    assert all(filed.key not in str(step.url) for step in [*page.response.history, page.response])


def test_small_letters_and_spaces_do_not_matter(visitor: Browser, sqlite_world: World) -> None:
    filed = sqlite_world.file()
    code, key = filed.case.code.lower().replace("-", " "), filed.key.lower().replace("-", "")

    page = visitor.submit(visitor.get("/theo-doi"), "/theo-doi", code=code, key=key)

    assert page.h1 == f"Hồ sơ {filed.case.code}"


def test_a_wrong_key_and_a_wrong_code_get_the_same_sentence(visitor: Browser, sqlite_world: World) -> None:
    filed, other = sqlite_world.file(), sqlite_world.file()
    door = visitor.get("/theo-doi")

    wrong = [
        visitor.submit(door, "/theo-doi", code=filed.case.code, key=other.key),
        visitor.submit(door, "/theo-doi", code="PA-261120-000000-0", key=filed.key),
        visitor.submit(door, "/theo-doi", code="không nhớ", key=""),
    ]

    assert {page.status for page in wrong} == {404}
    assert {page.error("code") for page in wrong} == {"Mã hồ sơ hoặc mã bí mật chưa đúng. Xin xem lại biên nhận."}


def test_somebody_elses_code_shows_only_the_door(visitor: Browser, sqlite_world: World) -> None:
    mine, other = sqlite_world.file(), sqlite_world.file("Chuyện của người khác.")
    opened(visitor, mine)

    page = visitor.get(f"/ho-so/{other.case.code}")

    assert page.h1 == f"Mở hồ sơ {other.case.code}"
    assert "Chuyện của người khác" not in page.text
    assert visitor.get("/ho-so/PA-261120-000000-5").status == page.status


def test_guessing_keys_is_stopped(visitor: Browser, sqlite_world: World) -> None:
    filed = sqlite_world.file()
    door = visitor.get("/theo-doi")
    window = next(window for window in RULES["track"].windows if "code" in window.by)
    for _ in range(window.limit.amount):
        visitor.submit(door, "/theo-doi", code=filed.case.code, key="AAAAA")

    page = visitor.submit(door, "/theo-doi", code=filed.case.code, key=filed.key)

    assert page.status == 429
    assert "Xin đợi khoảng" in page.error("code")


def test_the_page_answers_in_the_order_a_citizen_asks(citizen: Browser, world: World) -> None:
    page = opened(citizen, asked(world))

    assert headings(page) == [
        "Đến nay",
        "Tiếp theo",
        "Đến bao giờ, vì sao",
        "Trả lời cán bộ",
        "Những việc đã diễn ra",
        "Điều ông/bà đã gửi",
    ]
    assert QUESTION in page.text
    assert "Sở Xây dựng tỉnh Vĩnh Long phải trả lời ông/bà trước khi hết ngày" in page.text
    assert "Cách tính: 20 ngày kể từ 20/11/2026" in page.text


def test_the_timeline_is_newest_first_and_public_only(citizen: Browser, world: World, clock: TestClock) -> None:
    filed = accepted(world)
    clock.tick(hours=3)
    noted(world, filed)

    page = opened(citizen, filed)

    lines = [words(line) for line in page.one("ol").iter("li")]
    assert lines[0] == "Thứ Sáu 20/11/2026, 12:00 Cơ quan đã thụ lý hồ sơ"
    assert lines[-1].endswith("Đã tiếp nhận phản ánh")
    assert "chưa ai nghe máy" not in page.text


def test_a_citizen_answers_with_a_file_and_the_case_goes_on(citizen: Browser, world: World) -> None:
    filed = asked(world)
    page = opened(citizen, filed)
    action = f"/ho-so/{filed.case.code}/tra-loi"

    done = citizen.submit(page, action, answer="Trước nhà số 12.", files=[("nhà.png", PNG)])
    again = citizen.submit(page, action, answer="Trước nhà số 12.", files=[("nhà.png", PNG)])

    assert "Đã nhận câu trả lời của ông/bà" in done.text
    assert "Đã nhận câu trả lời của ông/bà" in again.text
    assert status_of(world, filed.case.code) is CaseStatus.ACCEPTED
    with world.desk.look() as work:
        events = work.session.scalars(select(CaseEvent.type)).all()
        assert events.count(EventType.ANSWERED_BY_CITIZEN) == 1
        kept = work.session.scalars(select(Upload).where(Upload.case_id.is_not(None)))
        assert [upload.name for upload in kept] == ["nhà.png"]


def test_an_empty_answer_keeps_the_file_that_came_with_it(visitor: Browser, sqlite_world: World) -> None:
    filed = asked(sqlite_world)
    action = f"/ho-so/{filed.case.code}/tra-loi"

    page = visitor.submit(opened(visitor, filed), action, answer=" ", files=[("nhà.png", PNG)])

    assert page.status == 422
    assert "Ông/bà chưa viết gì" in page.error("answer")
    assert "Đã nhận câu trả lời" in visitor.submit(page, action, answer="Số 12.").text
    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(Upload.case_id)).all() == [filed.case.id]


def test_a_note_nobody_outside_sees_does_not_stop_a_citizen(visitor: Browser, sqlite_world: World) -> None:
    filed = asked(sqlite_world)
    page = opened(visitor, filed)
    noted(sqlite_world, filed)

    page = visitor.submit(page, f"/ho-so/{filed.case.code}/tra-loi", answer="Số 12.")

    assert "Đã nhận câu trả lời" in page.text


def test_what_changed_while_writing_is_shown_and_the_words_are_kept(citizen: Browser, world: World) -> None:
    filed = accepted(world)
    with world.desk.work(world.handler) as work:
        handling.ask(work, work.lock(filed.case.code), question=QUESTION)
    page = opened(citizen, filed)
    with world.desk.work(world.handler) as work:
        handling.transfer(work, work.lock(filed.case.code), world.health, reason="Thuộc Sở Y tế.")

    page = citizen.submit(page, f"/ho-so/{filed.case.code}/tra-loi", answer="Số 12.")

    assert page.status == 409
    assert "Hồ sơ vừa có thay đổi" in page.text
    assert "Đã chuyển Sở Y tế tỉnh Vĩnh Long" in page.text
    assert "".join(page.one("textarea", id="unsent-1").itertext()) == "Số 12."


def test_withdrawing_asks_first_and_twice_is_once(citizen: Browser, world: World) -> None:
    filed = world.assigned()
    opened(citizen, filed)
    action = f"/ho-so/{filed.case.code}/rut-lai"
    question = citizen.get(action)
    assert "không hoàn lại được" in question.text

    citizen.submit(question, action)
    page = citizen.submit(question, action)

    assert page.status == 200
    assert "Ông/bà đã rút lại phản ánh ngày 20/11/2026." in page.text
    assert status_of(world, filed.case.code) is CaseStatus.WITHDRAWN
    assert citizen.get(action).path == f"/ho-so/{filed.case.code}"


def test_the_answer_is_read_and_rated_and_rating_twice_is_once(citizen: Browser, world: World) -> None:
    filed = answered(world)
    page = opened(citizen, filed)
    action = f"/ho-so/{filed.case.code}/danh-gia"
    assert ANSWER in page.text

    citizen.submit(page, action, score="4", comment="Nhanh.")
    page = citizen.submit(page, action, score="4", comment="Nhanh.")

    assert "Ông/bà đã đánh giá 4/5" in headings(page)
    with world.desk.look() as work:
        assert [(row.score, row.comment) for row in work.session.scalars(select(Rating))] == [(4, "Nhanh.")]
        assert work.session.scalars(select(CaseEvent.type)).all().count(EventType.RATED) == 1


def test_a_rating_without_a_choice_keeps_the_comment(visitor: Browser, sqlite_world: World) -> None:
    filed = answered(sqlite_world)

    page = visitor.submit(opened(visitor, filed), f"/ho-so/{filed.case.code}/danh-gia", comment="Chưa thấy sửa.")

    assert page.status == 422
    assert page.error("score") == "Xin chọn mức hài lòng từ 1 đến 5."
    assert "".join(page.one("textarea", name="comment").itertext()) == "Chưa thấy sửa."


def test_an_answer_may_be_looked_at_again_once(citizen: Browser, world: World) -> None:
    filed = answered(world)
    page = opened(citizen, filed)
    action = f"/ho-so/{filed.case.code}/xem-lai"

    done = citizen.submit(page, action, reason="Vẫn còn hai ổ gà.")
    again = citizen.submit(page, action, reason="Vẫn còn hai ổ gà.")

    assert "Đã nhận đề nghị xem lại" in done.text
    assert "theo đề nghị xem lại của ông/bà" in done.text
    assert again.status == 200
    assert status_of(world, filed.case.code) is CaseStatus.ASSIGNED


def test_leaving_a_shared_machine_closes_the_case(visitor: Browser, sqlite_world: World) -> None:
    filed = sqlite_world.file()
    opened(visitor, filed)

    visitor.submit(visitor.get("/thoat"), "/thoat")

    assert visitor.get(f"/ho-so/{filed.case.code}").h1 == f"Mở hồ sơ {filed.case.code}"


def test_a_case_closes_by_itself_after_twelve_hours(visitor: Browser, sqlite_world: World, clock: TestClock) -> None:
    filed = asked(sqlite_world)
    page = opened(visitor, filed)
    clock.tick(hours=13)

    page = visitor.submit(page, f"/ho-so/{filed.case.code}/tra-loi", answer="Số 12.")

    assert page.h1 == f"Mở hồ sơ {filed.case.code}"
    assert status_of(sqlite_world, filed.case.code) is CaseStatus.AWAITING_CITIZEN


def test_a_possible_denunciation_is_spoken_of_discreetly(citizen: Browser, world: World) -> None:
    filed = world.file("Cán bộ A nhận tiền của dân.")
    world.classify(RESTRICTED)

    page = opened(citizen, filed)

    assert "Nội dung ông/bà viết được giữ kín" in page.text
    assert "tố cáo" not in words(page.one("div", class_="standing")).lower()
    assert "Thanh tra" not in words(page.tree.find("body/main"))


def test_a_session_planted_in_a_browser_does_not_follow_what_is_opened_there(site: FastAPI, world: World) -> None:
    attacker, victim = Browser(site), Browser(site)
    opened(attacker, world.file("Mồi."))
    planted = attacker.client.cookies[Cookie.CITIZEN]
    victim.client.cookies.set(Cookie.CITIZEN, planted, domain="testserver.local", path="/")
    filed = world.file("Chuyện riêng của nạn nhân.")

    opened(victim, filed)

    assert "Chuyện riêng" not in attacker.get(f"/ho-so/{filed.case.code}").text


def test_leaving_ends_the_session_on_the_server_too(citizen: Browser, world: World) -> None:
    filed = world.file("Chuyện riêng.")
    opened(citizen, filed)
    stolen = citizen.client.cookies[Cookie.CITIZEN]

    citizen.submit(citizen.get("/thoat"), "/thoat")
    citizen.client.cookies.set(Cookie.CITIZEN, stolen, domain="testserver.local", path="/")

    assert "Chuyện riêng" not in citizen.get(f"/ho-so/{filed.case.code}").text


def test_an_address_no_case_can_have_is_no_fault(citizen: Browser, world: World) -> None:
    opened(citizen, world.file())

    assert [citizen.get(address).status for address in ("/ho-so/%00", "/bien-nhan/%00", "/cong-khai/%00")] == [
        200,
        200,
        404,
    ]


def test_a_citizen_writes_more_with_a_file_without_being_asked(citizen: Browser, world: World) -> None:
    filed = accepted(world)
    page = opened(citizen, filed)
    action = f"/ho-so/{filed.case.code}/viet-them"

    page = citizen.submit(page, action, files=[("anh.pdf", PDF)], more="Nay ổ gà sâu thêm, tôi hỏi tình hình.")

    assert "Cán bộ giữ hồ sơ đọc được ngay" in page.text
    assert "Nay ổ gà sâu thêm, tôi hỏi tình hình." in page.text
    assert "anh.pdf" in page.text
    with world.desk.look(world.handler) as work:
        case = work.find(filed.case.code)
        assert case.status is CaseStatus.ACCEPTED
        assert timeline.for_officer(work, case)[0].quote == "Nay ổ gà sâu thêm, tôi hỏi tình hình."


def test_writing_more_keeps_words_and_file_when_something_is_wrong(visitor: Browser, sqlite_world: World) -> None:
    filed = accepted(sqlite_world)
    page = opened(visitor, filed)
    action = f"/ho-so/{filed.case.code}/viet-them"
    page = visitor.submit(page, action, files=[("anh.pdf", PDF)], more=" ")
    assert page.status == 422
    assert page.error("more")
    page = visitor.submit(page, action, more="Đây ạ.")
    assert "anh.pdf" in page.text


def test_nothing_more_is_written_once_a_case_is_closed(visitor: Browser, sqlite_world: World) -> None:
    filed = answered(sqlite_world)
    page = opened(visitor, filed)
    assert all(form.get("action") != f"/ho-so/{filed.case.code}/viet-them" for form in page.all("form"))
    page = visitor.post(f"/ho-so/{filed.case.code}/viet-them", {"more": "Còn nữa."}, files=[("files", ("", b""))])
    assert page.status == 409
    assert "Còn nữa." in page.text


def with_mail(world: World) -> World:
    """The same province with a mail server, which nobody asks here."""
    mail = Mail("smtp://127.0.0.1:1/?from=pa@vinhlong.example&tls=none")
    channels = world.desk.channels
    assert isinstance(channels, dict)
    channels[ChannelKind.EMAIL] = mail
    return world


def test_how_to_be_told_is_chosen_on_the_page_and_twice_is_once(citizen: Browser, world: World) -> None:
    filed = with_mail(world).file(name="Trần Thị Lụa", email="lua@example.com")
    page = opened(citizen, filed)
    action = f"/ho-so/{filed.case.code}/cach-bao-tin"

    citizen.submit(page, action, told_by="page")
    page = citizen.submit(page, action, told_by="page")

    assert page.one("input", name="told_by", value="page").get("checked") is not None
    with world.desk.look() as work:
        case = work.find(filed.case.code)
        assert reach.chosen(work, case) is ToldBy.PAGE
        assert page.text.count("chọn cách nhận tin: không gửi tin, tự xem ở trang hồ sơ") == 1


def test_only_ways_that_there_are_may_be_chosen(visitor: Browser, sqlite_world: World) -> None:
    filed = with_mail(sqlite_world).file(name="Trần Thị Lụa", email="lua@example.com")

    page = visitor.submit(opened(visitor, filed), f"/ho-so/{filed.case.code}/cach-bao-tin", told_by="chat")

    assert page.status == 422
    assert page.error("told_by") == "Xin chọn một cách nhận tin."
