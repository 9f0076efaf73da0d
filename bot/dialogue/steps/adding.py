"""More for a case that was filed here: a forgotten picture, a word more. Whether it is that, the sender says.

What may accuse somebody, or tells of danger, is no addition to an ordinary case: it is told anew, and kept by itself.
"""

import re

from bot.dialogue import sentences
from bot.dialogue.deeds import AddToCase
from bot.dialogue.facts import Open
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk
from models.languages import _
from routing.places import places_in
from routing.text import first_line, folded

NAME = "adding"
_NEW = "new"
_SHOWN = 60
_POINTING, _A_REMARK = 8, 6
_POINTING_WORDS = frozenset(
    ["cai", "ho", "so", "vu", "viec", "phan", "anh", "kia", "do", "nay", "hoi", "o", "vao", "vo"]
)
_NOTHING = re.compile(r"(?:da )?(?:thoi|khoi|khong them)(?: (?:khoi|di|nua|khong|them|roi|em|con|vay|a))*")
_THAT_ONE = ("bo sung", "ho so", "hoi nay", "vo do", "vao do", "them vao", "them vo")
_ORDINALS = (("thu nhat", "dau tien", "cai dau"), ("thu hai", "thu nhi"), ("thu ba",))
_OTHER_MATTER = (
    "chuyen khac",
    "viec khac",
    "vu khac",
    "ho so khac",
    "phan anh khac",
    "another matter",
    "something else",
)
_A_STORY = 25
"""So many words may be a matter of their own, though more was announced."""

_LONGEST, _CAPTION = 40, 8
"""Words of an addition that says so, and of those beside a picture; more are a story."""

_WISH = re.compile(
    r"^(?:(?:da|a|alo|oi|ua|chet|vang|uh|i|please) )*"
    r"(?:cho (?:phep )?)?(?:(?:toi|tui|em|e|con|chau|minh|bac|chu|co|anh|chi) )?"
    r"(?:(?:muon|xin|can|duoc|con|lai|moi|co|thi|want to|would like to|can i|let me) )*"
    r"(?:bo sung|(?:gui|goi|noi|ke|viet|nhan) them|them (?:thong tin|hinh|anh|y|vao)"
    r"|quen (?:chua )?(?:gui|goi|noi|ke|ghi)|con nua|them|add|forgot)\b"
)
_BARE = re.compile(
    r"(?: (?:hinh|anh|thong tin|noi dung|giay to|ho so|vao|them|chut|ti|xiu|it|duoc|khong|ko|nha|nhe|a|voi|cho|phan|cai"
    r"|tam|tep|file|video|cua|toi|tui|em|ne|y|nay|do|nua|mot|may|lai|la|roi|the|to|more|something|my|photo|picture|report))*"
)
"""Words beside the wish that tell nothing of the matter."""


def wished(talk: Talk, heard: Heard) -> bool:
    """Take it up if somebody who has filed says that they want to add something; False for anything else."""
    said = folded(heard.text)
    found = _WISH.match(said)
    plainly = found is not None and "bo sung" in found[0]
    if found is None or (heard.words > _LONGEST and not plainly) or not talk.facts.addable():
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
    cases = talk.facts.addable()
    told = [_(sentences.ADD_WHICH).format(code=case.code, about=first_line(case.about, _SHOWN)) for case in cases]
    offered = [(case.code, _(sentences.ADD_TO).format(code=case.code)) for case in cases]
    talk.ask("\n".join([_(sentences.ADD_OR_NEW), *told]), *offered, (_NEW, sentences.ADD_NOT))


def hear(talk: Talk, heard: Heard) -> bool:
    cases = talk.facts.addable()
    if heard.choice == _NEW:
        return _tell_anew(talk)
    if not cases or heard.holds(*_OTHER_MATTER):
        if heard.words > _A_REMARK:
            tell.add(talk, heard)
        return _tell_anew(talk)
    empty, nothing = _is_empty(talk.state.draft), _NOTHING.fullmatch(folded(heard.text)) is not None
    if heard.means("cancel") or nothing or (empty and heard.means("deny", "thanks")):
        return _leave(talk)
    if heard.means("deny"):
        return _tell_anew(talk)
    if chosen := _chosen(talk, heard, cases):
        talk.state.code = chosen
        return go_on(talk)
    if heard.text:
        tell.add(talk, heard)
        if talk.state.code and _may_be_another(heard, _about(talk, cases)):
            talk.state.code = ""
    return go_on(talk)


def go_on(talk: Talk) -> bool:
    """Put it to the case that was chosen; until there is both, ask for what is missing. True if it is told anew."""
    draft, code = talk.state.draft, talk.state.code
    if not code or _is_empty(draft):
        ask(talk)
        return False
    is_kept_close = any(case.restricted for case in talk.facts.addable() if case.code == code)
    if draft.parts and not is_kept_close and ((seen := tell.proposed(talk)).restricted or seen.urgent):
        return _tell_anew(talk)
    told = "\n".join(text for text in (draft.story, draft.pin and f"Tọa độ {draft.pin}") if text)
    files = tuple(id for id, _name in draft.files)
    talk.deeds.append(AddToCase(code, told or sentences.FILES_ALONE, files))
    return _done(talk)


def forget(draft: Draft) -> None:
    """Nothing was told here."""


def _is_empty(draft: Draft) -> bool:
    return draft.is_empty and not draft.pin


def _chosen(talk: Talk, heard: Heard, cases: list[Open]) -> str:
    """The code of the case that was tapped or pointed at: "cái đèn đường", "cái thứ hai"."""
    if heard.choice in (codes := [case.code for case in cases]):
        return heard.choice
    if talk.state.code or heard.words > _POINTING or heard.holds("khong", "hong", "ko", "khac"):
        return ""
    if len(cases) == 1:
        return codes[0] if heard.agrees or heard.holds(*_THAT_ONE) else ""
    by_number = next((n for n, said in enumerate(_ORDINALS) if heard.holds(*said)), len(cases))
    if by_number < len(cases):
        return codes[by_number]
    words = set(folded(heard.text).split()) - _POINTING_WORDS
    meant = [case.code for case in cases if words and words.issubset(folded(case.about).split())]
    return meant[0] if len(meant) == 1 else ""


def _may_be_another(heard: Heard, about: str) -> bool:
    """Whether more is told than one adds, or another commune is named."""
    named = places_in(heard.text).for_competence
    return heard.words >= _A_STORY or (named is not None and folded(named.name) not in folded(about))


def _about(talk: Talk, cases: list[Open]) -> str:
    return next((case.about for case in cases if case.code == talk.state.code), "")


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
