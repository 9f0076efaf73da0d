"""Listening to one event: the language, an alarm, what was sent along, a command, then the step it is at.

Words that may accuse somebody are kept close at whatever step they are said, and become a part of the story.
"""

from bot.channel import Event
from bot.dialogue import along, commands, form, sentences, tongues
from bot.dialogue.deeds import Guard
from bot.dialogue.steps import name, status, tell
from bot.dialogue.talk import Heard, Talk, heard
from bot.nlu.port import Nlu
from models.languages import speaking

_SHORTEST = 3
"""Words of an accusation: "ông Ba ăn tiền"."""


def listen(talk: Talk, event: Event, nlu: Nlu) -> None:
    """Hear one event and say what follows from it."""
    told = heard(talk.state, event, nlu)
    talk.meant.append(told.meant)
    switched = tongues.switch(talk.state, told)
    with speaking(talk.state.language):
        if switched:
            tongues.greet(talk, asked=switched == "asked")
            if switched == "asked":
                form.resume(talk)
                return
        if told.text and not talk.state.alarmed and talk.facts.is_emergency(told.text):
            if talk.facts.is_despair(told.text):
                talk.say(sentences.NOT_ALONE)
            talk.tell(talk.facts.emergency())
            talk.state.alarmed = True
        is_name = talk.state.step == name.NAME and name.reads_as_one(told.text)
        talk.accusing = told.words >= _SHORTEST and not is_name and talk.facts.accuses(told.text)
        _take(talk, told)
        if talk.accusing and not any(isinstance(deed, Guard) for deed in talk.deeds):
            talk.deeds.append(Guard(told.text))


def _take(talk: Talk, told: Heard) -> None:
    if along.take(talk, told) or (not talk.accusing and commands.obey(talk, told)):
        return
    if told.is_stale:
        talk.say(sentences.NOT_UNDERSTOOD)
        form.resume(talk)
        return
    if talk.accusing or (talk.state.step == status.NAME and status.is_a_story(told)):
        form.leave(talk)
    step = form.STEPS[talk.state.step]
    if talk.accusing and step in form.ASKING:
        tell.keep(talk, told)
        form.advance(talk)
        return
    if not step.hear(talk, told):
        return
    if step in form.ASIDES:
        form.resume(talk)
    else:
        form.advance(talk)
