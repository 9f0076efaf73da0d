"""Several matters in one message: found, and cut where the next one begins."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from routing.classifier.mixed import pieces, split

ROADS, CARDS = "đường", "căn cước"


def shares(text: str) -> NDArray[np.float64]:
    """Two departments, each sure of its own word."""
    counts = np.array([text.count(ROADS), text.count(CARDS)]) + 0.02
    return np.asarray(counts / counts.sum())


def spans(text: str) -> list[str]:
    return [text[part.start : part.end].strip() for part in split(text, shares)]


def test_two_matters_are_cut_where_the_second_begins() -> None:
    first, second = "Cái đường đầu ấp hư nặng lắm rồi.", "Cho hỏi làm lại căn cước ở đâu?"
    assert spans(f"{first} {second}") == [first, second]


def test_a_word_that_changes_the_subject_cuts_a_sentence() -> None:
    assert spans("Cái đường đầu ấp hư nặng, ngoài ra làm căn cước chờ lâu quá") == [
        "Cái đường đầu ấp hư nặng,",
        "ngoài ra làm căn cước chờ lâu quá",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "Đường hư", "Cái đường đầu ấp hư nặng. Mong sửa đường cho dân đi.", "căn cước\n\ncăn cước\n", "đường. " * 200],
)
def test_one_matter_stays_whole(text: str) -> None:
    assert spans(text) == []


def test_the_pieces_cover_the_text() -> None:
    text = "Một câu dài hơn bốn chữ. Ngắn. Ngoài ra câu thứ ba cũng dài hơn bốn chữ;\nhết"
    found = pieces(text)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(before.end == after.start for before, after in pairwise(found))
