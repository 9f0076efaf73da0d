"""Several matters in one story: filed as a case each, so that each goes to its own office, or together as one.

Only offered where the machine found several. Name, contact and consent are asked once and hold for all of them.
"""

from bot.dialogue import sentences
from bot.dialogue.facts import Matter
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from routing.text import first_line

NAME = "matters"
_SHOWN = 160


def ask(talk: Talk) -> None:
    draft = talk.state.draft
    offer(talk, talk.facts.proposal(draft.story, draft.place).matters)


def offer(talk: Talk, matters: tuple[Matter, ...]) -> None:
    """Tell the matters that were found and ask how to send them."""
    draft = talk.state.draft
    draft.matters = [[matter.text, matter.unit] for matter in matters]
    lines = [_(sentences.MATTERS), *(_line(number, matter) for number, matter in enumerate(matters, 1))]
    apart = sentences.SEND_APART[len(matters)]
    talk.ask("\n".join(lines), ("apart", apart), ("together", sentences.SEND_TOGETHER))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    if heard.choice == "apart" or heard.means("affirm"):
        draft.apart, draft.understood = True, not draft.restricted
        return True
    if heard.choice == "together" or heard.means("deny"):
        draft.apart, draft.matters = False, []
        return True
    if heard.text and not heard.means("greet"):
        tell.add(talk, heard)
        talk.say(sentences.ADDED)
        return True
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    draft.apart, draft.matters, draft.understood = None, [], False


def _line(number: int, matter: Matter) -> str:
    shown = first_line(matter.text, _SHOWN)
    if not matter.unit:
        return f"{number}. “{shown}”"
    return _(sentences.MATTER).format(number=number, text=shown, unit=matter.unit)
