"""Normalising, folding and cutting Vietnamese text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from routing.text import first_line, fold, normalise, signature, words

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđàáảãạằắẳẵặềếểễệỗợĐƠƯ bcdghklmnpqrstvx\r\n\t,.", max_size=80)
ANY = st.text(max_size=80) | VIETNAMESE


@given(ANY)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(ANY)
def test_decomposed_text_normalises_and_folds_like_composed_text(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert normalise(decomposed) == normalise(composed)
    assert fold(decomposed) == fold(composed)
    assert words(decomposed) == words(composed)


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_folded_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(ANY, st.integers(min_value=1, max_value=60))
def test_a_first_line_is_one_line_of_at_most_its_length(text: str, length: int) -> None:
    line = first_line(text, length)
    assert len(line) <= length
    assert len(line.splitlines()) <= 1


def test_normalising_keeps_what_the_citizen_wrote() -> None:
    assert normalise("Uỷ ban  hoà giải \r\n\r\nAnh Ba 😀\t\n") == "Uỷ ban  hoà giải\n\nAnh Ba 😀\n"


def test_folding_reads_as_people_type_without_diacritics() -> None:
    assert fold("Đường sá Ở ấp Thạnh Lợi ĐÃ hư") == "duong sa o ap thanh loi da hu"


def test_old_and_new_tone_placement_are_the_same_word() -> None:
    assert signature("hoà") == signature("hòa") != signature("hoa")
    assert signature("đa") != signature("da")


def test_a_long_line_is_cut_at_a_word_with_an_ellipsis() -> None:
    assert first_line("Đường vào ấp Thạnh Lợi\như hỏng nặng", 20) == "Đường vào ấp Thạnh…"
    assert first_line("Ngắn thôi", 20) == "Ngắn thôi"
