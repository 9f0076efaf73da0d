"""From probabilities and rules to one `Decision` with reasons a person can check.

The model says what is likely, the readable rules what must not be missed; here the two meet the thresholds.
It names departments and kinds, never units, and its reasons hold only words of our own lists and examples.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import CaseKind, Department, Field
from routing.classifier.confidence import LEAST, honest
from routing.classifier.evidence import gathered, longest
from routing.classifier.mixed import split
from routing.classifier.model import Model, Reading, probabilities
from routing.classifier.places import find_place
from routing.classifier.signals import Signals, signals_in
from routing.classifier.storage import rulebook_version
from routing.classifier.topics import Naming, agencies_in, topics_in
from routing.decision import Decision, Part, RankedDepartment

# What naming an agency adds to its score. A commune is named in half of all texts as the scene, so little.
NAMED = 1.2
NAMED_COMMUNE = 0.3

UNLIKELY = 0.03
"""The words that speak for a department of a lower confidence are there by chance, and are no reason."""


@dataclass(frozen=True)
class Classifier:
    """The trained classifier. Safe to share between threads: it only reads."""

    model: Model

    def decide(self, text: str) -> Decision:
        reading, signals, agencies = self.model.read(text), signals_in(text), agencies_in(text)
        findings = topics_in(text)
        departments = self._ranked(self._shares(reading, agencies))
        ranked = [one.department for one in departments]
        learned = {
            one.department: self.model.deciding_words(reading, "department", one.department.value)
            for one in departments
            if one.department is ranked[0] or one.confidence >= UNLIKELY
        }
        listed = [finding.words for finding in findings if finding.topic.department is ranked[0]]
        mixed = self._parts(text)
        kind, kind_confidence, restricted, urgent = self._kind(text, reading, signals)
        field = Field(_best(self.model, reading, "field"))
        enough = self.model.manifest.thresholds
        known = kind not in (CaseKind.SPAM, CaseKind.OTHER) and bool(len(reading.rows))
        sendable = known and kind_confidence >= enough["kind"] and not (restricted or urgent or mixed)
        return Decision(
            kind=kind,
            kind_confidence=kind_confidence,
            departments=departments,
            field=field,
            place=find_place(text),
            urgent=urgent,
            restricted=restricted,
            auto=sendable and departments[0].confidence >= honest(enough["department"]),
            reasons=explain(listed, learned[ranked[0]], field, signals, agencies) + told_apart(mixed),
            model=self.model.manifest.model,
            rulebook=rulebook_version(),
            evidence=gathered(ranked, findings, agencies, lambda one: learned.get(one, [])),
            sendable=sendable,
            mixed=mixed,
        )

    def _shares(self, reading: Reading, agencies: list[Naming]) -> NDArray[np.float64]:
        labels = self.model.heads["department"].labels
        scores = reading.scores["department"].copy()
        for named in {naming.department for naming in agencies}:
            if named.value in labels:
                scores[labels.index(named.value)] += NAMED_COMMUNE if named is Department.COMMUNE else NAMED
        return probabilities(scores)

    def _ranked(self, shares: NDArray[np.float64]) -> tuple[RankedDepartment, ...]:
        labels = self.model.heads["department"].labels
        order = np.argsort(-shares)
        first = float(shares[order[0]])
        rest = (1 - honest(first)) / max(1 - first, LEAST)
        told = [honest(first), *(float(shares[i]) * rest for i in order[1:3])]
        return tuple(RankedDepartment(Department(labels[i]), one) for i, one in zip(order, told, strict=False))

    def _parts(self, text: str) -> tuple[Part, ...]:
        """The matters of a mixed text, each with what it would be alone."""
        labels = self.model.heads["department"].labels

        def shares(piece: str) -> NDArray[np.float64]:
            return self._shares(self.model.read(piece, ("department",)), agencies_in(piece))

        parts = []
        for found in split(text, shares):
            alone = text[found.start : found.end]
            reading = self.model.read(alone, ("department", "kind"))
            department = labels[int(self._shares(reading, agencies_in(alone)).argmax())]
            kind = CaseKind(_best(self.model, reading, "kind"))
            parts.append(Part(found.start, found.end, kind, Department(department)))
        return tuple(parts)

    def _kind(self, text: str, reading: Reading, signals: Signals) -> tuple[CaseKind, float, bool, bool]:
        """The likeliest kind and how sure it is; whether the text is restricted; whether it is urgent."""
        shares = self.model.kinds(text, reading, signals)
        kind = max(shares, key=lambda name: shares[name])
        contradicted = kind is CaseKind.PRAISE and bool(signals.emergency and signals.denunciation)
        restricted = signals.declared or contradicted or self.model.alarms(shares, "restricted")
        urgent = bool(signals.emergency) or self.model.alarms(shares, "urgent")
        return kind, shares[kind], restricted, urgent


def explain(
    listed: list[str], learned: list[str], field: Field, signals: Signals, agencies: list[Naming]
) -> tuple[str, ...]:
    """The reasons in sentences, rules first. Every quoted word is from our own lists."""
    words = longest(list(dict.fromkeys([*listed, *learned])))[:5]
    return tuple(
        sentence
        for sentence, said in (
            (f"Có dấu hiệu tố cáo: {_quoted(signals.denunciation)}", signals.denunciation),
            (f"Có dấu hiệu khiếu nại: {_quoted(signals.complaint)}", signals.complaint),
            (f"Có dấu hiệu khẩn cấp: {_quoted(signals.emergency)}", signals.emergency),
            (f"Trong nội dung có nhắc {_quoted(dict.fromkeys(n.words for n in agencies))}", agencies),
            (f"Từ ngữ quyết định: {_quoted(words)}", words),
            (f"Lĩnh vực gần nhất: {field.label}", True),
        )
        if said
    )


def told_apart(mixed: tuple[Part, ...]) -> tuple[str, ...]:
    """That there are several matters, and whose."""
    if not mixed:
        return ()
    return (f"Có thể gồm {len(mixed)} việc: {', '.join(part.department.label for part in mixed)}",)


def _quoted(words: Collection[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _best(model: Model, reading: Reading, head: str) -> str:
    return model.heads[head].labels[int(np.argmax(reading.scores[head]))]


def load(path: Path) -> Classifier:
    """The classifier stored in a folder; raises `ModelUnusable` with a sentence for people."""
    return Classifier(Model.load(path))
