"""Files an officer sends to a citizen, by plain forms: with a question, and with a line of the chat."""

from httpx2 import Response
from sqlalchemy import select

from bot.channels.zalo_bot.simulated import outside
from intake.cases import chatting, conversations
from intake.cases.perform import drain
from intake.cases.work import Desk
from intake.web.cookies import Cookie
from models.conversation import Conversation
from models.enclosure import Enclosure
from models.thread import Upload
from models.vocabulary import ChannelKind, FileUse
from tests.bot.talking import STORY, Citizen, cases, with_bot
from tests.bot.zalo.line import with_zalo
from tests.files import PDF, picture
from tests.intake.web.console.desktop import Desktop, SignIn, text_of
from tests.intake.web.console.test_reply_files_page import accepted, send, values
from tests.intake.web.public.conftest import site_of
from tests.pages import Browser, check_page
from tests.world import SURE, Said, World


def told(desk: Desk) -> list[tuple[str | None, FileUse]]:
    with desk.look() as work:
        return [(one.name, one.use) for one in work.session.scalars(select(Upload).order_by(Upload.id))]


def writes(officer: Desktop, here: str, *files: tuple[str, bytes], **fields: object) -> Response:
    parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
    return officer.client.post(f"/can-bo{here}/nhan", data=fields, files=parts or [("files", ("", b""))])


def test_a_question_takes_a_form_along_and_its_reader_finds_it(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    filed = sqlite_world.assigned()
    code = filed.case.code
    handler.step(code, "thu-ly")

    sent = send(handler, code, "yeu-cau-bo-sung", ("mẫu đơn.pdf", PDF), question="Xin ông/bà điền mẫu kèm theo.")

    assert sent.status_code == 303
    assert told(sqlite_world.desk) == [("mẫu đơn.pdf", FileUse.TOLD)]
    assert "Tệp cán bộ gửi người dân" in text_of(handler.get(f"/ho-so/{code}"))
    citizen = Browser(site_of(sqlite_world.desk))
    page = citizen.submit(citizen.get("/theo-doi"), "/theo-doi", code=code, key=filed.key)
    assert "Tệp cơ quan gửi ông/bà" in page.text
    assert "mẫu đơn.pdf" in page.text


def test_a_question_that_fails_keeps_its_files_and_names_the_bad_one(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    handler = sqlite_sign_in("handler")
    code = accepted(sqlite_world, handler)

    page = send(
        handler, code, "yeu-cau-bo-sung", ("tốt.pdf", PDF), ("xấu.pdf", b"MZ" + bytes(99)), question="Xin điền mẫu."
    )

    check_page(page)
    assert (page.status_code, "xấu.pdf" in text_of(page)) == (422, True)
    assert told(sqlite_world.desk) == [("tốt.pdf", FileUse.SENT)]
    again = send(handler, code, "yeu-cau-bo-sung", question="Xin điền mẫu.", attach=values(page, "attach"))
    assert again.status_code == 303
    assert told(sqlite_world.desk) == [("tốt.pdf", FileUse.TOLD)]


def test_a_file_in_the_web_chat_opens_for_its_reader_and_for_nobody_else(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    talking = with_bot(sqlite_world.desk)
    citizen = Browser(site_of(talking))
    citizen.post("/tro-chuyen", {"text": "cho tôi gặp cán bộ"})
    drain(talking, Said(SURE), "w")
    with talking.look() as work:
        here = f"/tro-chuyen/{work.session.scalars(select(Conversation.id)).one()}"
    receiver = sqlite_sign_in("receiver")

    assert writes(receiver, here, ("mẫu đơn.pdf", PDF), ("ảnh.jpg", picture("JPEG"))).status_code == 303

    page = citizen.get("/tro-chuyen")
    assert "Gửi ông/bà tệp kèm theo." in page.text
    assert "mẫu đơn.pdf" in page.text
    assert "đã gửi" in text_of(receiver.get(here))
    with talking.look() as work:
        form = work.session.scalars(select(Enclosure.upload_id).order_by(Enclosure.id)).first()
    assert citizen.client.get(f"/tro-chuyen/tep/{form}").content == PDF
    other = Browser(site_of(talking))
    assert other.client.get(f"/tro-chuyen/tep/{form}").status_code == 404
    other.client.cookies.set(Cookie.CHAT.value, "x" * 32)
    assert other.client.get(f"/tro-chuyen/tep/{form}").status_code == 404


def test_a_file_that_may_not_come_in_sends_nothing(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    talking = with_bot(sqlite_world.desk)
    citizen = Citizen(talking)
    citizen.files()
    drain(talking, Said(SURE), "w")
    citizen.news()
    (case,) = cases(talking)
    handler = sqlite_sign_in("handler")

    here = f"/ho-so/{case.code}/tro-chuyen"
    sent = writes(handler, here, ("xấu.pdf", b"MZ" + bytes(99)), text="Xin xem.", version=handler.version(case.code))

    assert sent.status_code == 422
    assert "xấu.pdf" in text_of(sent)
    assert citizen.news() == []


def test_what_the_channel_does_not_carry_needs_a_case_to_lie_at(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    desk = with_zalo(sqlite_world.desk)
    with outside(desk) as line, desk.work() as work:
        talk_id = conversations.begin(work, ChannelKind.ZALO_BOT, line.account.account, "u1").id
    receiver = sqlite_sign_in("receiver")
    with desk.work(sqlite_world.receiver) as work:
        chatting.take_talk(work, talk_id)

    sent = writes(receiver, f"/tro-chuyen/{talk_id}", ("mẫu đơn.pdf", PDF), text=STORY)

    assert sent.status_code == 422
    assert "Kênh này không chuyển được tệp “mẫu đơn.pdf”" in text_of(sent)
