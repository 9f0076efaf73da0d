"""``langnghe classify``: every decision on texts from standard input, one JSON line each; no server, no network.

It answers as a running installation would, with the classifier under LANGNGHE_HOME, made first where there is none,
and with the communes, procedures and thresholds of that installation, if there is one.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from intake.adapters.admin_units import AdminUnits
from intake.cases.classify import knowledge
from intake.cases.ports import Decider
from intake.entry.deciding import load_decider, prepare_decider
from intake.entry.existing import open_existing
from intake.entry.faults import CannotStart, NotUnderstood
from intake.entry.settings import Settings
from routing.decision import Decision
from routing.knowing import Knowledge, completed


def classify_lines(settings: Settings, lines: Iterable[str], *, jsonl: bool) -> Iterator[str]:
    """One line of JSON for the whole text, or with ``jsonl`` for the ``text`` of each line. Raises NotUnderstood."""
    prepare_decider(settings)
    decider = load_decider(settings)
    known = _knowledge(settings)
    for text in _texts(lines) if jsonl else ["".join(lines)]:
        yield json.dumps(told(decider, text, known), ensure_ascii=False)


def _knowledge(settings: Settings) -> Knowledge:
    """What the installation knows; where there is none, only what old places are called today."""
    reader = AdminUnits()
    try:
        desk = open_existing(settings)
    except CannotStart:
        return Knowledge(today=reader.today)
    try:
        with desk.look() as work:
            return replace(knowledge(work), today=reader.today)
    finally:
        desk.database.dispose()


def told(decider: Decider, text: str, known: Knowledge) -> dict[str, Any]:
    """The decision as plain values: departments by the names people use, confidences from 0 to 1."""
    decision: Decision = completed(decider.decide(text), text, known)
    return {
        "kind": decision.kind.value,
        "kind_confidence": round(decision.kind_confidence, 4),
        "departments": [
            {"name": ranked.department.label, "confidence": round(ranked.confidence, 4)}
            for ranked in decision.departments
        ],
        "field": decision.field.value,
        "procedure": asdict(decision.procedure) if decision.procedure else None,
        "place": decision.places.as_record(),
        "urgent": decision.urgent,
        "restricted": decision.restricted,
        "mixed": [
            {
                "text": text[part.start : part.end].strip(),
                "start": part.start,
                "end": part.end,
                "kind": part.kind.value,
                "department": part.department.label,
            }
            for part in decision.mixed
        ],
        "auto": decision.auto,
        "reasons": list(decision.reasons),
        "model": decision.model,
        "rulebook": decision.rulebook,
    }


def _texts(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            text = entry["text"]
        except (ValueError, TypeError, KeyError):
            raise NotUnderstood(f"Dòng {number}: không phải JSON có trường text.") from None
        if not isinstance(text, str):
            raise NotUnderstood(f"Dòng {number}: trường text phải là chữ.")
        yield text
