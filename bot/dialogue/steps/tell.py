"""The story in free words. Whatever it already says of name, phone and place is taken from it and never asked."""

import re

from bot.channel import EventKind
from bot.dialogue import sentences
from bot.dialogue.deeds import Guard
from bot.dialogue.facts import Proposal
from bot.dialogue.state import Draft
from bot.dialogue.talk import Heard, Talk
from models.languages import _

NAME = "tell"
_SHORTEST, _SHORTEST_UNSPACED = 3, 20
"""Words of a story, and letters of one in a script that puts no spaces between them."""

_REMARK = 4
"""So few words are a piece of the story only if they are not likely to mean something else."""

_TELLING = ("file", "inform", "out_of_scope", "rate", "edit")
_TO_FILE = ("phan anh", "kien nghi", "khieu nai", "to cao", "bat dau", "gui don", "report", "complain")
_EMAIL = re.compile(r"\S+@\S+\.[^\s.,;]+")
_OTHERS = re.compile(
    r"\b(?:chú|bác|cô|dì|dượng|cậu|anh|chị|ông|bà|chủ|nhà bên|hàng xóm|cán bộ|người ta"
    r"|gọi số|goi so|tổng đài|điện lực|phản ánh số|số lạ|thuê bao)\b",
    re.IGNORECASE,
)
_OTHERS_AFTER = re.compile(
    r"^\W*(?:\w+\s+){0,2}(?:lừa|mạo danh|quấy rối|đòi|hù|dọa|(?:gọi|nhắn)(?: điện| tin)? (?:đến|tới|hoài))\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:số|sđt|sdt|điện thoại|đt|my (?:phone|number))\s+(?:(?:của|cua|is)\s+)?"
    r"(?:tôi|toi|tui|em|con|cháu|mình|(?:chị|anh|cô|chú|bác) (?:nè|đây))?\b\W*(?:là|la)?\W*$",
    re.IGNORECASE,
)
_LOOKED_BACK, _LOOKED_ON = 40, 30
"""Whose number it is, so many letters before it and after it say."""

_SAID_ALONE, _CORRECTION = 8, 14
"""Words of a fact told by itself, and of one that corrects another."""

CORRECTS = (
    "sai ten",
    "ten sai",
    "sai so",
    "so sai",
    "sai roi",
    "ghi lon",
    "noi lon",
    "nham",
    "lon so",
    "dung la",
    "moi dung",
    "ghi sai",
    "viet sai",
    "doi thanh",
    "sua thanh",
)


def needed(draft: Draft) -> bool:
    return not draft.parts


def ask(talk: Talk) -> None:
    draft = talk.state.draft
    if draft.parts:
        talk.ask(_(sentences.TELL_MORE), ("enough", sentences.ENOUGH_TOLD))
        return
    talk.ask(_(sentences.TELL_WITH_FILES if draft.files else sentences.TELL))


def hear(talk: Talk, heard: Heard) -> bool:
    if talk.state.draft.parts and (heard.choice == "enough" or heard.means("affirm", "deny", "skip")):
        return True
    wants_to = heard.means("file") and heard.words <= _SHORTEST * 2 and heard.holds(*_TO_FILE)
    if wants_to or heard.means("greet", "affirm", "deny"):
        ask(talk)
        return False
    too_short = heard.words < _SHORTEST and len(heard.text) < _SHORTEST_UNSPACED
    if too_short and not talk.state.draft.files:
        talk.ask(_(sentences.TOO_SHORT))
        return False
    add(talk, heard)
    return True


def add(talk: Talk, heard: Heard) -> None:
    """One more piece of the story, with what it says besides; it may have to be asked anew what the story is."""
    text = f"(Tin chuyển tiếp) {heard.text}" if heard.event.forwarded else heard.text
    kept = heard.event.kind is EventKind.EDIT
    if talk.accusing:
        talk.state.draft.restricted, talk.state.draft.understood = True, False
    talk.state.draft.parts.append([heard.event.id if not kept else "", text])
    gather(talk, heard)
    changed(talk)


def keep(talk: Talk, heard: Heard) -> None:
    """The same for what was told where something else was asked: it is said that it is kept."""
    talk.say(sentences.ADDED)
    add(talk, heard)


def more(talk: Talk, heard: Heard) -> bool:
    """Words that answer nothing: more of the story, or a fact by itself. False if they are neither."""
    in_pieces = heard.words > 1 and heard.meant.intent in _TELLING and not heard.meant.entities
    if heard.words > _REMARK or heard.entity("commune") or in_pieces:
        keep(talk, heard)
        return True
    return fact(talk, heard)


def fact(talk: Talk, heard: Heard) -> bool:
    """Take a name or a way to be reached that is told where something else was asked; False if there is none."""
    draft = talk.state.draft
    before = draft.name, draft.phone, draft.email
    gather(talk, heard, anew=heard.holds(*CORRECTS))
    if draft.name != before[0]:
        talk.say(sentences.GOT_NAME)
    if (draft.phone, draft.email) != before[1:]:
        talk.say(sentences.GOT_CONTACT)
    return (draft.name, draft.phone, draft.email) != before


def fact_alone(talk: Talk, heard: Heard) -> bool:
    """Take a fact that is all the words say, or that they correct; False for what may be a story."""
    longest = _CORRECTION if heard.holds(*CORRECTS) else _SAID_ALONE
    return heard.words <= longest and fact(talk, heard)


def gather(talk: Talk, heard: Heard, *, anew: bool = False) -> None:
    """Take from the words what would be asked later. What was told by itself is overwritten only by an edit."""
    draft = talk.state.draft
    phone, name, address = own_phone(heard), heard.entity("name"), email_in(heard.text)
    draft.phone = (phone or draft.phone) if anew else (draft.phone or phone)
    draft.name = (name or draft.name) if anew else (draft.name or name)
    draft.email = (address or draft.email) if anew else (draft.email or address)
    named = heard.entity("commune")
    draft.found = (named or draft.found) if anew else (draft.found or named)


def email_in(text: str) -> str | None:
    """The first e-mail address in a text."""
    found = _EMAIL.search(text)
    return found[0] if found else None


def own_phone(heard: Heard) -> str | None:
    """The first number that the words do not give to somebody else ("chú Sáu số 0918…"); after one's name it is own."""
    names = [one.end for one in heard.meant.entities if one.kind == "name"]
    for one in heard.meant.entities:
        begin = max(0, one.start - _LOOKED_BACK)
        before, after = heard.text[begin : one.start], heard.text[one.end : one.end + _LOOKED_ON]
        own = any(begin <= end <= one.start for end in names) or _says_own(before)
        if one.kind == "phone" and (own or not (_OTHERS.search(before) or _OTHERS_AFTER.search(after))):
            return one.value
    return None


def _says_own(before: str) -> bool:
    """Whether these words end in "số của tôi" or the like; a bare "số" says nothing of whose it is."""
    found = _OWN.search(before)
    return found is not None and len(found[0].split()) > 1


def forget(draft: Draft) -> None:
    draft.parts, draft.warned, draft.restricted = [], False, False
    understood_forget(draft)


def revised(talk: Talk) -> None:
    """A piece of the story was replaced. What accused in it may be gone, unless another piece does so by itself."""
    draft = talk.state.draft
    draft.restricted = draft.restricted and any(
        talk.facts.proposal(text, None, None, restricted=False).restricted for _id, text in draft.parts
    )
    changed(talk)


def changed(talk: Talk) -> None:
    """The story is another one: it may have to be asked anew what it is. Matters found in it are looked for again."""
    draft = talk.state.draft
    draft.kept = {}
    if draft.apart is not None:
        understood_forget(draft)
    elif draft.understood:
        draft.understood = _is_still_the_same(talk)


def _is_still_the_same(talk: Talk) -> bool:
    """Whether what was confirmed holds for the story as it is now; more of an accusation may name others."""
    draft = talk.state.draft
    seen = proposed(talk)
    told = draft.kind is not None or (seen.kind, seen.unit) == (draft.proposed_kind, draft.proposed_unit)
    same = (told or draft.restricted) and not seen.matters and seen.restricted == draft.restricted
    if same and seen.restricted:
        talk.deeds.append(Guard(draft.story))
    return same


def proposed(talk: Talk) -> Proposal:
    """What the story seems to be. The commune it speaks of is known from now on; one only named in passing helps."""
    draft = talk.state.draft
    seen = talk.facts.proposal(draft.story, draft.place, draft.found, restricted=draft.restricted)
    draft.found = seen.place
    return seen


def understood_forget(draft: Draft) -> None:
    """Another story may be another kind of matter, or several."""
    draft.understood, draft.kind, draft.apart, draft.matters = False, None, None, []
