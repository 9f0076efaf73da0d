"""Where it happened."""

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "place"
_LONGEST = 25
_ELSEWHERE = "elsewhere"
_UNKNOWN = ("khong biet", "ko biet", "khong nho", "khong ro")


def needed(draft: Draft) -> bool:
    return not (draft.place or draft.found) and NAME not in draft.skipped


def pinned(talk: Talk, latitude: float, longitude: float) -> None:
    """Keep a point that was sent. Where no commune was named, those near it are offered; a named one stands."""
    draft = talk.state.draft
    draft.pin, draft.near = f"{latitude:.6f}, {longitude:.6f}", []
    talk.say(sentences.GOT_LOCATION)
    if draft.place or draft.found:
        return
    near = talk.facts.near(latitude, longitude)
    draft.near = list(near.communes)
    draft.skipped = [field for field in draft.skipped if field != NAME]
    if near.outside:
        talk.say(sentences.OUTSIDE)
    elif not draft.near:
        draft.skipped.append(NAME)  # nobody knows the communes here: the point is all there is to say


def ask(talk: Talk) -> None:
    if near := talk.state.draft.near:
        offered = [(commune, commune) for commune in near]
        talk.ask(_(sentences.NEAR).format(commune=near[0]), *offered, (_ELSEWHERE, sentences.NEAR_ELSEWHERE))
        return
    talk.ask(_(sentences.PLACE), ("skip", sentences.SKIP))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if draft.near and heard.means("affirm"):
        return settle(talk, draft.near[0])
    if heard.choice in draft.near:
        return settle(talk, heard.choice)
    if draft.near and (heard.choice == _ELSEWHERE or heard.means("deny")):
        draft.near = []
        ask(talk)
        return False
    if heard.choice == "skip" or heard.means("deny", "skip") or heard.holds(*_UNKNOWN):
        draft.skipped.append(NAME)
        return True
    if not heard.text or heard.means("affirm", "greet", "thanks"):
        ask(talk)
        return False
    if heard.words > _LONGEST:
        tell.keep(talk, heard)
        return True
    if not heard.entity("commune") and tell.fact(talk, heard):
        return _again(talk)
    return settle(talk, heard.text)


def forget(draft: Draft) -> None:
    draft.place, draft.found, draft.pin, draft.near = None, None, "", []
    draft.skipped = [field for field in draft.skipped if field != NAME]


def settle(talk: Talk, place: str) -> bool:
    """It was here, which may make another commune competent; the kind of matter that was confirmed stays."""
    draft = talk.state.draft
    draft.place, draft.near = place, []
    seen = tell.proposed(talk)
    draft.proposed_unit = seen.unit
    if draft.apart and seen.matters:
        draft.matters = [[matter.text, matter.unit] for matter in seen.matters]
    return True


def _again(talk: Talk) -> bool:
    ask(talk)
    return False
