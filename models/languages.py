"""The words of the product in other languages: gettext catalogues, and the language somebody reads in now.

The source language is Vietnamese: a sentence is its own key, and without a catalogue people read Vietnamese. Catalogues
are the ``*.po`` files of ``locale/`` and of an office's own folder, one a language, read when first needed. Only what
is shown to whoever asks is translated here; what is stored, sent to others or quoted from law stays as it was written.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import PoFileError, read_po

SOURCE = "vi"
SHIPPED = Path(__file__).resolve().parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=SOURCE)
_folders: list[Path] = [SHIPPED]


class CatalogueInvalid(Exception):
    """A catalogue cannot be read; the text says which and why, in Vietnamese."""


def add_catalogues(folder: Path) -> None:
    """Let an office's catalogues complete or overrule the shipped ones. Raises CatalogueInvalid for a broken one."""
    if folder not in _folders:
        _folders.append(folder)
    available.cache_clear()
    _catalogue.cache_clear()
    for language in available():
        _catalogue(language)


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The codes of all languages people can choose, Vietnamese first."""
    found = {path.stem for folder in _folders if folder.is_dir() for path in folder.glob("*.po")}
    return (SOURCE, *sorted(found - {SOURCE}))


def name_of(language: str) -> str:
    """What a language calls itself: "English"; its code where nobody has told us."""
    try:
        return (Locale.parse(language).get_display_name(language) or language).capitalize()
    except (UnknownLocaleError, ValueError):
        return language


def current() -> str:
    """The language of whoever is being answered."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language inside the block; Vietnamese if it is not one of ours."""
    token = _language.set(language if language in available() else SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


def _(sentence: str) -> str:
    """The sentence in the current language; itself where there is no translation."""
    language = _language.get()
    return sentence if language == SOURCE else _catalogue(language).get(sentence, sentence)


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a sentence that is translated later, where it is shown."""
    return sentence


@lru_cache(maxsize=32)
def _catalogue(language: str) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for path in (folder / f"{language}.po" for folder in _folders):
        if path.is_file():
            words |= _read(path)
    return words


def _read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except (OSError, PoFileError, UnicodeDecodeError) as fault:
        raise CatalogueInvalid(f"Không đọc được tệp bản dịch {path.name}: {fault}") from None
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string
        if not message.fuzzy
    }
