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
_LONGEST = 6
_APART = ("rieng", "tach", "hai ho so", "2 ho so", "ba ho so", "3 ho so", "bon ho so", "4 ho so")
_TOGETHER = ("chung", "gop", "mot ho so", "1 ho so")


def ask(talk: Talk) -> None:
    offer(talk, tell.proposed(talk).matters)


def offer(talk: Talk, matters: tuple[Matter, ...]) -> None:
    """Tell the matters that were found and ask how to send them."""
    draft = talk.state.draft
    draft.matters = [[matter.text, matter.unit] for matter in matters]
    lines = [_(sentences.MATTERS), *(_line(number, matter) for number, matter in enumerate(matters, 1))]
    apart = sentences.SEND_APART[len(matters)]
    talk.ask("\n".join(lines), ("apart", apart), ("together", sentences.SEND_TOGETHER))


def hear(talk: Talk, heard: Heard) -> bool:
    draft, short = talk.state.draft, heard.words <= _LONGEST
    if heard.choice == "apart" or heard.agrees or (short and heard.holds(*_APART)):
        draft.apart, draft.understood = True, not draft.restricted
        return True
    if heard.choice == "together" or heard.means("deny") or (short and heard.holds(*_TOGETHER)):
        draft.apart, draft.matters = False, []
        return True
    if heard.text and not heard.means("greet") and tell.more(talk, heard):
        return True
    talk.say(sentences.NOT_UNDERSTOOD)
    ask(talk)
    return False


def forget(draft: Draft) -> None:
    draft.apart, draft.matters, draft.understood = None, [], False


def _line(number: int, matter: Matter) -> str:
    shown = first_line(matter.text, _SHOWN)
    if not matter.unit:
        return f"{number}. “{shown}”"
    return _(sentences.MATTER).format(number=number, text=shown, unit=matter.unit)
