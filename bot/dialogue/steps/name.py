"""Who writes. Nobody is forced to tell; Điều 7 of Decree 20/2008/NĐ-CP asks for it."""

import re

from bot.dialogue import sentences
from bot.dialogue.state import Draft
from bot.dialogue.steps import tell
from bot.dialogue.talk import Heard, Talk, holds
from models.languages import _
from routing.text import folded

NAME = "name"
_LONGEST, _A_STORY = 7, 15
_SAYING = re.compile(
    r"^(?:(?:tôi|toi|tui|em|e|cháu|con|mình|minh|my)\s+)?(?:tên(?: là)?|ten(?: la)?|là|la|name is)\s+", re.IGNORECASE
)
_TRAILING = re.compile(r"\s+(?:nè|nha|nhé|nghen|á|ạ|đó)$", re.IGNORECASE)
UNSAID = (
    "khong muon",
    "khong noi ten",
    "khong neu ten",
    "giau ten",
    "an danh",
    "bi mat ten",
    "khong can ten",
    "khong can noi",
    "khong can ghi",
    "khoi can",
    "thoi khoi",
    "rather not",
)
_NOT_NOW = ("thoi", "khoi", "khong can")
_NAME = 5
_PERSONS = (
    *("ong", "ba", "chu", "bac", "anh", "chi", "can bo", "chu tich", "cong an", "ap", "xa", "nhan"),
    *("bi thu", "giam doc", "hieu truong", "ke toan", "thay", "co giao", "truong phong", "bac si", "sep"),
)
"""Words by which somebody else is spoken of, or told of what they do."""

_NO_NAME = {
    *(
        "không",
        "rồi",
        "muốn",
        "nữa",
        "tôi",
        "tui",
        "mà",
        "sợ",
        "đó",
        "có",
        "để",
        "cái",
        "này",
        "kia",
        "tên",
        "ấp",
        "xã",
    ),
    *("phường", "cũng", "nói", "hỏi", "thôi", "nè", "lắm", "giữ", "được", "khong", "roi", "muon", "nua"),
}
"""Words that are in no name; Vietnamese names are common words too."""

_NUMBER = re.compile(r"[+\d][\d .\-]{6,}\d")


def needed(draft: Draft) -> bool:
    return not draft.name and NAME not in draft.skipped


def ask(talk: Talk) -> None:
    talk.ask(_(sentences.NAME), ("skip", sentences.ANONYMOUS))


def hear(talk: Talk, heard: Heard) -> bool:
    draft = talk.state.draft
    unsaid = heard.means("deny", "skip") or heard.holds(*UNSAID) or folded(heard.text) in _NOT_NOW
    if heard.choice == "skip" or unsaid:
        draft.skipped.append(NAME)
        return True
    is_other = heard.means("affirm", "greet", "thanks", "help") and not _SAYING.match(heard.text)
    if is_other or heard.is_question:
        ask(talk)
        return False
    if heard.words > _A_STORY:
        tell.keep(talk, heard)
        return True
    tell.gather(talk, heard)
    if draft.name:
        return True
    if told := _name_in(heard.text):
        draft.name = told
        return True
    if heard.entity("commune") and not draft.place and heard.words <= _LONGEST:
        draft.place = heard.text
        ask(talk)
        return False
    if heard.words > _LONGEST:
        tell.keep(talk, heard)
        return True
    if number := tell.own_phone(heard):
        draft.phone = number
        talk.say(sentences.GOT_CONTACT)
    ask(talk)
    return False


def reads_as_one(text: str) -> bool:
    """Whether a short answer is a name and nothing else, whatever it means read otherwise: "Lê An Tiền"."""
    return len(text.split()) <= _NAME and _name_in(text) == text.strip(" .,") and not holds(text, _PERSONS)


def _name_in(text: str) -> str:
    """The name in an answer, without the words around it; empty if it can hardly be one."""
    first = re.split(r"[,;(\d]", _SAYING.sub("", _NUMBER.sub("", text)).strip(" ,.-:"))[0]
    told = _TRAILING.sub("", first.strip())
    words = told.lower().split()
    is_name = words and words[0] != "toi" and len(words) <= _LONGEST and not _NO_NAME.intersection(words)
    return told if is_name else ""


def forget(draft: Draft) -> None:
    draft.name = None
    draft.skipped = [field for field in draft.skipped if field != NAME]
