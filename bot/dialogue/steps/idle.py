"""Nothing is under way: a greeting, an answer to an officer's question, or a new story."""

from bot.dialogue import sentences
from bot.dialogue.deeds import AnswerOfficer
from bot.dialogue.steps import adding, tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "idle"
_GREETING, _TELLING = 4, 3


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.HELLO))


def hear(talk: Talk, heard: Heard) -> bool:
    if (heard.means("greet") and heard.words <= _GREETING and not talk.state.draft.files) or not heard.text:
        ask(talk)
        return False
    waiting = talk.facts.waiting()
    if waiting is None and heard.means("affirm", "deny"):
        talk.say(sentences.AT_EASE)
        return False
    if waiting is not None and not heard.means("file"):
        talk.deeds.append(AnswerOfficer(waiting.code, heard.text))
        return False
    if adding.wished(talk, heard) or adding.captioned(talk, heard):
        return False
    if heard.words < _TELLING and not talk.state.draft.files and talk.facts.own_cases():
        talk.say(sentences.AT_EASE)  # "rồi", "uk": nothing is begun by them
        return False
    talk.state.step = tell.NAME
    return tell.hear(talk, heard)
