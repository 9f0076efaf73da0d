"""Several people who wait are heard in one transaction, and nobody pays for another's trouble."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot import turn
from bot.channel import Channel, Fetch
from bot.channels.webchat.channel import WebChat
from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Understanding
from bot.turn import Bot
from intake.cases import conversations
from intake.cases.jobs import Claimed
from intake.cases.perform import hear_together, perform
from intake.cases.ports import Incoming
from intake.cases.work import Desk
from models.conversation import Conversation
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobState
from tests.bot.talking import STORY, Citizen, Noting
from tests.world import SURE, Said, World

CAPTION = "[anh]"


class Interrupting:
    """An engine during whose thinking something happens, once, when it reads a certain text."""

    def __init__(self, text: str, happening: Callable[[], object]) -> None:
        self._text, self._happening = text, happening
        self.thought = list[str]()

    def understand(self, text: str) -> Understanding:
        self.thought.append(text)
        if text == self._text and self.thought.count(text) == 1:
            self._happening()
        return KeywordNlu().understand(text)


class Pointing(WebChat):
    """A web chat where a message with a certain text points to something that has to be fetched."""

    def __init__(self, desk: Desk, fetch: Callable[[], object]) -> None:
        super().__init__(desk)
        self._fetching = fetch

    def gather(self, message: Incoming) -> Fetch | None:
        return (lambda: self._fetched(message)) if CAPTION in message.payload else None

    def _fetched(self, message: Incoming) -> str:
        self._fetching()
        return message.payload


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine thinking about three people may take long."""
    monkeypatch.setattr(turn, "_TOGETHER_SECONDS", 60)


def bot_with(desk: Desk, nlu: Any = None, channel: Channel | None = None) -> Desk:
    return replace(desk, conversation=Bot({ChannelKind.WEBCHAT: channel or WebChat(desk)}, nlu or KeywordNlu()))


def waiting(desk: Desk, here: Noting, *texts: str) -> list[Citizen]:
    """Somebody for each of these texts, who has sent it and was not heard."""
    people = [Citizen(replace(desk, at_once=here), f"p{number}", sent=10) for number in range(len(texts))]
    for person, text in zip(people, texts, strict=True):
        person.send(text)
    return people


def hear(desk: Desk, claimed: Sequence[Claimed]) -> None:
    """As the thread does that hears."""
    for job in hear_together(desk, Said(SURE), claimed):
        perform(desk, Said(SURE), job)


def states(desk: Desk) -> list[JobState]:
    with desk.look() as work:
        return list(work.session.scalars(select(OutboxJob.state).order_by(OutboxJob.id)))


def heard(desk: Desk, person: Citizen) -> list[str]:
    """What the record has of this person's words."""
    with desk.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", person.name)
        lines = conversations.every_line(work, talk.id) if talk is not None else []
    return [line.text or "" for line in lines if line.speaker == "citizen"]


def test_each_gets_their_own_answer_once(desk: Desk) -> None:
    here, desk = Noting(), bot_with(desk)
    stories = [f"{STORY} Nhà số {number}." for number in range(5)]
    people = waiting(desk, here, *stories)

    hear(desk, here.taken)
    hear(desk, here.taken)  # a second worker that was given the same

    assert [heard(desk, person) for person in people] == [[story] for story in stories]
    assert [len(person.news()) for person in people] == [1] * 5
    with desk.look() as work:
        kept = [talk.state or "" for talk in work.session.scalars(select(Conversation).order_by(Conversation.id))]
    assert [f"Nhà số {number}." in state for number, state in enumerate(kept)] == [True] * 5
    assert states(desk) == [JobState.DELIVERED] * 5


def test_a_fault_over_one_leaves_the_others_answered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here, desk = Noting(), bot_with(desk)
    people = waiting(desk, here, STORY, "hỏng", STORY)
    whole = conversations.note_said

    def failing(work: Any, talk: Conversation, text: str) -> Any:
        if text == "hỏng":
            raise ZeroDivisionError
        return whole(work, talk, text)

    monkeypatch.setattr(conversations, "note_said", failing)

    hear(desk, here.taken)

    assert [len(person.news()) for person in people] == [1, 0, 1]
    assert states(desk) == [JobState.DELIVERED, JobState.TEMPORARY, JobState.DELIVERED]


def test_nobody_waits_for_what_another_points_to(desk: Desk) -> None:
    answered = list[int]()
    here, channel = Noting(), Pointing(desk, lambda: answered.extend(len(one.news()) for one in people))
    desk = bot_with(desk, channel=channel)
    people = waiting(desk, here, CAPTION, STORY, STORY)
    others = sorted(here.taken, key=lambda job: job.id)

    hear(desk, others)

    assert answered == [0, 1, 1]  # while it was fetched
    assert len(people[0].news()) == 1


def test_whoever_wrote_before_what_takes_long_to_think_about_is_answered_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "_TOGETHER_SECONDS", 0)
    answered = list[int]()
    nlu = Interrupting("chuyện thứ hai của tôi", lambda: answered.append(len(people[0].news())))
    here, desk = Noting(), bot_with(desk, nlu)
    people = waiting(desk, here, STORY, "chuyện thứ hai của tôi")

    hear(desk, here.taken)

    assert answered == [1]
    assert len(people[1].news()) == 1


def test_who_was_overtaken_is_thought_about_again_and_the_others_are_not(desk: Desk) -> None:
    first = bot_with(desk)
    slow = Citizen(first, "p1")
    slow.says("chào")

    def overtake() -> None:
        with desk.work() as work:
            conversations.begin(work, ChannelKind.WEBCHAT, "web", "p1").version += 1

    nlu = Interrupting("chuyện thứ hai của tôi", overtake)
    here, desk = Noting(), bot_with(desk, nlu)
    people = waiting(desk, here, STORY, "chuyện thứ hai của tôi", STORY)

    hear(desk, here.taken)

    assert [nlu.thought.count(text) for text in (STORY, "chuyện thứ hai của tôi")] == [2, 2]
    assert [heard(desk, person)[-1] for person in people] == [STORY, "chuyện thứ hai của tôi", STORY]
    assert set(states(desk)) == {JobState.DELIVERED}


def test_a_conversation_that_was_erased_meanwhile_begins_anew(desk: Desk) -> None:
    first = bot_with(desk)
    Citizen(first, "p1").says("chào")

    def erase() -> None:
        with desk.work() as work:
            work.session.delete(conversations.begin(work, ChannelKind.WEBCHAT, "web", "p1"))

    here, desk = Noting(), bot_with(desk, Interrupting("tin mới", erase))
    people = waiting(desk, here, STORY, "tin mới")

    hear(desk, here.taken)

    assert [heard(desk, person) for person in people] == [[STORY], ["tin mới"]]


def test_people_are_heard_in_the_order_in_which_they_wrote(desk: Desk) -> None:
    nlu = Interrupting("", lambda: None)
    here, desk = Noting(), bot_with(desk, nlu)
    stories = [f"{STORY} Nhà số {number}." for number in range(5)]
    people = [Citizen(replace(desk, at_once=here), f"p{number}", sent=9 - number) for number in range(5)]
    for person, story in zip(people, stories, strict=True):  # whose channel counts otherwise
        person.send(story)

    hear(desk, here.taken)

    assert nlu.thought == stories


def test_what_is_done_to_a_case_is_done_alone(world: World) -> None:
    """Officers lock several cases in the order of their ids; people write in any order."""
    here, desk = Noting(), bot_with(world.desk)
    people = [Citizen(desk, f"p{number}").has_filed() for number in range(2)]
    for person in people:
        person.desk = replace(desk, at_once=here)
        person.send("tôi muốn gặp cán bộ")

    left = hear_together(desk, Said(SURE), here.taken)
    for job in left:
        perform(desk, Said(SURE), job)

    assert left == here.taken
    assert all(person.news() for person in people)
