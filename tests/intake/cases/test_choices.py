"""What comes with a filing: choices that stay hints, consent in its words, a sender the unit does not learn."""

from typing import Any

import pytest
from sqlalchemy import select

from intake.cases import case_page, chosen, consents, find, related, reply_blanks
from intake.cases.actor import Actor
from intake.cases.case_page import CasePage
from intake.cases.errors import Invalid
from intake.cases.submission import read_submission
from models.case import Case
from models.filing import Choice, Consent
from models.history import CaseEvent
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Department, EventType, Field
from tests.world import RESTRICTED, World

STORY = "Đường trước nhà tôi có nhiều ổ gà, gọi tôi số 0912 345 678."
PERSON = {"name": "Trần Văn Bưởi", "phone": "0912 345 678", "address": "ấp Chợ, xã Long Hữu"}


def page(world: World, who: Actor, code: str) -> CasePage:
    with world.desk.look(who) as work:
        return case_page.case_page(work, work.find(code))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "denunciation"}, "kind"),
        ({"kind": "<b>"}, "kind"),
        ({"field": "mars"}, "field"),
        ({"department": "nowhere"}, "department"),
        ({"procedure": "x" * 41}, "procedure"),
        ({"procedure": "1.0\n2"}, "procedure"),
        ({"at": "91,0,5"}, "at"),
        ({"at": "nan,0,5"}, "at"),
        ({"at": "9.6,106.5"}, "at"),
        ({"at": "9.6,106.5,1e9"}, "at"),
    ],
)
def test_a_choice_that_was_never_offered_is_said_beside_its_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_submission(content=STORY, channel=ChannelKind.WEB, choices=typed)
    assert [error.field for error in refused.value.errors] == [field]


def test_choices_are_kept_and_an_officer_reads_them(world: World) -> None:
    choices = {
        "kind": "service",
        "field": "transport",
        "department": "construction",
        "procedure": "1.014064",
        "at": "9.645612,106.512345,20",
    }
    filed = world.file(STORY, choices=choices)

    shown = page(world, world.receiver, filed.case.code).chosen

    assert shown is not None
    assert (shown.kind, shown.field, shown.department) == (CaseKind.SERVICE, Field.TRANSPORT, Department.CONSTRUCTION)
    assert shown.procedure == "1.014064", "a code nobody imported is shown as it is"
    assert shown.position is not None
    assert (shown.position.at, shown.position.metres) == ("9.645612,106.512345", 20)
    with world.desk.look() as work:
        row = work.session.scalars(select(Choice)).one()
        assert b"9.645" not in (row.position_sealed or b"")


def test_nothing_chosen_leaves_no_row(sqlite_world: World) -> None:
    sqlite_world.file(STORY)
    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(Choice)).all() == []


@pytest.mark.parametrize(
    ("choices", "status"),
    [
        ({"department": "construction", "kind": "conduct"}, CaseStatus.ASSIGNED),
        ({"department": "health"}, CaseStatus.TRIAGE),
        ({"kind": "praise"}, CaseStatus.TRIAGE),
    ],
    ids=["the same as the machine", "another office", "another kind"],
)
def test_whoever_chose_otherwise_than_the_machine_is_read_by_a_person(
    world: World, choices: dict[str, str], status: CaseStatus
) -> None:
    filed = world.assigned(STORY, choices=choices)

    with world.desk.look() as work:
        case = work.session.get_one(Case, filed.case.id)
    assert case.status is status
    assert (case.triage_reason is not None) == (status is CaseStatus.TRIAGE)


def test_consent_is_kept_in_the_words_that_were_read(world: World) -> None:
    newest = consents.newest()
    filed = world.file(STORY, publish_consent=True, consent_edition=newest.edition)

    with world.desk.look() as work:
        row = work.session.scalars(select(Consent)).one()
        received = work.session.scalars(select(CaseEvent).where(CaseEvent.type == EventType.RECEIVED)).one()
    assert (row.case_id, row.edition) == (filed.case.id, newest.edition)
    assert row.wording == f"{newest.sentence}\n{newest.meaning}"
    assert received.data["consent_edition"] == newest.edition


@pytest.mark.parametrize("given", [{}, {"consent_edition": consents.newest().edition}], ids=["no form", "not ticked"])
def test_silence_is_no_consent(sqlite_world: World, given: dict[str, str]) -> None:
    sqlite_world.file(STORY, **given)
    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(Consent)).all() == []
        assert not work.session.scalars(select(Case)).one().publish_consent


def test_a_wording_that_was_never_shown_is_read_again() -> None:
    with pytest.raises(Invalid) as refused:
        read_submission(content=STORY, channel=ChannelKind.WEB, publish_consent=True, consent_edition="1999-01-01")
    assert refused.value.errors[0].code == "consent_unknown"


def test_every_wording_has_its_own_day_and_the_newest_is_shown() -> None:
    days = [wording.edition for wording in consents.PUBLICATION]
    assert days == sorted(set(days))
    assert consents.newest().edition == days[-1]


def test_the_handling_unit_does_not_learn_who_asked_it_not_to(world: World) -> None:
    code = world.assigned(f"{STORY} Bưởi ở ấp Chợ, xã Long Hữu.", identity_kept=True, **PERSON).case.code
    earlier = world.assigned("Cầu hẹp, xe lớn không qua được.", phone="0912 345 678").case.code

    seen = page(world, world.handler, code)
    assert seen.sender is None
    assert seen.identity_kept
    for told in ("0912", "ấp Chợ, xã Long Hữu"):
        assert told not in seen.content
        assert told not in seen.row.summary
    assert "ổ gà" in seen.content
    with world.desk.look(world.handler) as work:
        case = work.find(code)
        assert related.by_the_same_sender(work, case) == []
        assert [one.code for one in related.by_the_same_sender(work, work.find(earlier))] == []
        assert [hit.code for hit in find.find(work, "0912345678")] == [earlier]
        assert [hit.code for hit in find.by_sender(work, phone="0912345678")] == [earlier]
        assert "Bưởi" not in reply_blanks.fill(work, case, "Kính gửi {{ten}}")


def test_the_receiving_desk_and_a_desk_that_keeps_the_case_still_know_the_sender(world: World) -> None:
    code = world.assigned(STORY, identity_kept=True, **PERSON).case.code
    accusing = world.file("Cán bộ địa chính vòi tiền của tôi.", identity_kept=True, **PERSON)
    world.classify(RESTRICTED)

    for who, asked in ((world.receiver, code), (world.inspector, accusing.case.code)):
        sender = page(world, who, asked).sender
        assert sender is not None
        assert sender.name == "Trần Văn Bưởi"


def test_a_hidden_sender_and_publication_do_not_go_together() -> None:
    given: dict[str, Any] = {"publish_consent": True, "identity_kept": True}
    with pytest.raises(Invalid) as refused:
        read_submission(content=STORY, channel=ChannelKind.WEB, **given)
    assert refused.value.errors[0].code == "kept_or_published"


def test_what_a_citizen_may_call_their_message_is_never_an_accusation() -> None:
    assert not set(chosen.KINDS) & {CaseKind.COMPLAINT, CaseKind.DENUNCIATION, CaseKind.SPAM}
