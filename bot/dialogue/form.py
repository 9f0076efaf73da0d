"""The way through the form: which step is needed next, going back, and coming back from an aside.

A step that was answered by anything said before is never asked. This module knows the order and nothing else.
"""

from types import ModuleType

from bot.dialogue.state import IDLE, State
from bot.dialogue.steps import (
    adding,
    cancel,
    card,
    consent,
    contact,
    email,
    files,
    idle,
    kind,
    matters,
    name,
    place,
    status,
    summary,
    tell,
    understood,
    ways,
    which,
)
from bot.dialogue.talk import Talk

FORM: tuple[ModuleType, ...] = (tell, understood, place, name, contact, files, consent, ways, email, summary)
ASKING: tuple[ModuleType, ...] = (place, name, contact, files, consent, ways, email, summary, kind, matters, which)
"""Steps at which more of the story may be told, though they ask for something else."""

ASIDES: tuple[ModuleType, ...] = (cancel, card, status)
STEPS: dict[str, ModuleType] = {step.NAME: step for step in (idle, adding, *FORM, *ASIDES, kind, matters, which)}
_WITHIN = {kind.NAME: understood.NAME, matters.NAME: understood.NAME}
"""Steps that another one leads to; going back from what follows leads to that one."""
_ON_A_CARD = (name.NAME, contact.NAME)
"""Steps that a card answers."""


def advance(talk: Talk) -> None:
    """To the next step that is needed, and ask."""
    state = talk.state
    here = _WITHIN.get(state.step, state.step)
    following = next(step for step in FORM if step.needed(state.draft))
    answered = here in _names(FORM) and here != following.NAME and not STEPS[here].needed(state.draft)
    if answered:
        state.draft.kept = {}
    if answered and here not in state.trail[-1:]:
        state.trail.append(here)
    talk.turn_to(following)


def aside(talk: Talk, step: str) -> None:
    """Something in between; afterwards it goes on where it was."""
    if talk.state.step not in _names(ASIDES):
        talk.state.under = talk.state.step
    talk.turn_to(STEPS[step])


def resume(talk: Talk) -> None:
    """Back to the step that an aside or a question interrupted, or past it if that has answered it."""
    state = talk.state
    leave(talk)
    if state.step == IDLE:
        state.choices = []
    elif state.step in _ON_A_CARD and not STEPS[state.step].needed(state.draft):
        advance(talk)
    else:
        talk.turn_to(STEPS[state.step])


def go_on(talk: Talk) -> bool:
    """To what was interrupted, if anything was; True, for whoever has thereby answered."""
    if talk.state.step != IDLE:
        resume(talk)
    return True


def leave(talk: Talk) -> None:
    """Out of an aside, if it is in one, to what it interrupted; nothing is asked yet."""
    state = talk.state
    if state.step in _names(ASIDES):
        state.step, state.under, state.code = state.under or IDLE, "", ""


def look_again(talk: Talk) -> None:
    """What was told has changed: the step it is at, unless one before it must be asked anew."""
    state = talk.state
    if state.step in _names(FORM) and not state.draft.understood and state.draft.parts:
        talk.turn_to(understood)
    else:
        resume(talk)


def back(talk: Talk) -> bool:
    """To the step answered before this one, asked anew; False at the first. A story is kept, and added to."""
    state = talk.state
    while state.trail:
        earlier = STEPS[state.trail.pop()]
        if earlier is not tell:
            earlier.forget(state.draft)
        if earlier is tell or earlier.needed(state.draft):
            talk.turn_to(earlier)
            return True
    return False


def is_under_way(state: State) -> bool:
    """Whether something was told that would be lost."""
    draft = state.draft
    return not draft.is_empty or bool(draft.kept) or (state.under or state.step) not in (IDLE, tell.NAME)


def _names(steps: tuple[ModuleType, ...]) -> set[str]:
    return {step.NAME for step in steps}
