"""What comes beside words: files, a voice, a place on the map, a shared contact, a sticker, an edited message."""

from bot.channel import EventKind
from bot.dialogue import form, sentences
from bot.dialogue.deeds import AnswerOfficer
from bot.dialogue.state import IDLE
from bot.dialogue.steps import adding, card, files, place, summary, tell
from bot.dialogue.talk import Heard, Talk

_SAME_DIGITS = 9
"""Digits of a phone number behind 0 or +84."""


def take(talk: Talk, heard: Heard) -> bool:
    """Keep what was sent along; False where there are words to listen to as well, or nothing but words."""
    match heard.event.kind:
        case EventKind.FILES | EventKind.VOICE:
            return _files(talk, heard)
        case EventKind.LOCATION if heard.event.location is not None:
            place.pinned(talk, *heard.event.location)
            return _go_on(talk, may_add=True)
        case EventKind.CONTACT if heard.event.own or not heard.event.phone:
            card.take(talk, heard.event.name, heard.event.phone)
            return _go_on(talk)
        case EventKind.CONTACT:
            talk.state.draft.card = [heard.event.name, heard.event.phone]
            talk.state.step = tell.NAME if talk.state.step == IDLE else talk.state.step
            form.aside(talk, card.NAME)
            return True
        case EventKind.STICKER:
            talk.say(sentences.STICKER)
            form.resume(talk)
            return True
        case EventKind.EDIT:
            return _edited(talk, heard)
    return False


def _files(talk: Talk, heard: Heard) -> bool:
    talk.tell(heard.event.refused)
    kept = [[file.id, file.name] for file in heard.event.files]
    if kept and not talk.state.draft.is_empty:
        talk.say(sentences.GOT_FILES, count=len(kept))
    if heard.event.kind is EventKind.VOICE and kept:
        talk.say(sentences.GOT_VOICE)
    waiting = talk.facts.waiting() if talk.state.step == IDLE and talk.state.draft.is_empty else None
    if waiting is not None and kept:
        words = heard.text or sentences.FILES_ALONE
        talk.deeds.append(AnswerOfficer(waiting.code, words, tuple(id for id, _ in kept)))
        return True
    talk.state.draft.files += kept
    talk.state.draft.kept = {}
    if not heard.text:
        return _go_on(talk, may_add=bool(kept))
    form.leave(talk)
    step = form.STEPS[talk.state.step]
    if step is summary or step not in form.ASKING:
        return False
    tell.keep(talk, heard)
    form.look_again(talk)
    return True


def _edited(talk: Talk, heard: Heard) -> bool:
    """The piece of the story that this message was is replaced; after filing it is too late."""
    part = next((part for part in talk.state.draft.parts if part[0] == heard.event.id), None)
    if part is not None:
        _forget_what_it_said(talk, part[1])
        part[1] = heard.text
        tell.gather(talk, heard, anew=True)
        tell.revised(talk)
        talk.say(sentences.EDITED)
        form.look_again(talk)
        return True
    if talk.state.draft.is_empty and talk.facts.own_cases():
        talk.say(sentences.EDITED_TOO_LATE)
        return True
    if talk.state.draft.is_empty:
        return False
    tell.gather(talk, heard, anew=True)
    known = any(heard.entity(kind) for kind in ("name", "phone"))
    talk.say(sentences.EDITED if known else sentences.EDITED_ELSEWHERE)
    return _go_on(talk)


def _forget_what_it_said(talk: Talk, text: str) -> None:
    """A name and a number that were taken from the words that are replaced."""
    draft = talk.state.draft
    if draft.name and draft.name in text:
        draft.name = None
    if draft.phone and draft.phone[-_SAME_DIGITS:] in "".join(letter for letter in text if letter.isdigit()):
        draft.phone = None


def _go_on(talk: Talk, *, may_add: bool = False) -> bool:
    """Ask again where it is, or for the story first; the step that waited for files waits for more.

    After filing, what came ``may_add`` to the case that was filed.
    """
    step = talk.state.step
    if step == adding.NAME:
        if adding.go_on(talk):
            form.advance(talk)
    elif may_add and step == IDLE and talk.facts.addable():
        adding.begin(talk)
    elif step in (IDLE, tell.NAME):
        talk.turn_to(tell)
    elif step in (files.NAME, *(aside.NAME for aside in form.ASIDES)):
        form.resume(talk)
    else:
        form.advance(talk)
    return True
