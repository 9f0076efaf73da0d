"""The words that decided: of which department, and where in a text as people type it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Department
from routing import classifier
from routing.classifier.decider import UNLIKELY
from routing.classifier.evidence import LONGEST_MARKED, Run, marked
from routing.classifier.keywords import KeywordClassifier
from routing.text import fold

ROAD = "Đường tỉnh lộ trước Sở Xây dựng có nhiều ổ gà, xin sửa chữa mặt đường."


def of_first(decision: classifier.Classifier | KeywordClassifier, text: str) -> tuple[str, ...]:
    found = decision.decide(text)
    assert [one.department for one in found.evidence] == [one.department for one in found.departments]
    return found.evidence[0].words


def test_the_trained_classifier_names_words_for_each_department_it_thinks_of(
    loaded: classifier.Classifier,
) -> None:
    found = loaded.decide(ROAD)

    assert found.departments[0].department is Department.CONSTRUCTION
    assert found.evidence[0].named == ("Sở Xây dựng",)
    assert found.evidence[0].learned
    assert all(any(run.ranks for run in marked(ROAD, [one.words])) for one in found.evidence[:1])


def test_no_chance_words_speak_for_what_is_hardly_likely(loaded: classifier.Classifier) -> None:
    found = loaded.decide(ROAD)

    assert found.departments[1].confidence < UNLIKELY
    assert found.evidence[1].learned == ()


def test_a_text_without_diacritics_has_deciding_words_too_and_they_are_found_in_it(
    loaded: classifier.Classifier,
) -> None:
    bare = fold(ROAD)

    words = loaded.decide(bare).evidence[0].learned

    assert words
    assert any(run.ranks == (1,) for run in marked(bare, [words]))


def test_the_keyword_fall_back_names_its_words_too() -> None:
    assert "Sở Xây dựng" in of_first(KeywordClassifier(), ROAD)


def test_words_are_marked_as_they_were_written_with_what_they_spoke_for() -> None:
    runs = marked("Có Ổ GÀ, o ga và hòa giải ở hoà giải viên.", [["ổ gà"], ["hòa giải", "ổ gà"]])

    assert [run for run in runs if run.ranks] == [
        Run("Ổ GÀ", (1, 2)),
        Run("o ga", (1, 2)),
        Run("hòa giải", (2,)),
        Run("hoà giải", (2,)),
    ]


def test_other_marks_are_another_word() -> None:
    assert not any(run.ranks for run in marked("Con gà ở ổ. Ô ga nhà máy.", [["ổ gà"]]))


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=4))
def test_nothing_of_a_text_is_lost_by_marking_it(text: str, words: list[str]) -> None:
    whole = "".join(run.text for run in marked(text, [words]))

    assert whole == unicodedata.normalize("NFC", text)


def test_four_pages_are_marked_to_the_end() -> None:
    text = (ROAD + " ") * (LONGEST_MARKED // len(ROAD))

    runs = marked(text, [["ổ gà", "mặt đường"], ["sửa chữa"], ["tỉnh lộ"]])

    assert sum(bool(run.ranks) for run in runs) > 1000


def test_a_text_with_diacritics_is_never_answered_with_bare_words(loaded: classifier.Classifier) -> None:
    letter = "Ghe hút cát cặp mé sông đêm nào cũng hút, tiếng máy ầm ầm, người ta nói có phép, phép gì mà hút sát bờ?"

    words = [word for one in loaded.decide(letter).evidence for word in one.learned]

    assert all(word != fold(word) for word in words)
