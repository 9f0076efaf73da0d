"""Files to a citizen on Zalo: uploaded, then named in a message; what cannot go is told with its page."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.channels.zalo.carrying import CARRIES
from bot.channels.zalo.channel import Zalo
from bot.faked import Fault
from intake.cases import enclosures, notices
from intake.cases.attachments import FileView
from intake.cases.ports import DeliveryFault, File, Outgoing, Permanent, Temporary, Uncertain
from models.base import new_id
from models.case import Case
from models.enclosure import Enclosure
from models.vocabulary import NoticeKind, ScanState, WorkQueue
from tests.bot.zalo.line import Phone
from tests.bot.zalo.test_sending import TEMPLATE
from tests.conftest import TestClock
from tests.files import PDF, docx, picture, received

UPLOAD, SEND = "/v2.0/oa/upload", "/v3.0/oa/message/cs"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def outgoing(phone: Phone, name: str, content: bytes, way: str = "file", to: str = "u1") -> Outgoing:
    return Outgoing(uuid4(), to, "", "", phone.fake.oa_id, file=File(new_id(), "application/pdf", way, name, content))


def hands_over(phone: Phone, message: Outgoing) -> None:
    channel = Zalo(phone.desk)
    there = channel.upload(message)
    assert message.file is not None
    file = File(message.file.upload_id, message.file.media_type, message.file.way, message.file.name, b"", there)
    channel.send(Outgoing(message.id, message.to, "", "", message.account, file=file))


def tells(phone: Phone, *files: tuple[str, bytes]) -> Case:
    """A question about the case filed here, with these files."""
    with phone.desk.work() as work:
        ids = [received(work, name, content).id for name, content in files]
    with phone.desk.work() as work:
        case = work.lock(work.session.scalars(select(Case.code)).one())
        enclosures.attach(work, case, ids)
        notices.tell(work, case, NoticeKind.ASKED, "Xin xem và điền mẫu.", files=ids)
    phone.works(WorkQueue.NOTICES)
    return case


def ended(phone: Phone) -> list[tuple[str, str]]:
    with phone.desk.look() as work:
        rows = work.session.scalars(select(Enclosure).order_by(Enclosure.id))
        return [(row.state.value, row.fault or "") for row in rows]


@pytest.mark.parametrize(
    ("media_type", "size", "way"),
    [
        ("image/jpeg", 1_000_000, "image"),
        ("image/png", 9_000_000, "image"),  # drawn smaller
        ("application/pdf", 5_000_000, "file"),
        ("application/pdf", 5_000_001, None),
        (WORD, 1, "file"),
        ("application/msword", 1, "file"),
        ("application/vnd.ms-excel", 1, None),
        ("video/mp4", 1, None),
    ],
)
def test_the_limits_are_those_that_zalo_is_said_to_have(media_type: str, size: int, way: str | None) -> None:
    found = enclosures.carriage(CARRIES, FileView(new_id(), "a", media_type, size, ScanState.SAFE))
    assert (found.way if found is not None else None) == way


def test_files_are_uploaded_and_then_named_in_messages(phone: Phone) -> None:
    phone.files()
    before = len(phone.fake.sent)
    tells(phone, ("mẫu đơn.pdf", PDF), ("chỗ hỏng.jpg", picture("JPEG")), ("đơn.docx", docx()))

    words, form, photo, word = phone.fake.sent[before:]
    assert "Kèm theo 3 tệp" in words.text
    assert form.message["attachment"]["type"] == "file"
    assert list(form.message["attachment"]["payload"]) == ["token"]
    (element,) = photo.message["attachment"]["payload"]["elements"]
    assert element.keys() == {"media_type", "attachment_id"}
    assert [one.file.name if one.file else "" for one in (form, photo, word)] == [
        "mẫu đơn.pdf",
        "chỗ hỏng.jpg",
        "đơn.docx",
    ]
    assert phone.fake.sent_to("u1")[0].content == PDF


def test_what_zalo_does_not_take_is_told_with_the_page(phone: Phone) -> None:
    phone.files()
    phone.news()
    case = tells(phone, ("phim.mp4", b"\0\0\0\x18ftypmp42" + bytes(500)), ("mẫu đơn.pdf", PDF))

    told = phone.news()[-1]
    assert [one.name for one in phone.fake.sent_to("u1")] == ["mẫu đơn.pdf"]
    assert told.startswith("Tệp “phim.mp4” không gửi qua đây được.")
    assert f"/ho-so/{case.code}#" in told


@pytest.mark.parametrize(
    ("code", "kind", "word"),
    [
        (-211, Permanent, "zalo_-211"),
        (-210, Permanent, "zalo_-210"),
        (-233, Permanent, "zalo_-233"),
        (-32, Temporary, "zalo_-32"),
        (-221, Temporary, "zalo_-221"),
    ],
)
def test_an_upload_that_is_refused_has_a_word(phone: Phone, code: int, kind: type[DeliveryFault], word: str) -> None:
    phone.fake.event("follow", "u1")
    phone.fake.faults.append(Fault(UPLOAD, times=9, code=code))
    with pytest.raises(kind, match=f"^{word}$"):
        hands_over(phone, outgoing(phone, "mẫu.pdf", PDF))
    assert phone.fake.sent_to("u1") == []


def test_an_upload_without_an_answer_may_be_done_again_and_a_message_may_not(phone: Phone) -> None:
    phone.fake.event("follow", "u1")
    phone.fake.faults.append(Fault(UPLOAD, breaks_off=True))
    with pytest.raises(Temporary):
        hands_over(phone, outgoing(phone, "mẫu.pdf", PDF))
    phone.fake.faults.append(Fault(SEND, breaks_off=True))
    with pytest.raises(Uncertain):
        hands_over(phone, outgoing(phone, "mẫu.pdf", PDF))

    assert len(phone.fake.uploads) == 2
    assert [one.name for one in phone.fake.sent_to("u1")] == ["mẫu.pdf"]


def test_a_token_that_ran_out_is_renewed_for_an_upload_too(phone: Phone) -> None:
    phone.fake.event("follow", "u1")
    phone.fake.access = "something-else"
    hands_over(phone, outgoing(phone, "mẫu.pdf", PDF))

    assert phone.fake.renewals == 1
    assert [one.content for one in phone.fake.sent_to("u1")] == [PDF]


def test_who_is_anonymous_is_sent_no_file(phone: Phone) -> None:
    with pytest.raises(Permanent, match=r"^file_not_carried$"):
        Zalo(phone.desk).upload(outgoing(phone, "mẫu.pdf", PDF, to="anonymous:a1:t1"))


def test_after_seven_days_the_template_tells_it_and_no_file_and_no_second_template_goes(
    phone: Phone, clock: TestClock
) -> None:
    phone.files()
    phone.enter(**TEMPLATE)
    before = len(phone.fake.sent)
    clock.tick(days=8)
    tells(phone, ("mẫu đơn.pdf", PDF))

    assert [one.path for one in phone.fake.sent[before:]] == ["/v3.0/oa/message/template"]
    assert phone.fake.uploads == {}
    assert ended(phone) == [("permanent", "window_closed")]


def test_a_zalo_too_busy_to_say_how_long_somebody_was_silent_is_asked_again(phone: Phone, clock: TestClock) -> None:
    phone.says("xin chào")
    clock.tick(days=8)
    phone.fake.faults.append(Fault("/v3.0/oa/quota", status=503))
    with pytest.raises(Temporary):
        Zalo(phone.desk).upload(outgoing(phone, "mẫu.pdf", PDF))


@pytest.mark.parametrize(("name", "size"), [("a.pdf", 5_300_000), ("a.xlsx", 10)])
def test_the_fake_takes_no_more_than_zalo_is_said_to(phone: Phone, name: str, size: int) -> None:
    phone.fake.event("follow", "u1")
    with pytest.raises(Permanent):
        hands_over(phone, outgoing(phone, name, bytes(size)))
    with pytest.raises(Permanent):
        hands_over(phone, outgoing(phone, "a.jpg", bytes(1_100_000), "image"))
    assert phone.fake.uploads == {}


def test_an_upload_is_forgotten_after_a_week(phone: Phone) -> None:
    phone.fake.event("follow", "u1")
    channel, message = Zalo(phone.desk), outgoing(phone, "mẫu.pdf", PDF)
    there = channel.upload(message)
    phone.fake.uploads[there] = replace(phone.fake.uploads[there], at=phone.fake.clock() - timedelta(days=8))
    assert message.file is not None
    file = File(message.file.upload_id, "application/pdf", "file", "mẫu.pdf", b"", there)
    with pytest.raises(Permanent):
        channel.send(Outgoing(message.id, "u1", "", "", message.account, file=file))
    assert phone.fake.sent_to("u1") == []


def test_the_record_says_which_files_went(phone: Phone) -> None:
    phone.files()
    tells(phone, ("mẫu đơn.pdf", PDF), ("bảng.mp3", b"ID3" + bytes(500)))

    assert ended(phone) == [("delivered", ""), ("permanent", "file_not_carried")]
