"""Files that go to a citizen with words: each once, none lost without a word, and the record says how it went."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select, update

from bot.channels._template import Template
from intake.cases import attachments, conversations, deliveries, enclosures, erasing, notices
from intake.cases.actor import holder_of
from intake.cases.ports import Outgoing, Permanent, ScannerAway, Temporary, Uncertain
from intake.cases.work import Desk
from models.enclosure import Enclosure
from models.notice import Notice
from models.thread import Upload
from models.vocabulary import CaseStatus, ErasureGround, JobState, NoticeKind, ScanState, Speaker, ToldBy
from tests.conftest import TestClock
from tests.files import PDF, picture, received
from tests.intake.adapters.post_office import PostOffice, texts
from tests.intake.cases.test_reach import Chatting, Killed, Messenger, begin

FORM, PHOTO, LARGE = ("mẫu đơn.pdf", PDF), ("chỗ hỏng.jpg", picture("JPEG")), ("phim.pdf", PDF + b"%" * 6_000_000)


@pytest.fixture
def chatting(desk: Desk, office: PostOffice, clock: TestClock) -> Chatting:
    return begin(desk, office, clock, email="lua@example.com")


def asks(chatting: Chatting, *files: tuple[str, bytes], scan: ScanState | None = None) -> list[UUID]:
    """A question with these files, handed over as far as it goes."""
    with chatting.world.desk.work() as work:
        ids = [received(work, name, content).id for name, content in files]
    with chatting.world.desk.work() as work:
        case = work.lock(chatting.case.code)
        enclosures.attach(work, case, ids)
        notices.tell(work, case, NoticeKind.ASKED, "Xin xem và điền mẫu.", files=ids)
        if scan is not None:
            work.session.execute(update(Upload).where(Upload.id.in_(ids)).values(scan=scan))
    chatting.run()
    return ids


def sent(chat: Messenger) -> list[str]:
    """What arrived, in order: of files their names."""
    return [one.file.name if one.file else one.body.split("\n")[0] for one in chat.sent]


def states(chatting: Chatting) -> list[tuple[str, str]]:
    with chatting.world.desk.look() as work:
        rows = work.session.scalars(select(Enclosure).order_by(Enclosure.id))
        return [(row.state.value, row.fault or "") for row in rows]


def stops_at(chat: Messenger, number: int, fault: Callable[[], BaseException], *, after: bool = False) -> None:
    """Handing over stops once, at this message, before or after it has arrived."""
    seen = [0]

    def send(message: Outgoing) -> None:
        seen[0] += 1
        if seen[0] == number and not after:
            raise fault()
        Template.send(chat, message)
        if seen[0] == number:
            raise fault()

    chat.send = send  # type: ignore[method-assign]


def noise() -> bytes:
    """A picture that no format makes small."""
    made = io.BytesIO()
    Image.effect_noise((1600, 1200), 100).save(made, "PNG")
    return made.getvalue()


GREETING = "Kính gửi ông/bà,"


def test_the_words_come_first_and_then_each_file_as_it_is_carried(chatting: Chatting) -> None:
    asks(chatting, FORM, PHOTO)

    words, form, photo = chatting.chat.sent
    assert "Kèm theo 2 tệp" in words.body
    assert form.file is not None
    assert photo.file is not None
    assert (form.file.name, form.file.way, form.file.content) == ("mẫu đơn.pdf", "file", PDF)
    assert (photo.file.name, photo.file.way) == ("chỗ hỏng.jpg", "photo")
    assert form.file.there == f"there-{form.id}"
    assert len({one.id for one in chatting.chat.sent}) == 3
    assert states(chatting) == [("delivered", "")] * 2
    assert chatting.timeline()[-1] == "Tin “Cần bổ sung thông tin” gửi qua Telegram: đã gửi; kèm 2 tệp"


def test_what_the_channel_does_not_carry_is_told_with_the_page_where_it_lies(chatting: Chatting) -> None:
    asks(chatting, LARGE, FORM)

    assert sent(chatting.chat) == [GREETING, "mẫu đơn.pdf", chatting.chat.sent[-1].body.split("\n")[0]]
    told = chatting.chat.sent[-1].body
    assert told.startswith("Tệp “phim.pdf” không gửi qua đây được. Xin xem và tải tại trang hồ sơ ")
    assert f"https://pa.example/ho-so/{chatting.case.code}#" in told
    assert states(chatting) == [("permanent", "file_not_carried"), ("delivered", "")]
    assert chatting.timeline()[-1].endswith("đã gửi; kèm 1 tệp; 1 tệp chỉ xem được ở trang hồ sơ")
    with chatting.world.desk.look() as work:
        listed = deliveries.of_case(work, work.find(chatting.case.code))[0]
        assert listed.files == ("kèm 1 tệp", "1 tệp chỉ xem được ở trang hồ sơ")


def test_a_picture_that_is_too_large_is_drawn_smaller(chatting: Chatting) -> None:
    (upload,) = asks(chatting, ("vết nứt.png", noise()))

    with chatting.world.desk.look() as work:
        assert work.session.get_one(Upload, upload).size > 1_000_000
    file = chatting.chat.sent[1].file
    assert file is not None
    assert (file.name, file.media_type, file.way) == ("vết nứt.jpg", "image/jpeg", "photo")
    assert 0 < len(file.content) <= 1_000_000


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_fault_that_passes_repeats_nothing_that_has_arrived(chatting: Chatting, number: int) -> None:
    stops_at(chatting.chat, number, lambda: Temporary("down"))
    asks(chatting, FORM, PHOTO)
    chatting.clock.tick(minutes=2)
    chatting.run()

    assert sent(chatting.chat) == [GREETING, "mẫu đơn.pdf", "chỗ hỏng.jpg"]
    assert chatting.ends() == [("telegram", "delivered", "")]


def test_a_worker_killed_between_words_and_file_sends_the_rest_and_nothing_twice(chatting: Chatting) -> None:
    def upload(message: Outgoing) -> str:
        raise Killed

    chatting.chat.upload = upload  # type: ignore[method-assign]
    with pytest.raises(Killed):
        asks(chatting, FORM, PHOTO)
    del chatting.chat.upload
    chatting.clock.tick(minutes=10)
    chatting.run()

    assert sent(chatting.chat) == [GREETING, "mẫu đơn.pdf", "chỗ hỏng.jpg"]
    assert chatting.ends() == [("telegram", "delivered", "")]


@pytest.mark.parametrize("arrived", [False, True])
def test_of_a_file_that_was_under_way_nobody_knows_and_its_reader_is_told(chatting: Chatting, arrived: bool) -> None:
    stops_at(chatting.chat, 2, Killed, after=arrived)
    with pytest.raises(Killed):
        asks(chatting, FORM, PHOTO)
    chatting.clock.tick(minutes=10)
    chatting.run()

    names = sent(chatting.chat)
    assert names[:-1] == [GREETING, *(["mẫu đơn.pdf"] if arrived else []), "chỗ hỏng.jpg"]
    assert names[-1].startswith("Tệp “mẫu đơn.pdf” có thể chưa tới. Xin xem và tải tại trang hồ sơ ")
    assert states(chatting) == [("uncertain", "interrupted"), ("delivered", "")]
    assert chatting.timeline()[-1].endswith("đã gửi; kèm 1 tệp; 1 tệp chưa rõ đã tới hay chưa")


def test_a_worker_killed_over_the_last_sentence_repeats_nothing(chatting: Chatting) -> None:
    stops_at(chatting.chat, 2, Killed, after=True)
    with pytest.raises(Killed):
        asks(chatting, LARGE)
    chatting.clock.tick(minutes=10)
    chatting.run()

    assert len(chatting.chat.sent) == 2
    assert chatting.ends() == [("telegram", "uncertain", "interrupted")]


@pytest.mark.parametrize("fault", [Permanent("refused"), Uncertain("no_answer")])
def test_one_file_that_fails_keeps_no_other_from_going(chatting: Chatting, fault: Exception) -> None:
    stops_at(chatting.chat, 2, lambda: fault)
    asks(chatting, FORM, PHOTO)

    assert sent(chatting.chat)[1] == "chỗ hỏng.jpg"
    assert "“mẫu đơn.pdf”" in chatting.chat.sent[2].body
    assert [fault for _state, fault in states(chatting)] == [str(fault), ""]


def test_a_file_that_goes_on_failing_is_given_up_and_told(chatting: Chatting) -> None:
    whole = chatting.chat.send

    def send(message: Outgoing) -> None:
        if message.file is not None:
            raise Temporary("down")
        whole(message)

    chatting.chat.send = send  # type: ignore[method-assign]
    asks(chatting, FORM)
    for _time in range(4):
        chatting.clock.tick(minutes=31)
        chatting.run()

    assert states(chatting) == [("permanent", "down")]
    assert chatting.chat.sent[-1].body.startswith("Tệp “mẫu đơn.pdf” không gửi qua đây được.")
    assert chatting.ends() == [("telegram", "delivered", "")]


class Scanner:
    """Finds nothing; ``away`` while it cannot be asked."""

    away = True

    def scan(self, content: BinaryIO) -> str | None:
        if self.away:
            raise ScannerAway("refused")
        return None


def test_a_file_waits_until_it_was_scanned(desk: Desk, office: PostOffice, clock: TestClock) -> None:
    scanner = Scanner()
    chatting = begin(replace(desk, scanner=scanner), office, clock, email=None)
    asks(chatting, FORM)
    assert sent(chatting.chat) == [GREETING]
    assert states(chatting) == [("temporary", "file_waiting")]

    scanner.away = False
    for _time in range(2):
        chatting.clock.tick(minutes=1)
        chatting.run()
    assert sent(chatting.chat) == [GREETING, "mẫu đơn.pdf"]


def test_a_file_that_nobody_scans_is_told_after_a_while(desk: Desk, office: PostOffice, clock: TestClock) -> None:
    chatting = begin(replace(desk, scanner=Scanner()), office, clock, email=None)
    asks(chatting, FORM)
    chatting.clock.tick(minutes=11)
    chatting.run()

    assert sent(chatting.chat)[0] == GREETING
    assert chatting.chat.sent[1].body.startswith("Tệp “mẫu đơn.pdf” không gửi qua đây được.")
    assert [one.file for one in chatting.chat.sent] == [None, None]


def test_an_infected_file_never_goes(chatting: Chatting) -> None:
    asks(chatting, FORM, scan=ScanState.INFECTED)

    assert [one.file for one in chatting.chat.sent] == [None, None]
    assert chatting.chat.sent[-1].body == "Tệp “mẫu đơn.pdf” có mã độc nên đã bị chặn."


def test_of_a_restricted_case_no_file_goes_and_none_is_named(chatting: Chatting) -> None:
    with chatting.world.desk.work() as work:
        ids = [received(work, *FORM).id]
    with chatting.world.desk.work() as work:
        case = work.lock(chatting.case.code)
        enclosures.attach(work, case, ids)
        notices.tell(work, case, NoticeKind.ASKED, "Xin điền mẫu.", files=ids)
        case.restricted, case.desk_id = True, chatting.world.inspectorate
        case.content_plain = case.search_text = None
    chatting.run()

    (only,) = chatting.chat.sent
    assert "mẫu" not in only.body
    assert states(chatting) == [("permanent", "on_page")]


def test_a_letter_says_where_its_files_lie_and_the_record_says_so(chatting: Chatting) -> None:
    chatting.chooses(ToldBy.EMAIL_ONLY)
    asks(chatting, FORM)

    assert "Kèm theo 1 tệp, xem và tải được tại trang hồ sơ." in texts(chatting.office)[-1]
    assert states(chatting) == [("permanent", "on_page")]
    assert chatting.timeline()[-1].endswith("; 1 tệp chỉ xem được ở trang hồ sơ")


def test_words_that_failed_take_their_files_along_to_the_next_try(chatting: Chatting) -> None:
    chatting.chat.trouble = [Uncertain("no_answer")]
    asks(chatting, FORM)
    assert states(chatting) == [("permanent", "on_page")]

    with chatting.world.desk.work() as work:
        notice = work.session.scalars(select(Notice).where(Notice.state == JobState.UNCERTAIN)).one()
        case = work.lock(chatting.case.code)
        notices.hand_in(work, case, notices.repeat(work, case, notice))
    chatting.run()

    assert sent(chatting.chat) == [GREETING, "mẫu đơn.pdf"]


def test_the_sender_opens_what_was_sent_at_the_page_of_the_case(chatting: Chatting) -> None:
    (file_id,) = asks(chatting, FORM)

    with chatting.world.desk.look(holder_of(chatting.case.id)) as work:
        case = work.find(chatting.case.code)
        assert [file.name for file in attachments.told(work, case)] == ["mẫu đơn.pdf"]
        assert attachments.files(work, case) == []
        assert attachments.openable(work, case, file_id)[1].read_bytes() == PDF


def test_files_of_a_chat_go_with_the_case_that_came_of_it(chatting: Chatting) -> None:
    desk = chatting.world.desk
    with desk.work() as work:
        file_id = received(work, *FORM).id
    with desk.work() as work:
        talk = conversations.of_case(work, chatting.case.id)
        assert talk is not None
        files, _digests = enclosures.attach(work, None, [file_id])
        conversations.say(work, talk, "Xin xem mẫu.", by=Speaker.OFFICER, files=files)
    chatting.run()
    assert sent(chatting.chat) == ["Xin xem mẫu.", "mẫu đơn.pdf"]

    with desk.work() as work:
        work.lock(chatting.case.code).status = CaseStatus.WITHDRAWN
    with desk.work(chatting.world.receiver) as work:
        case = work.lock(chatting.case.code)
        erasing.erase(work, case, ground=ErasureGround.REQUEST, basis="")
    with desk.work() as work:
        erasing.finish(work)

    assert not desk.storage.path(file_id).exists()
    with desk.look() as work:
        assert work.session.scalars(select(Upload)).all() == []
        assert work.session.scalars(select(Enclosure)).all() == []
