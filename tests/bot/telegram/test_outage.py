"""Telegram is away for an hour while a thousand updates come in: every one is heard, and every answer is said once."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from bot.channels.telegram.fake import Mishap
from models.conversation import ChatLine
from models.outbox import OutboxJob
from models.vocabulary import JobState, Speaker
from tests.bot.talking import STORY
from tests.bot.telegram.office import Office

PEOPLE, EACH = 25, 40


def said(office: Office) -> Counter[str]:
    with office.desk.look() as work:
        lines = select(ChatLine.state, func.count()).where(ChatLine.speaker != Speaker.CITIZEN)
        return Counter({state.value: count for state, count in work.session.execute(lines.group_by(ChatLine.state))})


def unfinished(office: Office) -> int:
    with office.desk.look() as work:
        query = select(func.count()).select_from(OutboxJob).where(OutboxJob.finished_at.is_(None))
        return work.session.scalar(query) or 0


@pytest.mark.timeout(300)
def test_an_hour_without_telegram_loses_nothing_and_says_nothing_twice(office: Office) -> None:
    people = [office.person(1000 + number) for number in range(PEOPLE)]
    office.api.goes_wrong(Mishap(status=502, times=0))
    for number in range(EACH):
        for person in people:
            office.receive(person.says(f"{STORY} Lần thứ {number}."))
    office.bot.waiting.clear()

    for _minute in range(12):
        office.works()
        office.clock.tick(minutes=5)
        office.seconds.now += 300
    assert office.bot.sent == []
    assert said(office)[JobState.TEMPORARY] >= PEOPLE
    assert not said(office)[JobState.PERMANENT]

    office.api.mishaps.clear()
    for _minute in range(8):
        office.clock.tick(minutes=10)
        office.seconds.now += 600
        office.works()

    assert unfinished(office) == 0
    assert set(said(office)) == {JobState.DELIVERED}
    assert all(len(person.heard) == len(set(person.heard)) >= 1 for person in people)
    assert len(office.bot.sent) == sum(said(office).values())


def test_updates_kept_while_the_token_is_revoked_are_answered_after_a_new_one(office: Office) -> None:
    citizen = office.person()
    office.api.goes_wrong(Mishap(status=401, description="Unauthorized", times=0))
    office.receive(citizen.says(STORY))
    office.works()
    assert citizen.heard == []

    office.api.mishaps.clear()
    office.clock.tick(minutes=1)
    office.works()
    assert len(citizen.heard) == 1
