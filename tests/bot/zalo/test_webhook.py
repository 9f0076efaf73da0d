"""What Zalo's webhook believes, keeps, and lets go."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.zalo import signature
from bot.channels.zalo.fake import FakeZalo
from bot.channels.zalo.simulated import Line
from bot.simulated import account as simulated_account
from intake.cases import channel_accounts
from intake.cases.ports import Delivered
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind
from tests.bot.zalo.line import Phone, account, kept


def resigned(fake: FakeZalo, told: dict[str, Any], **other: str) -> Delivered:
    """The event signed with other facts than the account's."""
    facts = {"app_id": fake.app_id, "timestamp": str(told["timestamp"]), "oa_secret": fake.oa_secret} | other
    body = json.dumps(told).encode()
    return Delivered(
        {signature.HEADER: signature.sign(facts["app_id"], body, facts["timestamp"], facts["oa_secret"])}, body
    )


def test_a_message_is_kept_as_it_came(phone: Phone) -> None:
    told = phone.fake.message("u1", text="Đường hư")

    phone.tell(told)

    assert kept(phone.desk) == [told]
    assert account(phone.desk).heard_at is not None


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"{", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"event_name": 3}'])
def test_the_probe_of_the_console_and_nonsense_are_answered_and_do_nothing(phone: Phone, body: bytes) -> None:
    assert phone.post(Delivered({}, body)) == 200
    assert kept(phone.desk) == []


def test_what_is_not_signed_is_answered_and_does_nothing(phone: Phone) -> None:
    body = json.dumps(phone.fake.message("u1", text="Đường hư")).encode()

    assert phone.post(Delivered({}, body)) == 200
    assert kept(phone.desk) == []


def test_a_forged_signature_is_refused_and_noted(phone: Phone) -> None:
    told = phone.fake.message("u1", text="Đường hư")

    assert phone.post(resigned(phone.fake, told, oa_secret="doan-mo")) == 403
    assert phone.post(resigned(phone.fake, told, oa_secret="")) == 403

    assert kept(phone.desk) == []
    assert account(phone.desk).fault == "signature_mismatch"


def test_a_forged_sender_breaks_the_signature(phone: Phone) -> None:
    honest = phone.fake.delivered(phone.fake.message("u1", text="Đường hư"))

    forged = Delivered(honest.headers, honest.body.replace(b'"u1"', b'"u2"'))

    assert phone.post(forged) == 403
    assert kept(phone.desk) == []


def test_a_body_that_was_written_anew_does_not_verify(phone: Phone) -> None:
    honest = phone.fake.delivered(phone.fake.message("u1", text="Đường hư"))

    assert phone.post(Delivered(honest.headers, json.dumps(json.loads(honest.body)).encode())) == 403


def test_another_apps_event_is_refused(phone: Phone) -> None:
    told = phone.fake.message("u1", text="Đường hư") | {"app_id": "999"}

    assert phone.post(resigned(phone.fake, told, app_id="999")) == 403
    assert account(phone.desk).fault == "app_id_mismatch"


@pytest.mark.parametrize(("hours", "status"), [(47, 200), (49, 403)])
def test_what_is_older_than_any_repetition_is_refused(phone: Phone, clock: Any, hours: int, status: int) -> None:
    told = phone.fake.delivered(phone.fake.message("u1", text="Đường hư"))
    clock.tick(hours=hours)

    assert phone.post(told) == status
    assert len(kept(phone.desk)) == (status == 200)


def test_a_diagnosis_names_what_would_have_matched_and_never_accepts_it(phone: Phone) -> None:
    phone.enter(diagnostic="yes")
    told = phone.fake.message("u1", text="Đường hư")

    assert phone.post(resigned(phone.fake, told, oa_secret=phone.fake.app_secret)) == 403

    assert account(phone.desk).fault == "signature_mismatch_app_secret"
    assert kept(phone.desk) == []


def test_a_thousand_repetitions_are_one_message(phone: Phone) -> None:
    told = phone.fake.message("u1", text="Đường hư")

    phone.tell(told, times=1000)

    assert len(kept(phone.desk)) == 1


def test_echoes_receipts_and_the_unknown_are_answered_and_never_input(phone: Phone) -> None:
    fake, ends = phone.fake, {"sender": {"id": phone.fake.oa_id}, "recipient": {"id": "u1"}}
    said = {"message": {"msg_id": "1", "text": "Chào ông/bà."}}
    for name in (
        "oa_send_text",
        "oa_send_image",
        "user_received_message",
        "user_seen_message",
        "change_oa_daily_quota",
    ):
        phone.tell(fake.event(name, "u1", **ends, **said))
    phone.tell(fake.event("user_send_text", "u1", **ends, **said))
    phone.tell(fake.event("su_kien_chua_biet", "u1", **said))

    assert kept(phone.desk) == []


def test_a_time_that_is_a_number_is_signed_and_read_like_one_that_is_text(phone: Phone) -> None:
    told = phone.fake.message("u1", text="Đường hư")

    phone.tell(told | {"timestamp": int(told["timestamp"])})

    assert len(kept(phone.desk)) == 1


def test_an_event_cannot_bring_files_of_ours_along(phone: Phone) -> None:
    told = phone.fake.message("u1", text="Đường hư")

    phone.tell(told | {"_langnghe": {"files": [{"id": "1", "name": "a"}], "refused": ""}})

    assert kept(phone.desk) == [told]


def test_two_accounts_of_one_app_share_an_address_and_nothing_else(phone: Phone, zalo: Line) -> None:
    other = FakeZalo("2002", app_id=zalo.fake.app_id, app_secret=zalo.fake.app_secret, clock=phone.desk.clock)
    with simulated_account(phone.desk, ChannelKind.ZALO, "2002", other.values(zalo.address)):
        assert phone.post(zalo.fake.delivered(zalo.fake.message("u1", text="cho OA thứ nhất"))) == 200
        assert phone.post(other.delivered(other.message("u1", text="cho OA thứ hai"))) == 200

    with phone.desk.look() as work:
        rows = work.session.query(InboundMessage).order_by(InboundMessage.id)
        assert [row.account for row in rows] == [zalo.fake.oa_id, "2002"]
        assert len({row.person_digest for row in rows}) == 2


def test_an_account_that_is_switched_off_hears_nothing(phone: Phone) -> None:
    told = phone.fake.delivered(phone.fake.message("u1", text="Đường hư"))
    with phone.desk.work() as work:
        row = work.session.merge(account(phone.desk))
        row.enabled = False

    assert phone.post(told) == 404


def test_somebody_who_takes_their_consent_back_is_noted_once_on_their_cases(phone: Phone) -> None:
    said = phone.files()
    code = said.split("Mã hồ sơ: ")[1].split("\n")[0]

    phone.tell(phone.fake.event("user_withdraw", "u1", user_id="u1"), times=3)

    with phone.desk.look() as work:
        from models.thread import Message

        notes = [message.text or "" for message in work.session.query(Message)]
        assert work.find(code) is not None
    assert sum("rút sự đồng ý" in note for note in notes) == 1


def test_repetitions_within_the_horizon_come_as_long_as_zalo_sends_them(phone: Phone, clock: Any) -> None:
    """30 s, 5 min, 15 min, 30 min, 1 h after the first: each is answered, one is kept."""
    told = phone.fake.delivered(phone.fake.message("u1", text="Đường hư"))
    for pause in (timedelta(), timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)):
        clock.now += pause
        assert phone.post(told) == 200

    assert len(kept(phone.desk)) == 1
    with phone.desk.look() as work:
        assert channel_accounts.find(work, ChannelKind.ZALO, phone.fake.oa_id) is not None
