"""Telling a citizen the way they chose: the chat while its window is open, then e-mail, and the page in the end."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import select

from bot.channels._template import Template
from bot.nlu.keywords import KeywordNlu
from bot.turn import Bot
from intake.adapters.mail import Mail
from intake.cases import conversations, deliveries, notices, reach, timeline
from intake.cases.actor import holder_of
from intake.cases.errors import Invalid
from intake.cases.handing import CLOSED
from intake.cases.perform import drain
from intake.cases.ports import Channel, Outgoing, Permanent, Temporary
from intake.cases.schedule import PAUSES
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from models.case import Case
from models.conversation import ChatLine
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, EventType, JobKind, JobState, NoticeKind, Speaker, ToldBy
from tests.conftest import TestClock
from tests.intake.adapters.post_office import PostOffice, texts
from tests.world import SURE, Said, World, make_world

SENTENCE = "Sở Xây dựng đã kiểm tra đoạn đường trước chợ Long Hữu và thấy đúng như ông/bà phản ánh. "


@dataclass
class Messenger(Template):
    """A chat of somebody else: recognises nothing that is sent twice. ``trouble`` is raised, once for each entry."""

    trouble: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        Template.__init__(self)

    def send(self, message: Outgoing) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        super().send(message)


@dataclass
class Chatting:
    """A case that was filed in a chat by somebody with an e-mail address."""

    world: World
    office: PostOffice
    chat: Messenger
    clock: TestClock
    case: Case

    def chooses(self, told_by: ToldBy) -> None:
        with self.world.desk.work(holder_of(self.case.id)) as work:
            reach.choose(work, work.lock(self.case.code), told_by)

    def is_told(self, words: str = "Đã vá xong.", kind: NoticeKind = NoticeKind.ANSWERED) -> list[tuple[str, str, str]]:
        """Where each notice went, how it ended and why, in order."""
        with self.world.desk.work() as work:
            notices.tell(work, work.lock(self.case.code), kind, words)
        self.run()
        return self.ends()

    def run(self) -> None:
        drain(self.world.desk, Said(SURE), "w")

    def ends(self) -> list[tuple[str, str, str]]:
        with self.world.desk.look() as work:
            found = work.session.scalars(select(Notice).where(Notice.kind != NoticeKind.RECEIVED).order_by(Notice.id))
            return [(one.channel.value, one.state.value, one.fault or "") for one in found]

    def timeline(self) -> list[str]:
        with self.world.desk.look(holder_of(self.case.id)) as work:
            entries = timeline.for_citizen(work, work.find(self.case.code))
        return [entry.text for entry in entries if entry.event is EventType.DELIVERY_CHANGED][::-1]


@pytest.fixture
def chatting(desk: Desk, office: PostOffice, clock: TestClock) -> Chatting:
    return begin(desk, office, clock, email="lua@example.com")


def begin(desk: Desk, office: PostOffice, clock: TestClock, *, email: str | None) -> Chatting:
    chat = Messenger()
    channels: dict[ChannelKind, Channel] = {ChannelKind.EMAIL: Mail(office.address), ChannelKind.TELEGRAM: chat}
    bot = Bot({ChannelKind.TELEGRAM: chat}, KeywordNlu())
    world = make_world(replace(desk, channels=channels, public_url="https://pa.example", conversation=bot))
    submission = read_submission(content="Đường hư.", channel=ChannelKind.TELEGRAM, name="Lụa", email=email)
    with world.desk.work() as work:
        case = submit(work, submission).case
        conversations.add_case(work, conversations.begin(work, ChannelKind.TELEGRAM, "mau", "u1"), case)
    with world.desk.work() as work:  # neither the receipt nor the routing is what these tests are about
        for job in work.session.scalars(select(OutboxJob)):
            job.finished_at, job.state = work.now, JobState.DELIVERED
    office.accepted.clear()
    return Chatting(world, office, chat, clock, case)


def test_the_chat_is_first_while_it_may_be_written_to(chatting: Chatting) -> None:
    assert chatting.is_told() == [("telegram", "delivered", "")]
    assert "Đã vá xong." in chatting.chat.sent[0].body
    assert chatting.office.accepted == []


def test_a_closed_window_is_no_attempt_and_the_letter_goes_at_once(chatting: Chatting) -> None:
    chatting.clock.tick(hours=49)

    assert chatting.is_told() == [("telegram", "permanent", CLOSED), ("email", "delivered", "")]
    assert chatting.chat.sent == []
    assert "Đã vá xong." in texts(chatting.office)[0]
    assert chatting.timeline()[-2:] == [
        "Tin “Đã có trả lời” gửi qua Telegram: không gửi được",
        "Tin “Đã có trả lời” gửi qua thư điện tử: đã gửi",
    ]
    with chatting.world.desk.look() as work:
        aside = select(OutboxJob).where(OutboxJob.state.in_((JobState.PERMANENT, JobState.UNCERTAIN)))
        assert work.session.scalars(aside).all() == []


@pytest.mark.parametrize("trouble", [[Permanent("blocked")], [Temporary("down")] * (len(PAUSES[JobKind.NOTICE]) + 1)])
def test_who_blocked_us_and_a_channel_that_stays_down_are_told_by_letter(
    chatting: Chatting, trouble: list[Exception]
) -> None:
    chatting.chat.window = None
    chatting.chat.trouble = list(trouble)
    fault = str(trouble[0])
    chatting.is_told()
    for _pause in PAUSES[JobKind.NOTICE]:
        chatting.clock.tick(hours=25)
        chatting.run()

    assert chatting.ends() == [("telegram", "permanent", fault), ("email", "delivered", "")]
    assert len(texts(chatting.office)) == 1


def test_at_the_end_it_waits_on_the_page_of_the_case(chatting: Chatting) -> None:
    chatting.chat.trouble = [Permanent("blocked")]
    chatting.office.rcpt = "550 no such user"

    assert [end[:2] for end in chatting.is_told()] == [
        ("telegram", "permanent"),
        ("email", "permanent"),
        ("web", "delivered"),
    ]
    assert chatting.timeline()[-1] == "Tin “Đã có trả lời” chờ ông/bà xem ở trang hồ sơ"
    with chatting.world.desk.look() as work:
        newest = deliveries.of_case(work, work.find(chatting.case.code))[0]
    assert (newest.said, newest.again) == ("chờ người gửi xem ở trang hồ sơ", False)


def test_what_may_have_arrived_is_not_told_again_by_another_way(chatting: Chatting) -> None:
    with chatting.world.desk.work() as work:
        notices.tell(work, work.lock(chatting.case.code), NoticeKind.ANSWERED, "Đã vá xong.")
    with chatting.world.desk.work() as work:
        for notice in work.session.scalars(select(Notice).where(Notice.kind == NoticeKind.ANSWERED)):
            notice.state = JobState.SENDING
    chatting.run()

    assert chatting.ends() == [("telegram", "uncertain", "interrupted")]


@pytest.mark.parametrize(
    ("told_by", "gone"),
    [
        (ToldBy.CHAT_FIRST, ["telegram", "email"]),
        (ToldBy.CHAT_ONLY, ["telegram", "web"]),
        (ToldBy.EMAIL_FIRST, ["email"]),
        (ToldBy.EMAIL_ONLY, ["email"]),
        (ToldBy.PAGE, ["web"]),
    ],
)
def test_the_citizens_order_is_kept(chatting: Chatting, told_by: ToldBy, gone: list[str]) -> None:
    chatting.chooses(told_by)
    chatting.chat.trouble = [Permanent("blocked")]

    assert [channel for channel, _state, _fault in chatting.is_told()] == gone


def test_the_last_choice_holds_and_every_one_is_dated_on_the_timeline(chatting: Chatting) -> None:
    chatting.chooses(ToldBy.PAGE)
    chatting.clock.tick(days=1)
    chatting.chooses(ToldBy.EMAIL_ONLY)

    assert [end[0] for end in chatting.is_told()] == ["email"]
    assert chatting.timeline()[-3:-1] == [
        "Ông/bà chọn cách nhận tin: không gửi tin, tự xem ở trang hồ sơ",
        "Ông/bà chọn cách nhận tin: chỉ gửi thư điện tử",
    ]


def test_e_mail_cannot_be_chosen_without_an_address(desk: Desk, office: PostOffice, clock: TestClock) -> None:
    chatting = begin(desk, office, clock, email=None)

    with pytest.raises(Invalid):
        chatting.chooses(ToldBy.EMAIL_ONLY)
    with chatting.world.desk.look() as work:
        assert reach.offered(work, work.find(chatting.case.code)) == [ToldBy.CHAT_ONLY, ToldBy.PAGE]


def test_a_long_notice_goes_in_parts_and_the_choices_with_the_last(chatting: Chatting) -> None:
    assert chatting.is_told(SENTENCE * 60) == [("telegram", "delivered", "")]

    sent, limit = chatting.chat.sent, chatting.chat.text_limit
    assert len(sent) > 2
    assert limit is not None
    assert all(len(one.body) <= limit.most for one in sent)
    assert [bool(one.choices) for one in sent] == [False] * (len(sent) - 1) + [True]
    assert [one.body.split(" ", 1)[0] for one in sent] == [f"({n}/{len(sent)})" for n in range(1, len(sent) + 1)]
    assert len({one.id for one in sent}) == len(sent)


def breaks_at(chat: Messenger, number: int, fault: Callable[[], BaseException]) -> None:
    """Sending stops once, at this part."""
    whole, seen = Template.send, [0]

    def send(message: Outgoing) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise fault()
        whole(chat, message)

    chat.send = send  # type: ignore[method-assign]


def test_a_part_that_failed_for_now_is_sent_later_and_none_twice(chatting: Chatting) -> None:
    breaks_at(chatting.chat, 2, lambda: Temporary("down"))
    chatting.is_told(SENTENCE * 60)
    chatting.clock.tick(minutes=2)
    chatting.run()

    numbers = [one.body.split("/", 1)[0] for one in chatting.chat.sent]
    assert numbers == [f"({number}" for number in range(1, len(numbers) + 1)]
    assert chatting.ends() == [("telegram", "delivered", "")]


class Killed(BaseException):
    """The process is gone."""


def test_a_worker_killed_between_two_parts_repeats_none(chatting: Chatting) -> None:
    breaks_at(chatting.chat, 3, Killed)
    with pytest.raises(Killed):
        chatting.is_told(SENTENCE * 60)
    chatting.clock.tick(minutes=10)
    chatting.run()

    assert [one.body[:2] for one in chatting.chat.sent] == ["(1", "(2"]
    assert chatting.ends() == [("telegram", "uncertain", "interrupted")]


def test_a_long_line_of_the_conversation_goes_in_parts_too(chatting: Chatting) -> None:
    with chatting.world.desk.work() as work:
        talk = conversations.of_case(work, chatting.case.id)
        assert talk is not None
        conversations.say(work, talk, SENTENCE * 60, choices=[("yes", "Đúng")], by=Speaker.BOT)
    chatting.run()

    assert [bool(one.choices) for one in chatting.chat.sent][-1]
    assert not any(one.choices for one in chatting.chat.sent[:-1])
    with chatting.world.desk.look() as work:
        (line,) = work.session.scalars(select(ChatLine))
        assert (line.state, line.parts_sent) == (JobState.DELIVERED, len(chatting.chat.sent) - 1)


def test_a_line_after_the_window_closed_is_not_tried(chatting: Chatting) -> None:
    chatting.clock.tick(hours=49)
    with chatting.world.desk.work() as work:
        talk = conversations.of_case(work, chatting.case.id)
        assert talk is not None
        conversations.say(work, talk, "Chào ông/bà.", by=Speaker.OFFICER)
    chatting.run()

    assert chatting.chat.sent == []
    with chatting.world.desk.look() as work:
        assert work.session.scalars(select(ChatLine.fault)).all() == [CLOSED]
