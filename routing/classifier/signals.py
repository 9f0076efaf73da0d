"""Lexical signals of a denunciation, a complaint or an emergency: readable rules beside the model.

A missed denunciation may reach the accused, a missed emergency may cost a life, so a listed phrase is enough,
unless the text plainly asks about the law. It knows phrases, not departments.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from models.vocabulary import CaseKind
from routing.classifier.features import folded_words
from routing.classifier.phrases import Phrase, PhraseBook

SIGNALS_FILE = Path(__file__).resolve().parent / "rules" / "signals.yaml"


@dataclass(frozen=True, slots=True)
class Signals:
    """The phrases of ours that a text contains, by what they speak for. An empty one stayed silent.

    ``despair``: those of an emergency that speak of harm to oneself. ``asks_about_law``: it asks as one asks about a
    rule, without a word of a grievance of one's own. ``declared``: it says in so many words that it denounces or
    complains.
    """

    denunciation: tuple[str, ...]
    complaint: tuple[str, ...]
    emergency: tuple[str, ...]
    despair: tuple[str, ...] = ()
    asks_about_law: bool = False
    declared: bool = False

    @property
    def accuses(self) -> bool:
        """Whether a phrase speaks of what somebody did, and not only of a name to be kept."""
        return bool(self.complaint or set(self.denunciation).difference(_rules()["unnamed"]))

    @property
    def restricted(self) -> bool:
        return bool(self.denunciation or self.complaint)


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(SIGNALS_FILE.read_text("utf-8"))
    return rules


@cache
def _book() -> PhraseBook:
    rules = _rules()
    lists = {
        **rules["restricted"],
        **{name: rules[name] for name in ("emergency", "despair", "asking", "declaring", "accusing", "calm")},
    }
    return PhraseBook.of(Phrase(text, label) for label, texts in lists.items() for text in texts)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _rules()["patterns"].items())


@cache
def _kind_book() -> PhraseBook:
    return PhraseBook.of(Phrase(text, kind) for kind, texts in _rules()["kinds"].items() for text in texts)


def signals_in(text: str) -> Signals:
    """What the text signals. A question about the law, or words of prevention, silence the bare phrase."""
    found: dict[str, list[str]] = {}
    for hit in _book().find(text):
        found.setdefault(hit.phrase.label, []).append(hit.phrase.text)
    skeleton = " ".join(folded_words(text))
    found.setdefault("denunciation", []).extend(name for name, rule in _patterns() if rule.search(skeleton))
    asks_about_law = "asking" in found and not {"accusing", "declaring"} & found.keys()

    def heard(label: str, *, silenced: bool) -> tuple[str, ...]:
        return () if silenced else tuple(dict.fromkeys(found.get(label, ())))

    despair = heard("despair", silenced=asks_about_law)
    return Signals(
        denunciation=heard("denunciation", silenced=asks_about_law),
        complaint=heard("complaint", silenced=asks_about_law),
        emergency=heard("emergency", silenced="calm" in found or asks_about_law) + despair,
        despair=despair,
        asks_about_law=asks_about_law,
        declared="declaring" in found,
    )


def kind_by_words(text: str) -> tuple[CaseKind, int]:
    """The kind that most cue phrases speak for, and how many do. The keyword fall-back uses it."""
    votes: dict[str, int] = {}
    for hit in _kind_book().find(text):
        votes[hit.phrase.label] = votes.get(hit.phrase.label, 0) + 1
    if text.rstrip().endswith("?"):
        votes["question"] = votes.get("question", 0) + 1
    best = max(votes, key=lambda kind: votes[kind], default=CaseKind.OTHER.value)
    return CaseKind(best), votes.get(best, 0)
