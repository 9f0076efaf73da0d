"""A channel is away for an hour while a thousand notices wait: each is told once, in order, and honestly reported.

Time passes by the clocks that desk and channels are given; nobody sleeps.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.channels.telegram.fake import Mishap
from bot.channels.telegram.pace import BURST, PER_SECOND
from bot.channels.zalo.simulated import outside
from bot.channels.zalo_bot import simulated as zalo_bot
from bot.faked import Fault
from intake.cases import conversations, examination, notices
from intake.cases.perform import drain
from intake.cases.ports import Outgoing
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk, by_id
from models.history import CaseEvent
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, EventType, JobState, NoticeKind, WorkQueue
from tests.bot.telegram.office import Office, office_with_telegram
from tests.bot.zalo.line import Phone, with_zalo
from tests.conftest import TestClock
from tests.world import Said, World

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

PEOPLE, EACH = 50, 20
KINDS = (NoticeKind.ASKED, NoticeKind.REMINDED, NoticeKind.EXTENDED, NoticeKind.ANSWERED)
IN_ORDER = list(range(EACH))
_WORDS = re.compile(r"Tin (\d+)\.")


class Letters:
    """E-mail that keeps what it was given."""

    kind = ChannelKind.EMAIL
    dedupes = False

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def send(self, message: Outgoing) -> None:
        self.sent.append(message)

    def to(self, person: str) -> list[int]:
        return numbers(one.body for one in self.sent if one.to == _email(person))


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def office(sqlite_world: World, letters: Letters, clock: TestClock) -> Iterator[Office]:
    with office_with_telegram(_with_letters(sqlite_world.desk, letters), clock) as office:
        yield office


@pytest.fixture
def phone(sqlite_world: World, letters: Letters) -> Iterator[Phone]:
    with outside(sqlite_world.desk) as line:
        yield Phone(_with_letters(with_zalo(sqlite_world.desk), letters), line)


def test_an_hour_without_telegram_delays_notices_and_loses_and_repeats_none(office: Office, letters: Letters) -> None:
    people = [str(1000 + number) for number in range(PEOPLE)]
    for person in people:
        office.bot.chats[int(person)] = ""
    case_ids = [filed(office.desk, ChannelKind.TELEGRAM, office.account.account, one) for one in people]
    receipts_go_out(office.desk, letters)
    tell(office.desk, case_ids)
    office.api.goes_wrong(Mishap(status=502, times=0))
    for _time in range(12):
        pass_on_telegram(office, minutes=5)
    assert (office.bot.sent, letters.sent) == ([], [])
    assert {state for _channel, state in told(office.desk)} <= {JobState.CREATED, JobState.TEMPORARY}

    office.api.mishaps.clear()
    office.bot.chats[1007] = "bot was blocked by the user"
    before = len(office.seconds.slept)
    for _time in range(40):
        pass_on_telegram(office, minutes=15)

    for person in people:
        both = numbers(office.bot.texts(int(person))), letters.to(person)
        assert both == (([], IN_ORDER) if person == "1007" else (IN_ORDER, []))
    assert told(office.desk) == {
        (ChannelKind.TELEGRAM, JobState.DELIVERED): (PEOPLE - 1) * EACH,
        (ChannelKind.TELEGRAM, JobState.PERMANENT): EACH,
        (ChannelKind.EMAIL, JobState.DELIVERED): EACH,
    }
    assert len(office.seconds.slept) > before, "nothing had to be slowed down"
    assert most_in_a_second([one.at for one in office.bot.sent]) <= PER_SECOND + BURST
    check_timelines(office.desk)


def test_an_hour_without_zalo_keeps_order_and_who_is_too_late_by_then_gets_letters(
    phone: Phone, letters: Letters, clock: TestClock
) -> None:
    fake, kind, oa = phone.fake, ChannelKind.ZALO, phone.fake.oa_id
    late = [f"late{number}" for number in range(5)]
    people = [f"u{number}" for number in range(PEOPLE - len(late))]
    case_ids = []
    for person in late:
        fake.event("follow", person)
        case_ids.append(filed(phone.desk, kind, oa, person))
    clock.tick(days=7, minutes=-30)
    for person in people:
        fake.event("follow", person)
        case_ids.append(filed(phone.desk, kind, oa, person))
    receipts_go_out(phone.desk, letters)
    fake.a_minute = 200
    tell(phone.desk, case_ids)

    away = Fault("/", times=1_000_000, status=503)
    fake.faults.append(away)
    for _minute in range(60):
        pass_on_zalo(phone, clock, minutes=1)
    assert (fake.sent, letters.sent) == ([], [])
    assert {state for _channel, state in told(phone.desk)} <= {JobState.CREATED, JobState.TEMPORARY}

    away.times = 0
    fake.faults.append(Fault("/v3.0/oa/message", times=len(people), code=-211))
    for _time in range(24 * 6):
        pass_on_zalo(phone, clock, minutes=10)

    for person in (*people, *late):
        both = numbers(fake.said_to(person)), letters.to(person)
        assert both == (([], IN_ORDER) if person in late else (IN_ORDER, []))
    assert told(phone.desk) == {
        (kind, JobState.DELIVERED): len(people) * EACH,
        (kind, JobState.PERMANENT): len(late) * EACH,
        (ChannelKind.EMAIL, JobState.DELIVERED): len(late) * EACH,
    }
    check_timelines(phone.desk)


@dataclass(frozen=True)
class Dying:
    """A channel of ours whose token can be revoked. ``passes`` lets so many hours go by."""

    desk: Desk
    kind: ChannelKind
    account: str
    revoke: Callable[[], object]
    enter_another: Callable[[], object]
    heard: Callable[[], list[str]]
    passes: Callable[[int], None]


@contextmanager
def telegram_dying(desk: Desk, clock: TestClock, _code: int) -> Iterator[Dying]:
    with office_with_telegram(desk, clock) as office:
        office.bot.chats[501] = ""
        gone = Mishap(status=401, description="Unauthorized", times=0)

        def passes(hours: int) -> None:
            pass_on_telegram(office, minutes=60 * hours)

        revoke, mend, heard = partial(office.api.goes_wrong, gone), office.api.mishaps.clear, office.person().bot.texts
        named = ChannelKind.TELEGRAM, office.account.account
        yield Dying(office.desk, *named, revoke, mend, partial(heard, 501), passes)


@contextmanager
def zalo_dying(desk: Desk, clock: TestClock, _code: int) -> Iterator[Dying]:
    with outside(desk) as line:
        phone = Phone(desk, line, "501")
        phone.fake.event("follow", "501")

        def mend() -> None:
            phone.enter(access_token=phone.fake.access, refresh_token=phone.fake.refresh)

        def passes(hours: int) -> None:
            pass_on_zalo(phone, clock, minutes=60 * hours)

        heard = partial(phone.fake.said_to, "501")
        yield Dying(desk, ChannelKind.ZALO, phone.fake.oa_id, phone.fake.revoke, mend, heard, passes)


@contextmanager
def zalo_bot_dying(desk: Desk, clock: TestClock, code: int) -> Iterator[Dying]:
    with zalo_bot.outside(desk) as line:

        def passes(hours: int) -> None:
            drain(desk, Said(), "worker", queue=WorkQueue.NOTICES)
            clock.tick(hours=hours)

        gone, heard = Fault("sendMessage", times=1_000_000, code=code), partial(line.fake.said_to, "501")
        revoke, mend = partial(line.fake.faults.append, gone), line.fake.faults.clear
        yield Dying(desk, ChannelKind.ZALO_BOT, line.account.account, revoke, mend, heard, passes)


@pytest.mark.parametrize("mended", [True, False], ids=["mended the same day", "never mended"])
@pytest.mark.parametrize(
    ("channel", "code", "shown"),
    [
        (telegram_dying, 401, "không nhận mã truy cập"),
        (zalo_dying, 401, "Zalo không nhận refresh token nữa"),
        (zalo_bot_dying, 401, "không nhận mã truy cập"),
        (zalo_bot_dying, 403, "Zalo Bot từ chối (mã 403)"),
    ],
    ids=["telegram", "zalo", "zalo_bot", "zalo_bot_refused"],
)
def test_a_dead_token_is_shown_to_the_administrator_and_no_news_is_lost(
    sqlite_world: World,
    letters: Letters,
    clock: TestClock,
    channel: Callable[[Desk, TestClock, int], AbstractContextManager[Dying]],
    code: int,
    shown: str,
    mended: bool,
) -> None:
    with channel(with_zalo(_with_letters(sqlite_world.desk, letters)), clock, code) as dying:
        case_ids = [filed(dying.desk, dying.kind, dying.account, "501")]
        receipts_go_out(dying.desk, letters)
        already = len(dying.heard())
        dying.revoke()
        tell(dying.desk, case_ids)
        for _hour in range(6):
            dying.passes(1)
        assert (numbers(dying.heard()), letters.sent) == ([], [])
        assert shown in alert(dying.desk)

        if mended:
            dying.enter_another()
        for _hour in range(4 * 24):
            dying.passes(1)

        assert (numbers(dying.heard()[already:]), letters.to("501")) == ((IN_ORDER, []) if mended else ([], IN_ORDER))
        assert (alert(dying.desk) == "") is mended
        check_timelines(dying.desk)


def test_where_there_are_no_letters_a_dead_token_is_waited_for(
    sqlite_world: World, letters: Letters, clock: TestClock
) -> None:
    with zalo_bot_dying(with_zalo(_with_letters(sqlite_world.desk, letters)), clock, 401) as dying:
        case_ids = [filed(dying.desk, dying.kind, dying.account, "501", email=False)]
        receipts_go_out(dying.desk, letters)
        dying.revoke()
        tell(dying.desk, case_ids)
        for _hour in range(30):
            dying.passes(1)

        dying.enter_another()
        for _hour in range(12):
            dying.passes(1)

        assert (numbers(dying.heard()), letters.sent) == (IN_ORDER, [])


def alert(desk: Desk) -> str:
    """What is wrong with accounts, as an administrator is told."""
    with desk.look() as work:
        found = examination.channels(work)
    return found.sentence if found.health is examination.Health.WARNING else ""


def filed(desk: Desk, channel: ChannelKind, account: str, person: str, *, email: bool = True) -> UUID:
    """A case that was filed in a chat, by somebody who has e-mail too."""
    with desk.work() as work:
        reached = _email(person) if email else ""
        given = read_submission(content="Đường hư, xin sửa.", channel=channel, email=reached)
        case = submit(work, given).case
        conversations.add_case(work, conversations.begin(work, channel, account, person), case)
        return case.id


def tell(desk: Desk, case_ids: Sequence[UUID]) -> None:
    """What officers say and what reminds, to everybody in turn."""
    for number in range(EACH):
        with desk.work() as work:
            for case_id in case_ids:
                notices.tell(work, by_id(work, case_id), KINDS[number % len(KINDS)], f"Tin {number}.")


def receipts_go_out(desk: Desk, letters: Letters) -> None:
    """What is told of the filing is not what waits."""
    drain(desk, Said(), "worker", queue=WorkQueue.NOTICES)
    letters.sent.clear()


def numbers(texts: Iterable[str]) -> list[int]:
    """Which notices these are, in the order they came."""
    return [int(found[1]) for text in texts if (found := _WORDS.search(text))]


def told(desk: Desk) -> Counter[tuple[ChannelKind, JobState]]:
    """How many of what officers said are where."""
    with desk.look() as work:
        return Counter((one.channel, one.state) for one in work.session.scalars(select(Notice)) if one.kind in KINDS)


def pass_on_telegram(office: Office, *, minutes: int) -> None:
    drain(office.desk, Said(), "worker", queue=WorkQueue.NOTICES)
    office.clock.tick(minutes=minutes)
    office.seconds.now += 60 * minutes


def pass_on_zalo(phone: Phone, clock: TestClock, *, minutes: int) -> None:
    phone.works(WorkQueue.NOTICES)
    clock.tick(minutes=minutes)


def most_in_a_second(sent: Sequence[float]) -> int:
    """``sent`` are seconds in order."""
    return max(sum(at <= other < at + 1 for other in sent[first : first + 100]) for first, at in enumerate(sent))


def check_timelines(desk: Desk) -> None:
    """Of each notice the timeline says how it ended, once, and the same as the notice says; no job is left."""
    said: dict[str, list[str]] = defaultdict(list)
    with desk.look() as work:
        changed = select(CaseEvent).where(CaseEvent.type == EventType.DELIVERY_CHANGED)
        for event in work.session.scalars(changed):
            said[event.data["notice"]].append(event.data["state"])
        for notice in work.session.scalars(select(Notice)):
            assert said[str(notice.id)] == [notice.state.value]
        unfinished = select(OutboxJob).where(OutboxJob.notice_id.is_not(None), OutboxJob.finished_at.is_(None))
        assert work.session.scalars(unfinished).all() == []


def _with_letters(desk: Desk, letters: Letters) -> Desk:
    return replace(desk, channels={**desk.channels, ChannelKind.EMAIL: letters})


def _email(person: str) -> str:
    return f"{person}@example.com"
