"""How like a text is to the examples: checked against the plain cosine of two rows of words."""

import numpy as np
import pytest

from routing.classifier import Classifier
from routing.classifier.examples import load_examples
from routing.classifier.features import Vocabulary
from routing.classifier.names import without_names
from routing.classifier.nearest import NO_LABEL, Labelled, words_from
from routing.text import fold


def words_of(vocabulary: Vocabulary, first: int, text: str) -> dict[int, float]:
    rows, values = vocabulary.vector(text)
    return {int(row): float(value) for row, value in zip(rows, values, strict=True) if row >= first}


def cosine(one: dict[int, float], other: dict[int, float]) -> float:
    length = float(np.linalg.norm(list(one.values())) * np.linalg.norm(list(other.values())))
    return sum(value * other.get(row, 0.0) for row, value in one.items()) / length if length else 0.0


pytestmark = pytest.mark.timeout(400)  # whichever test is first learns the model

TEXTS = ("Xe rác ba hôm rồi chưa vào hẻm nhà tôi", "toi muon lam lai can cuoc cho me toi o que")


def test_the_likeness_of_a_label_is_the_cosine_of_its_nearest_example(loaded: Classifier) -> None:
    model = loaded.model
    first, examples = words_from(model.names), load_examples()
    known = [(example.kind.value, words_of(model.vocabulary, first, example.text)) for example in examples]
    for text in TEXTS:
        likeness = model.nearest.best(*model.vocabulary.vector(text), {"kind"})["kind"]
        told = words_of(model.vocabulary, first, text)
        for place, label in enumerate(model.heads["kind"].labels):
            nearest = max(cosine(told, words) for kind, words in known if kind == label)
            assert likeness[place] == pytest.approx(nearest, abs=2e-3), label


def test_an_example_is_its_own_nearest_with_and_without_diacritics(loaded: Classifier) -> None:
    model = loaded.model
    for example in load_examples()[::400]:
        for text in (example.text, fold(without_names(example.text))):  # in small letters a name may be any word
            likeness = model.nearest.best(*model.vocabulary.vector(text), {"department", "kind"})
            assert likeness["kind"].max() == pytest.approx(1, abs=2e-3)
            assert model.heads["kind"].labels[int(likeness["kind"].argmax())] == example.kind.value


def test_a_text_without_a_known_word_is_like_nothing(loaded: Classifier) -> None:
    model = loaded.model
    likeness = model.nearest.best(*model.vocabulary.vector("zzqx 😀"), {"department", "kind"})
    assert not likeness["department"].any()
    assert not likeness["kind"].any()


def test_a_label_without_an_example_is_like_nothing_and_what_has_no_label_does_not_count() -> None:
    labelled = Labelled.of(np.array([2, NO_LABEL, 0, 2]), labels=4)
    best = labelled.best(np.array([[0.3, 0.9, 0.1, 0.5], [0.2, 0.1, 0.0, 0.1]]))
    assert best.tolist() == [[0.1, 0.0, 0.5, 0.0], [0.0, 0.0, 0.2, 0.0]]
