"""What comes to the webhook: only from who knows the secret, only once, in order, and nonsense comes to an end."""

import json

import pytest
from sqlalchemy import select

from bot.channels.telegram import SETUP
from bot.channels.telegram.setup import SHOWN_BY_TELEGRAM, secret
from intake.cases import conversations
from intake.cases.ports import Delivered
from models.channel_account import ChannelAccount
from models.conversation import Conversation
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY
from tests.bot.telegram.office import OTHER_TOKEN, Office
from tests.bot.telegram.test_talking import rows


@pytest.mark.parametrize("shown", ["", "0" * 64, "é", "Bearer x"])
def test_whoever_does_not_know_the_secret_is_refused_and_nothing_is_kept(office: Office, shown: str) -> None:
    assert office.receive(office.person().says(STORY), shown=shown).status == 403
    assert rows(office.desk) == 0


def test_the_secret_of_another_bot_opens_nothing(office: Office) -> None:
    office.add(OTHER_TOKEN)
    theirs = secret(office.desk, office.bots[OTHER_TOKEN][0])

    assert office.receive(office.person().says(STORY), shown=theirs).status == 403
    assert rows(office.desk) == 0


def test_an_update_told_a_thousand_times_is_heard_once(office: Office) -> None:
    citizen = office.person()
    told = citizen.says(STORY)
    for _time in range(1000):
        assert office.receive(told).status == 200
    office.works()
    office.receive(told)
    office.works()

    assert rows(office.desk) == 1
    assert len(citizen.heard) == 1


def test_a_button_told_again_is_answered_again_and_counts_once(office: Office) -> None:
    citizen = office.person()
    office.receive(citizen.says(STORY))
    office.works()
    pressed = citizen.presses("1")
    answers = [office.receive(pressed).body for _time in range(3)]
    office.works()

    assert {json.loads(answer)["method"] for answer in answers} == {"answerCallbackQuery"}
    assert len(citizen.heard) == 2


def test_what_arrives_in_the_wrong_order_is_heard_in_the_right_one(office: Office) -> None:
    citizen = office.person()
    told = [citizen.says(text) for text in (STORY, "Cả xóm đi lại khó khăn.", "Xin sửa giúp bà con.")]
    for update in reversed(told):
        office.receive(update)
    office.works()

    with office.desk.look() as work:
        (talk,) = work.session.scalars(select(Conversation))
        parts = [text for _id, text in json.loads(talk.state or "")["draft"]["parts"]]
    assert parts == [STORY, "Cả xóm đi lại khó khăn.", "Xin sửa giúp bà con."]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff\xfe", b'"x"', b'{"update_id": "1"}', b'{"update_id": 1, "message": []}', b"{}"]
)
def test_nonsense_is_answered_well_and_comes_no_more(office: Office, body: bytes) -> None:
    right = {SHOWN_BY_TELEGRAM: secret(office.desk, office.account)}

    assert SETUP.receive(office.desk, office.account, Delivered(right, body)).status == 200
    assert rows(office.desk) == 0


def test_a_payload_as_we_would_have_completed_it_is_not_believed(office: Office) -> None:
    raw = office.person().says(STORY)
    forged = {
        "update": raw,
        "kept": [["11111111-1111-1111-1111-111111111111", "a.jpg"]],
        "refused": "",
        "choice": "send",
    }
    office.receive(forged | {"update_id": 9})

    assert rows(office.desk) == 0


def test_the_raw_update_is_kept_sealed_and_its_person_is_a_digest(office: Office) -> None:
    told = office.person(501).says(STORY)
    office.receive(told)

    with office.desk.look() as work:
        (row,) = work.session.scalars(select(InboundMessage))
        assert json.loads(row.payload or "") == told
        assert STORY.encode() not in (row.payload_sealed or b"")
        assert (row.account, row.external_id) == ("7000000001", str(told["update_id"]))
        assert row.person_digest == conversations.person_digest(work, ChannelKind.TELEGRAM, "7000000001", "501")
        assert work.session.scalars(select(ChannelAccount)).one().heard_at is not None
