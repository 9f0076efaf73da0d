"""A phrase to be hidden is found however it is written, and never within another word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.phrases import find_phrase
from routing.redaction import redact

TEXT = "Bà Lan ở ấp Bình Hòa. Lan nói: hoa lan nhà bà LAN  nở."


@pytest.mark.parametrize(
    ("phrase", "left"),
    [
        ("Bình Hòa", "Bà Lan ở ấp […]. Lan nói: hoa lan nhà bà LAN  nở."),
        ("binh hoa", "Bà Lan ở ấp […]. Lan nói: hoa lan nhà bà LAN  nở."),
        ("bà lan nở", "Bà Lan ở ấp Bình Hòa. Lan nói: hoa lan nhà […]."),
        ("La", TEXT),
        ("...", TEXT),
    ],
)
def test_whole_words_are_hidden_and_nothing_else(phrase: str, left: str) -> None:
    assert redact(TEXT, find_phrase(TEXT, phrase)) == left


def test_a_text_in_pieces_loses_no_letter_and_keeps_none_of_the_phrase() -> None:
    text = unicodedata.normalize("NFD", TEXT)

    assert unicodedata.normalize("NFC", redact(text, find_phrase(text, "Bình Hòa"))).startswith("Bà Lan ở ấp […]. Lan")


@given(st.text(max_size=40), st.text(max_size=40))
def test_places_lie_inside_the_text_and_apart(text: str, phrase: str) -> None:
    found = find_phrase(text, phrase)

    ends = [0, *(span.end for span in found)]
    assert all(end <= span.start < span.end <= len(text) for end, span in zip(ends, found, strict=False))
