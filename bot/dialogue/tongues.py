"""In which language the bot speaks: Vietnamese, until somebody asks for another or plainly writes in English."""

from bot.dialogue import sentences
from bot.dialogue.state import State
from bot.dialogue.talk import Heard, Talk
from models import languages
from models.languages import SOURCE
from routing.text import fold

_ENGLISH = {
    *("the", "is", "are", "was", "were", "been", "has", "have", "my", "they", "you", "this", "that", "there", "not"),
    *(
        "to",
        "and",
        "of",
        "in",
        "on",
        "at",
        "with",
        "for",
        "from",
        "near",
        "since",
        "because",
        "every",
        "please",
        "help",
    ),
    *("name", "phone", "number", "people", "road", "street", "house", "light", "water", "broken", "night", "weeks"),
}


def switch(state: State, heard: Heard) -> str:
    """Change the language: "asked" if told to, "noticed" if the words show it, else empty."""
    wanted = _asked(fold(heard.text).strip(" .!"))
    if wanted and wanted in languages.available():
        state.language = wanted
        return "asked"
    if state.language == SOURCE and state.draft.is_empty and _is_english(heard.text):
        state.language = "en"
        return "noticed"
    if state.language == "en" and state.draft.is_empty and _is_vietnamese(heard.text):
        state.language = SOURCE
        return "noticed"
    return ""


def greet(talk: Talk, *, asked: bool) -> None:
    """Say so in the new language."""
    if asked:
        talk.say(sentences.SWITCHED)


def _asked(text: str) -> str:
    names = {"tieng viet": SOURCE, "vietnamese": SOURCE, "speak english": "en", "in english": "en", "tieng anh": "en"}
    names |= {fold(languages.name_of(code)): code for code in languages.available()}
    return names.get(text, "")


def _is_vietnamese(text: str) -> bool:
    """Whether most words carry the marks of Vietnamese."""
    words = text.split()
    return len(words) > 2 and sum(not word.isascii() for word in words) * 2 >= len(words)


def _is_english(text: str) -> bool:
    words = text.lower().split()
    return text.isascii() and len(words) > 4 and sum(word.strip(".,!?") in _ENGLISH for word in words) * 4 >= len(words)
