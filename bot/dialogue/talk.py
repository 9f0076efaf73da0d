"""One turn of the dialogue: what somebody did, what is known, and what is said and to be done because of it.

The order of listening: an alarm first, then what was sent along (files, a place, a contact), then a command, then the
step. Given the same state, event and facts it always says the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from types import ModuleType

from bot.channel import Event, EventKind
from bot.dialogue.deeds import Deed
from bot.dialogue.facts import Facts
from bot.dialogue.state import State, copied
from bot.nlu.port import Nlu, Understanding
from models.languages import _
from routing.text import fold, folded, words

_DIRECTION = 10
_ELSEWHERE = re.compile(
    r"\b(?:gửi|gởi|gui|chuyển|chuyen) (?:(?:đến|tới|cho|qua|về|lên|ra|den|toi|ve|len) )?"
    r"(?P<where>xã|phường|huyện|tỉnh|sở|bộ|công an|ubnd|ủy ban|uỷ ban|thanh tra|xa|phuong|huyen|tinh|cong an|uy ban)\b"
)
_PARTICLES = frozenset(["di", "nha", "nhe", "a", "luon", "giup", "dum", "cho", "toi", "tui", "em", "con", "bac", "do"])
_BUT = re.compile(r"\b(?:nhung|them|khoan|tru)\b|\bma \w+ \w+|\bchi co\b")
"""Behind a yes, what takes it back or adds to it."""

Choices = tuple[tuple[str, str], ...]
SURE = 0.7
_ASKING = frozenset(
    [
        *("không", "khong", "ko", "hông", "hong", "hok", "hk", "hả", "ha", "sao", "ai", "đâu", "dau", "gì", "gi"),
        *("chưa", "chua", "bao lâu", "bao lau", "thế nào", "the nao"),
    ]
)
"""Last words of a question, with their marks or without any: "chùa" asks nothing."""


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of these phrases, in lower case without diacritics, stands in a text."""
    said = f" {folded(text)} "
    return any(f" {phrase} " in said for phrase in phrases)


@dataclass(frozen=True, slots=True)
class Say:
    """One message. A ``prompt`` asks for the next answer: of several in one turn only the last is said."""

    text: str
    choices: Choices = ()
    prompt: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody did, understood. ``choice`` is the key of an offered choice, tapped, numbered or typed."""

    event: Event
    text: str
    choice: str
    meant: Understanding

    def means(self, *intents: str) -> bool:
        return self.meant.intent in intents and self.meant.confidence >= SURE

    def entity(self, kind: str) -> str | None:
        return next((found.value for found in self.meant.entities if found.kind == kind), None)

    def holds(self, *phrases: str) -> bool:
        """Whether one of these phrases, in lower case without diacritics, stands in the words."""
        return holds(self.text, phrases)

    @property
    def is_question(self) -> bool:
        return self.text.rstrip().endswith("?")

    @property
    def asks(self) -> bool:
        """Whether it is a question, with its mark or without: "ủa vậy ổng có biết hông"."""
        said = words(self.text)
        ends = len(said) > 1 and (said[-1] in _ASKING or " ".join(said[-2:]) in _ASKING)
        return self.is_question or ends or self.text.lower().startswith("ủa")

    @property
    def agrees(self) -> bool:
        """A yes that is nothing else: what has consequences is not done because a question or a fact sounds so."""
        is_more = self.asks or self.refuses or self.directed or _BUT.search(folded(self.text))
        return self.means("affirm") and not (is_more or self.entity("phone") or self.entity("name"))

    @property
    def directed(self) -> bool:
        """Whether it says in a few words where to send it: "gửi đến xã đi" is no yes to what was proposed."""
        return self.words <= _DIRECTION and _ELSEWHERE.search(self.text.lower()) is not None

    def agrees_to(self, unit: str) -> bool:
        """A yes to this unit, also one that names it: "đúng rồi, gửi cho xã đi"."""
        found = _ELSEWHERE.search(self.text.lower())
        if found is None:
            return self.agrees
        named = folded(self.text.lower()[found.start("where") :]).split()
        is_more = self.asks or self.refuses or _BUT.search(folded(self.text))
        return self.means("affirm") and not is_more and _PARTICLES.union(folded(unit).split()).issuperset(named)

    @property
    def refuses(self) -> bool:
        """Whether it says "đừng", which engines that read without marks take for "đúng"."""
        return "đừng" in self.text.lower().split()

    @property
    def is_stale(self) -> bool:
        """A button was tapped that is not offered any more."""
        return bool(self.event.choice) and not self.choice

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass
class Talk:
    """A turn under way. ``meant`` has, for each event heard, what it was taken for.

    ``accusing``: the words being heard may by themselves accuse somebody.
    """

    state: State
    facts: Facts
    says: list[Say] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    meant: list[Understanding] = field(default_factory=list)
    accusing: bool = False

    def say(self, sentence: str, **filled: object) -> None:
        """Say a sentence of ours."""
        self.says.append(Say(_(sentence).format(**filled)))

    def tell(self, text: str) -> None:
        """Say words that are data: of law, of an office, of a case."""
        if text:
            self.says.append(Say(text))

    def ask(self, text: str, *choices: tuple[str, str]) -> None:
        """Ask for the next answer; labels of choices are translated here."""
        offered = tuple((key, _(label)) for key, label in choices)
        self.state.choices = [list(choice) for choice in offered]
        self.says.append(Say(text, offered, prompt=True))

    def turn_to(self, step: ModuleType) -> None:
        """To another step, which asks."""
        self.state.step, self.state.choices = step.NAME, []
        step.ask(self)


def heard(state: State, event: Event, nlu: Nlu) -> Heard:
    """What an event means to this conversation."""
    text = unicodedata.normalize("NFC", event.text.strip())
    choice = _offered(state, event.choice) if event.choice else _chosen(state, text)
    return Heard(replace(event, text=text), text, choice, nlu.understand(text))


def said(talk: Talk) -> list[Say]:
    """What is really said: every note once, then the last question."""
    notes: list[Say] = []
    for say in talk.says:
        if not say.prompt and say not in notes:
            notes.append(say)
    prompts = [say for say in talk.says if say.prompt]
    return [*notes, *prompts[-1:]]


def begun(state: State, facts: Facts) -> Talk:
    return Talk(copied(state), facts)


def _offered(state: State, choice: str) -> str:
    """A tap counts only for what is offered now: an old button must not answer a new question."""
    offered = {key for key, _label in state.choices}
    return choice if choice in offered or choice.startswith("rate:") else _chosen(state, choice)


def _chosen(state: State, text: str) -> str:
    """The key of the offered choice whose number or words were typed."""
    if text.strip(" .)").isdigit() and 1 <= int(text.strip(" .)")) <= len(state.choices):
        return state.choices[int(text.strip(" .)")) - 1][0]
    typed = fold(text).strip(" .!")
    return next((key for key, label in state.choices if typed and typed == fold(label)), "")


def is_text(heard: Heard) -> bool:
    return heard.event.kind in (EventKind.TEXT, EventKind.EDIT) and bool(heard.text)
