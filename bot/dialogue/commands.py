"""What may be said at every step: cancel, back, edit, status, help, a person, a plain question, thanks.

A command is short. A word of it inside a story is a part of the story.
"""

import re
from collections.abc import Callable

from bot.dialogue import between, form, sentences
from bot.dialogue.deeds import CallPerson, Rate
from bot.dialogue.state import IDLE
from bot.dialogue.steps import adding, cancel, email, name, status, tell, ways, which
from bot.dialogue.talk import Heard, Talk, holds, is_text
from routing.text import folded

_LONGEST, _WISHING = 6, 4
_LONGEST_OF = {"ask_contact": 25, "ask_procedure": 25, "status": 12, "withdraw": 12, "edit": 10, "person": 9}
"""Words of a command; what asks or says more than a word of command may be longer."""


def obey(talk: Talk, heard: Heard) -> bool:
    """Do what was commanded; False if nothing was."""
    if heard.choice.startswith("rate:"):
        return _rate(talk, heard.choice.removeprefix("rate:"))
    if heard.choice:
        return False
    if talk.state.step == IDLE and heard.text in ("1", "2", "3", "4", "5"):
        return _rate(talk, heard.text)
    if not is_text(heard):
        return False
    if which.stays(talk, heard):
        talk.say(sentences.GO_ON)
        form.leave(talk)
        form.advance(talk)
        return True
    if talk.state.step == adding.NAME and heard.means("edit"):
        return False
    if talk.state.step == which.NAME and which.field_in(heard, talk.state.draft):
        return False
    if talk.state.step == IDLE and heard.words <= _LONGEST_OF["withdraw"] and _TAKE_BACK.match(folded(heard.text)):
        return _withdraw(talk, heard)
    if heard.entity("case_code") and (heard.words <= _LONGEST * 2 or status.holds_key(heard.text)):
        return _look_up(talk, heard)
    if between.take(talk, heard):
        return True
    if heard.words <= _LONGEST_OF["person"] and heard.holds(*_TALK_TO):
        return _person(talk, heard)
    longest = _LONGEST_OF.get(heard.meant.intent, _LONGEST)
    known = _COMMANDS.get(heard.meant.intent)
    if known is None or heard.words > longest or not heard.means(heard.meant.intent) or _is_called_so(talk, heard):
        return False
    return known(talk, heard)


def _is_called_so(talk: Talk, heard: Heard) -> bool:
    """Whether somebody tells a name that reads like a command which has lost its mark: "Huy"."""
    if talk.state.step != name.NAME or heard.meant.intent != "cancel":
        return False
    return "Huy" in heard.text.split()


def _cancel(talk: Talk, heard: Heard) -> bool:
    if talk.state.step in (cancel.NAME, ways.NAME, email.NAME, adding.NAME, *_LOOK_UP):
        return False
    if not form.is_under_way(talk.state):
        talk.say(sentences.NOTHING_TO_CANCEL)
        talk.state.step, talk.state.choices = IDLE, []
        return True
    form.aside(talk, cancel.NAME)
    return True


def _back(talk: Talk, heard: Heard) -> bool:
    if talk.state.step in (step.NAME for step in form.ASIDES):
        form.resume(talk)
    elif not form.back(talk):
        talk.say(sentences.NO_WAY_BACK)
        form.resume(talk)
    return True


def _edit(talk: Talk, heard: Heard) -> bool:
    if talk.state.draft.is_empty and talk.facts.addable():
        talk.say(sentences.SENT_ALREADY)
        if heard.words > _WISHING:
            tell.add(talk, heard)
        adding.begin(talk)
    elif talk.state.draft.is_empty:
        talk.say(sentences.NOTHING_TO_EDIT)
        talk.turn_to(tell)
    elif not which.named(talk, heard):
        if heard.words > _LONGEST:  # "thêm là mong cán bộ xem giúp"
            return False
        talk.turn_to(which)
    else:
        talk.state.step = which.NAME
        form.advance(talk)
    return True


def _look_up(talk: Talk, heard: Heard) -> bool:
    """By the code that was said; without one the only case of this conversation, else it is asked for."""
    if heard.entity("case_code"):
        if talk.state.step != status.NAME:
            _lay_aside(talk)
        if status.hear(talk, heard):
            form.resume(talk)
        return True
    if talk.state.step == status.NAME:
        return False
    own = talk.facts.own_cases()
    if len(own) == 1:
        talk.tell(talk.facts.status(own[0], None) or "")
        return form.go_on(talk)
    form.aside(talk, status.NAME)
    return True


def _lay_aside(talk: Talk) -> None:
    if talk.state.step != cancel.NAME:
        talk.state.under = talk.state.step
    talk.state.step = status.NAME


def _help(talk: Talk, heard: Heard) -> bool:
    talk.say(sentences.HELP)
    return form.go_on(talk)


def _person(talk: Talk, heard: Heard) -> bool:
    """The unit that has the case comes, else the receiving desk; who can wait for neither is told whom to call."""
    if heard.entity("phone") or (heard.words > _LONGEST and not heard.holds(*_TALKING, *_TALK_TO)):
        return False  # "0939 000 777 (gặp Cúc)", "tôi gặp cán bộ xã mà bị đuổi về"
    if heard.holds(*_MACHINE):
        talk.say(sentences.BOT)
        return form.go_on(talk)
    talk.say(sentences.PERSON)
    talk.deeds.append(CallPerson())
    if talk.facts.own_cases():
        return form.go_on(talk)
    talk.say(sentences.PERSON_NOW)
    return _contacts(talk, heard)


def _contacts(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    near = None if draft.restricted else draft.where  # whoever is accused is not whom to call
    known = talk.facts.contacts(heard.entity("commune") or near)
    talk.tell(known) if known else talk.say(sentences.CONTACTS_UNKNOWN)
    return form.go_on(talk)


def _procedure(talk: Talk, heard: Heard) -> bool:
    """An answer if there is one; otherwise, where nothing is under way, it is a question for an officer.

    Words that ask nothing are a story in which a procedure is named, and a story beside the question is kept.
    """
    starts = talk.state.step in (IDLE, tell.NAME)
    if starts and heard.words > _LONGEST and not (heard.asks or heard.holds(*_ASKING_HOW)):
        return False
    known = talk.facts.procedure(heard.entity("procedure") or heard.text)
    talk.tell(known)
    if starts and (not known or _tells_besides(heard)):
        return False
    if not known:
        talk.say(sentences.PROCEDURE_UNKNOWN)
    return form.go_on(talk)


def _tells_besides(heard: Heard) -> bool:
    """Whether a sentence of it asks nothing and is long enough to tell something."""
    sentences_of_it = [one for one in re.split(r"(?<=[.!?\n])\s+", heard.text) if len(one.split()) >= _TOLD]
    asking = [one for one in sentences_of_it if "?" in one or holds(one, _ASKING_HOW)]
    return 0 < len(asking) < len(sentences_of_it)


def _withdraw(talk: Talk, heard: Heard) -> bool:
    """What is not sent yet is given up; what was sent is taken back on its page."""
    own = talk.facts.own_cases()
    if form.is_under_way(talk.state) or not own:
        return _cancel(talk, heard)
    talk.say(sentences.WITHDRAW, code=own[0], link=talk.facts.page(own[0]))
    return True


def _ways(talk: Talk, heard: Heard) -> bool:
    """How to be told: for the case being written, else for those filed here."""
    if talk.state.draft.is_empty and not talk.facts.own_cases():
        talk.say(sentences.NO_CASE_YET)
        return form.go_on(talk)
    talk.state.draft.told_by = None
    talk.turn_to(ways)
    return True


def _thanks(talk: Talk, heard: Heard) -> bool:
    talk.say(sentences.THANKS)
    return form.go_on(talk)


def _rate(talk: Talk, score: str) -> bool:
    code = talk.facts.rateable()
    if code is None or score not in ("1", "2", "3", "4", "5"):
        return False
    talk.deeds.append(Rate(code, int(score)))
    return True


_COMMANDS: dict[str, Callable[[Talk, Heard], bool]] = {
    "cancel": _cancel,
    "back": _back,
    "edit": _edit,
    "status": _look_up,
    "help": _help,
    "person": _person,
    "ask_contact": _contacts,
    "ask_procedure": _procedure,
    "thanks": _thanks,
    "ways": _ways,
    "withdraw": _withdraw,
}
_TOLD = 4
_TAKE_BACK = re.compile(
    r"(?:(?:da|cho|toi|tui|em|con|muon|xin|can|duoc) )*(?:huy|rut)(?: lai)? (?:cai )?(?:ho so|don|phan anh)\b"
)
_TALKING = ("noi chuyen", "nguoi that")
_TALK_TO = ("speak to a person", "talk to a person", "speak to someone", "talk to someone", "talk to a human")
_ASKING_HOW = (
    "hoi",
    "huong dan",
    "can gi",
    "giay to gi",
    "nhu the nao",
    "lam sao",
    "o dau",
    "bao lau",
    "bao nhieu",
    "how",
)
_MACHINE = ("hay may", "la may", "la robot", "la bot", "nguoi hay")
_LOOK_UP = (status.NAME,)
