"""What is said, once, to somebody who began to tell something and left it unsent."""

from bot.dialogue import form, sentences
from bot.dialogue.state import State, dump
from intake.cases.ports import Reminder
from models.languages import _, speaking
from routing.text import first_line

_SHOWN = 120


def is_left(state: State) -> bool:
    """Whether something was told that nobody has got yet."""
    return bool(state.draft.parts) and form.is_under_way(state)


def reminder(state: State) -> Reminder | None:
    """How to go on, with the choices that were offered last."""
    if not is_left(state) or state.reminded:
        return None
    state.reminded = True
    with speaking(state.language):
        text = _(sentences.UNFINISHED).format(story=first_line(state.draft.story, _SHOWN))
    return Reminder(text, tuple((key, label) for key, label in state.choices), dump(state))
