"""What becomes of what is said on Zalo when Zalo is busy, silent, down, or will not."""

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.channels.zalo import faults
from bot.channels.zalo.channel import Zalo
from bot.faked import Fault
from intake.adapters.storage import LocalStorage
from intake.cases import conversations, notices
from intake.cases.perform import drain
from intake.cases.ports import DeliveryFault, Outgoing, Permanent, Temporary, Uncertain
from intake.cases.work import Desk
from models.case import Case
from models.conversation import ChatLine
from models.crypto import Keyring, use_keyring
from models.db import Database
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobState, NoticeKind, WorkQueue
from routing.rulebook import Rulebook
from tests.bot.zalo.line import Phone, account, with_zalo
from tests.world import Said

NEWS = "Kính gửi ông/bà, có tin mới. Mã hồ sơ: {code}.\n\nXem tại:\nhttps://langnghe.test/ho-so/{code}#K"


def said(phone: Phone, text: str = "Chào ông/bà.", to: str = "u1") -> Outgoing:
    return Outgoing(uuid4(), to, "", text, phone.fake.oa_id)


def refused(phone: Phone, message: Outgoing) -> DeliveryFault:
    with pytest.raises(DeliveryFault) as fault:
        Zalo(phone.desk).send(message)
    return fault.value


def lines(phone: Phone) -> list[ChatLine]:
    with phone.desk.look() as work:
        return list(work.session.query(ChatLine).order_by(ChatLine.seq))


@pytest.mark.parametrize(
    ("code", "kind", "noted"),
    [
        (-32, Temporary, False),
        (-200, Temporary, False),
        (-211, Temporary, True),
        (-234, Temporary, False),
        (-213, Permanent, False),
        (-230, Permanent, False),
        (-248, Permanent, False),
        (-221, Temporary, True),
        (-224, Temporary, True),
        (-321, Temporary, True),
        (-9876, Permanent, True),
    ],
)
def test_an_error_number_decides_what_follows(phone: Phone, code: int, kind: type[DeliveryFault], noted: bool) -> None:
    phone.fake.event("follow", "u1")
    phone.fake.faults.append(Fault("/v3.0/oa/message", times=9, code=code))

    fault = refused(phone, said(phone))

    assert type(fault) is kind
    assert "u1" not in str(fault)
    assert (account(phone.desk).fault is not None) is noted


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault("/v3.0", status=429), Temporary),
        (Fault("/v3.0", status=500), Temporary),
        (Fault("/v3.0", status=503), Temporary),
        (Fault("/v3.0", status=403), Temporary),
        (Fault("/v3.0", breaks_off=True), Uncertain),
    ],
)
def test_a_busy_or_silent_zalo_is_told_honestly(phone: Phone, fault: Fault, kind: type[DeliveryFault]) -> None:
    phone.fake.event("follow", "u1")
    phone.fake.faults.append(fault)

    assert type(refused(phone, said(phone))) is kind


def test_too_many_in_a_minute_wait_for_the_next(phone: Phone, clock: Any) -> None:
    phone.fake.event("follow", "u1")
    phone.fake.a_minute = 2
    for _time in range(2):
        Zalo(phone.desk).send(said(phone))

    assert refused(phone, said(phone)).after == timedelta(minutes=1)
    clock.tick(minutes=1)
    Zalo(phone.desk).send(said(phone))


def test_who_is_nobody_and_what_has_no_account_cannot_arrive(phone: Phone) -> None:
    assert isinstance(refused(phone, said(phone, to="")), Permanent)
    assert isinstance(refused(phone, said(phone, to="la")), Permanent)
    assert isinstance(refused(phone, Outgoing(uuid4(), "u1", "", "a", "khong-co")), Permanent)


def test_at_night_it_waits_until_five_past_six() -> None:
    night = datetime.fromisoformat("2026-11-20T23:30:00+07:00")

    assert faults.until_morning(night) == timedelta(hours=6, minutes=35)
    assert faults.until_morning(night + timedelta(hours=2)) == timedelta(hours=4, minutes=35)


def test_a_token_that_died_on_the_way_is_renewed_and_the_message_arrives_once(phone: Phone) -> None:
    phone.fake.event("follow", "u1")
    phone.fake.access = "something-else"

    Zalo(phone.desk).send(said(phone))

    assert phone.fake.said_to("u1") == ["Chào ông/bà."]
    assert phone.fake.renewals == 1


def test_with_no_token_at_all_everything_waits_and_goes_once_a_new_pair_is_entered(phone: Phone, clock: Any) -> None:
    phone.fake.revoke()
    phone.tell(phone.fake.message("u1", text="xin chào"))
    phone.works()
    assert phone.fake.sent == []
    assert (account(phone.desk).fault or "").startswith("refresh_token")

    phone.enter(access_token=phone.fake.access, refresh_token=phone.fake.refresh)
    clock.tick(hours=2)
    phone.works()
    assert len(phone.fake.sent) == 1
    assert account(phone.desk).fault is None


def test_an_echo_that_comes_late_ends_the_doubt(phone: Phone) -> None:
    phone.fake.faults.append(Fault("/v3.0/oa/message/cs", breaks_off=True))
    phone.says("xin chào")
    assert [line.state for line in lines(phone)][-1] is JobState.UNCERTAIN

    for echo in phone.fake.echoes():
        phone.tell(echo, times=2)

    assert [line.state for line in lines(phone)][-1] is JobState.DELIVERED
    with phone.desk.look() as work:
        assert {job.state for job in work.session.query(OutboxJob)} == {JobState.DELIVERED}


def test_the_echo_of_the_last_of_several_parts_ends_the_doubt_about_all(phone: Phone) -> None:
    phone.files()
    phone.works(WorkQueue.CLASSIFY, WorkQueue.NOTICES)
    phone.fake.echoes()
    with phone.desk.work() as work:
        case = work.lock(work.session.scalars(select(Case.code)).one())
        notices.tell(work, case, NoticeKind.ANSWERED, "Đường đã được vá xong, xe qua lại êm. " * 100)
    phone.works(WorkQueue.NOTICES)
    with phone.desk.work() as work:  # the last answer was lost on the way
        work.session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one().state = JobState.UNCERTAIN
    *earlier, last = [echo for echo in phone.fake.echoes() if echo["event_name"] == "oa_send_text"]

    def state() -> JobState:
        with phone.desk.look() as work:
            return work.session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one().state

    for echo in earlier:
        phone.tell(echo)
    assert (len(earlier) >= 1, state()) == (True, JobState.UNCERTAIN)
    phone.tell(last)
    assert state() is JobState.DELIVERED


def test_an_echo_of_what_a_person_typed_or_of_other_words_ends_no_doubt(phone: Phone) -> None:
    phone.fake.faults.append(Fault("/v3.0/oa/message/cs", breaks_off=True))
    phone.says("xin chào")
    (echo, _receipt) = phone.fake.echoes()

    phone.tell(echo | {"sender": {"id": phone.fake.oa_id, "admin_id": "9"}})
    phone.tell(echo | {"message": {"msg_id": "1", "text": "Lời khác"}})

    assert [line.state for line in lines(phone)][-1] is JobState.UNCERTAIN


def test_a_notice_of_which_nobody_knew_is_known_by_its_echo(phone: Phone) -> None:
    phone.files()
    phone.fake.faults.append(Fault("/v3.0/oa/message/cs", breaks_off=True))
    phone.fake.echoes()
    phone.works(WorkQueue.CLASSIFY, WorkQueue.NOTICES)

    def states() -> list[JobState]:
        with phone.desk.look() as work:
            return [notice.state for notice in work.session.query(Notice)]

    assert states() == [JobState.UNCERTAIN]
    for echo in phone.fake.echoes():
        phone.tell(echo)
    assert states() == [JobState.DELIVERED]


def news(phone: Phone) -> Outgoing:
    code = "PA-261120-000001-" + next(digit for digit in "0123456789" if _is_code(f"PA-261120-000001-{digit}"))
    return Outgoing(uuid4(), "u1", f"Đã có trả lời ({code})", NEWS.format(code=code), phone.fake.oa_id)


def _is_code(text: str) -> bool:
    from routing.case_code import read_code

    return read_code(text) is not None


TEMPLATE = {"template_id": "88", "template_fields": "ma_ho_so=ma, noi_dung=tieu_de, duong_dan=lien_ket"}


def test_after_seven_days_news_goes_by_the_approved_template(phone: Phone, clock: Any) -> None:
    phone.says("xin chào")
    clock.tick(days=8)
    phone.enter(**TEMPLATE)
    Zalo(phone.desk).send(news(phone))

    sent = phone.fake.sent[-1]
    assert sent.path == "/v3.0/oa/message/template"
    assert sent.message["template_id"] == "88"
    assert sent.message["template_data"]["ma_ho_so"].startswith("PA-261120-000001")
    assert sent.message["template_data"]["duong_dan"].startswith("https://langnghe.test/ho-so/")


def test_a_template_takes_no_half_word_and_no_half_link(phone: Phone, clock: Any) -> None:
    phone.says("xin chào")
    clock.tick(days=8)
    phone.enter(template_id="88", template_fields="noi_dung=noi_dung, duong_dan=lien_ket")
    long = news(phone)
    Zalo(phone.desk).send(replace(long, body="Đường đã vá. " * 28 + long.body))

    filled = phone.fake.sent[-1].message["template_data"]
    assert len(filled["noi_dung"]) <= 400
    assert filled["noi_dung"].endswith("…")
    assert "https://" not in filled["noi_dung"]
    assert filled["duong_dan"].startswith("https://langnghe.test/ho-so/")


def test_after_seven_days_without_a_template_it_goes_another_way(phone: Phone, clock: Any) -> None:
    phone.says("xin chào")
    clock.tick(days=8)

    assert str(refused(phone, news(phone))) == "window_closed"


def test_after_seven_days_only_news_of_a_case_has_a_template(phone: Phone, clock: Any) -> None:
    phone.says("xin chào")
    clock.tick(days=8)
    phone.enter(**TEMPLATE)
    assert str(refused(phone, said(phone))) == "window_closed"


@pytest.mark.parametrize(
    ("late", "path"), [("send", "/v3.0/oa/message/cs"), ("template", "/v3.0/oa/message/template"), ("refuse", "")]
)
def test_between_two_days_and_seven_the_office_chooses(phone: Phone, clock: Any, late: str, path: str) -> None:
    phone.says("xin chào")
    clock.tick(days=3)
    phone.enter(late=late, **TEMPLATE)
    if path:
        Zalo(phone.desk).send(news(phone))
        assert phone.fake.sent[-1].path == path
    else:
        assert str(refused(phone, news(phone))) == "window_closed"


def test_who_tapped_a_menu_yesterday_is_written_to_for_nothing(phone: Phone, clock: Any) -> None:
    phone.says("xin chào")
    clock.tick(days=3)
    phone.fake.event("user_click_chatnow", "u1")
    phone.enter(late="template", **TEMPLATE)
    Zalo(phone.desk).send(news(phone))

    assert phone.fake.sent[-1].path == "/v3.0/oa/message/cs"


def _send(url: str, keys: Keyring, told: tuple[Path, datetime]) -> None:
    """A worker that will be killed while Zalo answers it."""
    use_keyring(keys)
    folder, now = told
    desk = Desk(Database(url), keys, Rulebook.shipped(), LocalStorage(folder), lambda: now)
    drain(with_zalo(desk), Said(), "doomed", queue=WorkQueue.INBOUND)


def test_a_worker_killed_while_zalo_answers_says_nothing_twice(
    phone: Phone, clock: Any, keyring: Keyring, tmp_path: Path
) -> None:
    phone.fake.event("follow", "u1")
    with phone.desk.work() as work:
        talk = conversations.begin(work, ChannelKind.ZALO, phone.fake.oa_id, "u1")
        conversations.say(work, talk, "Tin thứ nhất")
        conversations.say(work, talk, "Tin thứ hai")
    phone.fake.faults.append(Fault("/v3.0/oa/message/cs", breaks_off=True, seconds=60))
    url = phone.desk.database.url.render_as_string(hide_password=False)
    doomed = multiprocessing.get_context("spawn").Process(target=_send, args=(url, keyring, (tmp_path, clock.now)))
    doomed.start()
    _until(lambda: len(phone.fake.sent) == 1)
    os.kill(doomed.pid or 0, signal.SIGKILL)
    doomed.join()

    clock.tick(minutes=5)
    phone.works(WorkQueue.INBOUND)

    assert phone.fake.said_to("u1") == ["Tin thứ nhất", "Tin thứ hai"]
    assert [line.state for line in lines(phone)] == [JobState.UNCERTAIN, JobState.DELIVERED]
    for echo in phone.fake.echoes():
        phone.tell(echo)
    assert [line.state for line in lines(phone)] == [JobState.DELIVERED, JobState.DELIVERED]


def _until(true: Any) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)
