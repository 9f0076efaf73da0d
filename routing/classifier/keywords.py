"""The fall-back without a model: the words of the field table decide, and a person always looks.

It has the classifier's interface and none of its confidence: it is used, by name, when the stored model is
unusable, so that messages still reach the triage desk with a suggestion.
"""

from collections import Counter
from dataclasses import dataclass

from models.vocabulary import CaseKind, Department, Field
from routing.classifier.decider import explain
from routing.classifier.evidence import gathered
from routing.classifier.places import find_place
from routing.classifier.signals import Signals, kind_by_words, signals_in
from routing.classifier.storage import rulebook_version
from routing.classifier.topics import agencies_in, topics_in
from routing.decision import Decision, RankedDepartment

NAMED_AGENCY = 3  # Naming an agency weighs as much as three words of its subjects.
MODEL = "keywords"
UNSURE = 0.3


@dataclass(frozen=True)
class KeywordClassifier:
    """Decides by the words of fields.yaml. Never ``auto``."""

    def decide(self, text: str) -> Decision:
        findings, agencies, signals = topics_in(text), agencies_in(text), signals_in(text)
        votes: Counter[Department] = Counter()
        fields: Counter[Field] = Counter()
        for finding in findings:
            votes[finding.topic.department] += len(finding.words.split())
            fields[finding.topic.field] += len(finding.words.split())
        for naming in agencies:
            votes[naming.department] += 1 if naming.department is Department.COMMUNE else NAMED_AGENCY
        departments = _ranked(votes)
        field = fields.most_common(1)[0][0] if fields else Field.OTHER
        listed = [f.words for f in findings if f.topic.department is departments[0].department]
        kind, confidence = _kind(text, signals)
        return Decision(
            kind=kind,
            kind_confidence=confidence,
            departments=departments,
            field=field,
            place=find_place(text),
            urgent=bool(signals.emergency),
            restricted=signals.restricted,
            auto=False,
            reasons=explain(listed, [], field, signals, agencies),
            model=MODEL,
            rulebook=rulebook_version(),
            evidence=gathered([ranked.department for ranked in departments], findings, agencies),
        )


def _ranked(votes: Counter[Department]) -> tuple[RankedDepartment, ...]:
    """The three departments with most votes; the triage desk's own office when no word is known."""
    total = sum(votes.values())
    if not total:
        return (RankedDepartment(Department.PROVINCIAL_OFFICE, 0.0),)
    return tuple(RankedDepartment(name, count / (total + 2)) for name, count in votes.most_common(3))


def _kind(text: str, signals: Signals) -> tuple[CaseKind, float]:
    for kind in (CaseKind.EMERGENCY, CaseKind.DENUNCIATION, CaseKind.COMPLAINT):
        if getattr(signals, kind.value):
            return kind, UNSURE
    kind, votes = kind_by_words(text)
    return kind, UNSURE if votes else 0.0
