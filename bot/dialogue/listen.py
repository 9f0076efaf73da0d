"""Listening to one event: the language, an alarm, what was sent along, a command, then the step it is at."""

from bot.channel import Event
from bot.dialogue import along, commands, form, sentences, tongues
from bot.dialogue.steps import status
from bot.dialogue.talk import Talk, heard
from bot.nlu.port import Nlu
from models.languages import speaking


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
        if along.take(talk, told) or commands.obey(talk, told):
            return
        if told.is_stale:
            talk.say(sentences.NOT_UNDERSTOOD)
            form.resume(talk)
            return
        if talk.state.step == status.NAME and status.is_a_story(told):
            form.leave(talk)
        step = form.STEPS[talk.state.step]
        if not step.hear(talk, told):
            return
        if step in form.ASIDES:
            form.resume(talk)
        else:
            form.advance(talk)
