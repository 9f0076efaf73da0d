"""More for a case that was filed here: a forgotten picture, a word more. Whether it is that, the sender says.

What may accuse somebody is no addition to an ordinary case: it is told anew, and kept by itself.
"""

import re

from bot.dialogue import sentences
from bot.dialogue.deeds import AddToCase
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from routing.text import folded

NAME = "adding"
_NEW = "new"
_LONGEST, _CAPTION = 40, 8
"""Words of an addition that says so, and of those beside a picture; more are a story."""

_WISH = re.compile(
    r"^(?:(?:da|a|alo|oi|ua|chet|vang|uh|i|please) )*"
    r"(?:cho (?:phep )?)?(?:(?:toi|tui|em|e|con|chau|minh|bac|chu|co|anh|chi) )?"
    r"(?:(?:muon|xin|can|duoc|con|lai|moi|co|thi|want to|would like to|can i|let me) )*"
    r"(?:bo sung|(?:gui|goi|noi|ke|viet|nhan) them|them (?:thong tin|hinh|anh|y|vao)"
    r"|quen (?:chua )?(?:gui|goi|noi|ke|ghi)|add|forgot)\b"
)
_BARE = re.compile(
    r"(?: (?:hinh|anh|thong tin|noi dung|giay to|ho so|vao|them|chut|ti|xiu|it|duoc|khong|ko|nha|nhe|a|voi|cho|phan|cai"
    r"|tam|tep|file|video|cua|toi|tui|em|y|nay|do|nua|mot|may|lai|la|roi|the|to|more|something|my|photo|picture|report))*"
)
"""Words beside the wish that tell nothing of the matter."""


def wished(talk: Talk, heard: Heard) -> bool:
    """Take it up if somebody who has filed says that they want to add something; False for anything else."""
    said = folded(heard.text)
    found = _WISH.match(said)
    if found is None or heard.words > _LONGEST or not talk.facts.addable():
        return False
    if not _BARE.fullmatch(said, found.end()):
        tell.add(talk, heard)
    begin(talk)
    return True


def captioned(talk: Talk, heard: Heard) -> bool:
    """The same for files with a few words beside them, sent by somebody who has filed."""
    if not talk.state.draft.files or heard.words > _CAPTION or not talk.facts.addable():
        return False
    tell.add(talk, heard)
    begin(talk)
    return True


def begin(talk: Talk) -> None:
    """Ask whether what was told, if anything was, belongs to a case filed here."""
    talk.state.code = ""
    if _is_empty(talk.state.draft) and len(cases := talk.facts.addable()) == 1:
        talk.state.code = cases[0].code
    talk.state.step = NAME
    ask(talk)


def ask(talk: Talk) -> None:
    if code := talk.state.code:
        talk.ask(_(sentences.ADD_WHAT).format(code=code), (_NEW, sentences.ADD_NOT))
        return
    cases = [(case.code, _(sentences.ADD_TO).format(code=case.code)) for case in talk.facts.addable()]
    talk.ask(_(sentences.ADD_OR_NEW), *cases, (_NEW, sentences.ADD_NOT))


def hear(talk: Talk, heard: Heard) -> bool:
    codes = [case.code for case in talk.facts.addable()]
    if heard.choice == _NEW or not codes:
        return _tell_anew(talk)
    if heard.choice in codes or (len(codes) == 1 and heard.agrees):
        talk.state.code = heard.choice or codes[0]
        return go_on(talk)
    if heard.means("deny", "cancel", "thanks") and _is_empty(talk.state.draft):
        return _leave(talk)
    if heard.means("deny", "cancel"):
        return _tell_anew(talk)
    if heard.text:
        tell.add(talk, heard)
    return go_on(talk)


def go_on(talk: Talk) -> bool:
    """Put it to the case that was chosen; until there is both, ask for what is missing. True if it is told anew."""
    draft, code = talk.state.draft, talk.state.code
    if not code or _is_empty(draft):
        ask(talk)
        return False
    is_kept_close = any(case.restricted for case in talk.facts.addable() if case.code == code)
    if draft.parts and not is_kept_close and tell.proposed(talk).restricted:
        return _tell_anew(talk)
    told = "\n".join(text for text in (draft.story, draft.pin and f"Tọa độ {draft.pin}") if text)
    files = tuple(id for id, _name in draft.files)
    talk.deeds.append(AddToCase(code, told or sentences.FILES_ALONE, files))
    return _done(talk)


def forget(draft: Draft) -> None:
    """Nothing was told here."""


def _is_empty(draft: Draft) -> bool:
    return draft.is_empty and not draft.pin


def _tell_anew(talk: Talk) -> bool:
    """It is a matter of its own."""
    talk.state.step, talk.state.code = tell.NAME, ""
    return True


def _leave(talk: Talk) -> bool:
    talk.say(sentences.AT_EASE)
    return _done(talk)


def _done(talk: Talk) -> bool:
    talk.state.begin_anew()
    talk.state.code = ""
    return False
