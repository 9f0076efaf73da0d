"""What the classifier learns from is apart from what it is judged on, and says nothing twice."""

import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from routing.classifier.examples import load_examples, load_subjects
from routing.classifier.features import folded_words
from tests.conftest import SHARED

JUDGED = Path(__file__).resolve().parent / "judged"
ALIKE = 0.6
"""Texts that share more of their neighbouring words than this tell the same thing in the same words."""
FEWEST = 5
"""Shorter texts may meet by chance."""
NAMED = 0.7
"""A subject may name the matter of a short judged text, but not say so much of it."""


def pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(folded_words(text)))


def judged() -> list[str]:
    files = [*sorted(JUDGED.glob("*.jsonl")), SHARED / "data" / "dev_feedback.jsonl"]
    return [
        json.loads(line)["text"] for file in files if file.exists() for line in file.read_text("utf-8").splitlines()
    ]


def near_copies(texts: list[str], of: list[str]) -> list[tuple[str, str]]:
    """Texts with more than `ALIKE` of all their neighbouring words in common with one of the others."""
    known = [pairs(text) for text in of]
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(known):
        for pair in one:
            having[pair].append(place)
    found = []
    for text in texts:
        own = pairs(text)
        shared = Counter(place for pair in own for place in having[pair])
        found += [
            (text, of[place])
            for place, count in shared.items()
            if len(own) >= FEWEST and count / len(own | known[place]) > ALIKE
        ]
    return found


def test_no_example_tells_a_judged_text_again() -> None:
    assert near_copies([example.text for example in load_examples()], judged()) == []


def said_by(subjects: list[str], texts: list[str]) -> list[tuple[str, str]]:
    """Subjects that hold more than `NAMED` of the neighbouring words of a text."""
    known = [(text, own) for text in texts if len(own := pairs(text)) >= FEWEST]
    named = [(one, said) for one in subjects if len(said := pairs(one)) > NAMED * FEWEST]
    return [(subject, text) for subject, said in named for text, own in known if len(said & own) > NAMED * len(own)]


def test_no_subject_tells_a_judged_text() -> None:
    subjects = [subject.text for subject in load_subjects()]
    assert near_copies(subjects, judged()) == []
    assert said_by(subjects, judged()) == []


def test_a_subject_that_is_the_text_is_noticed() -> None:
    text = "Đổi giấy phép lái xe quân sự cần gì"
    assert said_by(["đổi giấy phép lái xe quân sự cần gì"], [text])
    assert not said_by(["giấy phép lái xe"], [text])


def test_a_near_copy_is_noticed() -> None:
    text = "Đường vào ấp Trung Hưng lở hết mép, xe đạp học sinh té hoài"
    assert near_copies([f"{text}, mong sửa"], [text])
    assert not near_copies(["Đường vào ấp nhiều ổ gà, mưa là ngập, xin xã đổ đá"], [text])


def test_a_subject_is_a_few_words_and_listed_once() -> None:
    subjects = load_subjects()
    assert len(subjects) >= 3000
    assert all(1 <= len(subject.text.split()) <= 16 for subject in subjects)
    assert len({subject.text for subject in subjects}) == len(subjects)
