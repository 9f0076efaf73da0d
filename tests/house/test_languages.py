"""Catalogues are complete: every sentence of the product has its English, with the same places to fill."""

import re

import pytest
from babel.messages.pofile import read_po

from models import languages
from tools.words import spoken, updated

PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)[^{}]*\}(?!\})")
CATALOGUES = sorted(languages.SHIPPED.glob("*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_exactly_the_sentences_of_the_product(path):
    assert path.read_bytes() == updated(path, spoken()), "make words"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_sentence_is_translated(path):
    with path.open("rb") as file:
        missing = [message.id for message in read_po(file) if message.id and not message.string]
    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_fills_the_same_places(path):
    with path.open("rb") as file:
        pairs = [(message.id, message.string) for message in read_po(file) if message.id and message.string]
    wrong = [said for said, translated in pairs if places(said) != places(translated)]
    assert wrong == []


def places(sentence: str) -> set[str]:
    return {first or second for first, second in PLACES.findall(sentence)}
