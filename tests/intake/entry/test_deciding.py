"""The decider of a process: what it was asked a minute ago it does not work out again."""

from collections import Counter

import pytest

from intake.entry.deciding import LoadedAtFirstUse
from routing.classifier import KeywordClassifier
from routing.decision import Decision

STORY, OTHER = "Đường vào thôn hỏng.", "Cầu qua kênh gãy."


class Asked:
    """Rules that count how often they are asked for each text."""

    def __init__(self) -> None:
        self.texts = Counter[str]()

    def decide(self, text: str) -> Decision:
        self.texts[text] += 1
        return KeywordClassifier().decide(text)


def test_a_text_that_is_decided_again_is_worked_out_once() -> None:
    rules = Asked()
    decider = LoadedAtFirstUse(lambda: rules)

    first, other, again = decider.decide(STORY), decider.decide(OTHER), decider.decide(STORY)

    assert again == first == KeywordClassifier().decide(STORY)
    assert other == KeywordClassifier().decide(OTHER)
    assert rules.texts == {STORY: 1, OTHER: 1}


def test_a_fault_is_not_remembered() -> None:
    tries = [KeywordClassifier(), None]

    def loading() -> KeywordClassifier:
        loaded = tries.pop()
        if loaded is None:
            raise FileNotFoundError
        return loaded

    decider = LoadedAtFirstUse(loading)
    with pytest.raises(FileNotFoundError):
        decider.decide(STORY)

    assert decider.decide(STORY) == KeywordClassifier().decide(STORY)
