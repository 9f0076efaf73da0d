"""The words of the product in other languages: gettext catalogues, and the language somebody reads in now.

The source language is Vietnamese: a sentence is its own key, and without a catalogue people read Vietnamese.
Catalogues are the ``*.po`` files of ``locale/`` and of an office's own folder, one a language, read when first needed.
Only what is shown to whoever asks is translated here; what is stored, sent to others or quoted from law stays as it
was written.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

SOURCE = "vi"
_PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)[^{}]*\}(?!\})")
SHIPPED = Path(__file__).resolve().parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=SOURCE)
_folders: list[Path] = [SHIPPED]


class CatalogueInvalid(Exception):
    """A catalogue cannot be read; the text says which and why, in Vietnamese."""


def add_catalogues(folder: Path) -> None:
    """Let an office's catalogues complete or overrule the shipped ones. Raises CatalogueInvalid for a broken one."""
    for path in sorted(folder.glob("*.po")):
        _check_code(path)
        _read(path)
    if folder not in _folders:
        _folders.append(folder)
    available.cache_clear()
    _catalogue.cache_clear()


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The codes of all languages people can choose, Vietnamese first."""
    found = {path.stem for folder in _folders if folder.is_dir() for path in folder.glob("*.po")}
    return (SOURCE, *sorted(found - {SOURCE}))


@lru_cache
def name_of(language: str) -> str:
    """What a language calls itself: "English"."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]  # “tiếng Việt”, at the beginning of a button


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


def ngettext(one: str, many: str, number: int) -> str:
    """Vietnamese has no plural; where other languages need one, the two sentences are told apart by their number."""
    return _(one if number == 1 else many)


def thousands(number: int) -> str:
    """``1.234``, in English ``1,234``."""
    return format_decimal(number, locale=_language.get())


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a sentence that is translated later, where it is shown."""
    return sentence


def places(sentence: str) -> set[str]:
    """The names of what is filled into a sentence: ``{name}`` in code, ``%(name)s`` in a template."""
    return {first or second for first, second in _PLACES.findall(sentence)}


@lru_cache(maxsize=32)
def _catalogue(language: str) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for path in (folder / f"{language}.po" for folder in _folders):
        if path.is_file():
            words |= _read(path)
    return words


def _check_code(path: Path) -> None:
    """Numbers are written by the language too, so it must be one that is known."""
    try:
        Locale.parse(path.stem)
    except (UnknownLocaleError, ValueError):
        raise CatalogueInvalid(f"Tệp bản dịch {path.name} phải mang mã của một ngôn ngữ, ví dụ en.po.") from None


def _read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except (OSError, PoFileError, UnicodeDecodeError) as fault:
        raise CatalogueInvalid(f"Không đọc được tệp bản dịch {path.name}: {fault}.") from None
    words = {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string
        if not message.fuzzy
    }
    for sentence, translation in words.items():
        if places(sentence) != places(translation):
            raise CatalogueInvalid(f"Tệp bản dịch {path.name}: “{translation}” thiếu hoặc thừa chỗ điền.")
    return words
