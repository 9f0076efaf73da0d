"""``langnghe classify``: every decision on texts from standard input, one JSON line each; no server, no network.

It answers as a running installation would, with the classifier under LANGNGHE_HOME, made first where there is none.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from intake.cases.ports import Decider
from intake.entry.deciding import load_decider, prepare_decider
from intake.entry.faults import NotUnderstood
from intake.entry.settings import Settings
from routing.decision import Decision


def classify_lines(settings: Settings, lines: Iterable[str], *, jsonl: bool) -> Iterator[str]:
    """One line of JSON for the whole text, or with ``jsonl`` for the ``text`` of each line. Raises NotUnderstood."""
    prepare_decider(settings)
    decider = load_decider(settings)
    for text in _texts(lines) if jsonl else ["".join(lines)]:
        yield json.dumps(told(decider, text), ensure_ascii=False)


def told(decider: Decider, text: str) -> dict[str, Any]:
    """The decision as plain values: departments by the names people use, confidences from 0 to 1."""
    decision: Decision = decider.decide(text)
    return {
        "kind": decision.kind.value,
        "kind_confidence": round(decision.kind_confidence, 4),
        "departments": [
            {"name": ranked.department.label, "confidence": round(ranked.confidence, 4)}
            for ranked in decision.departments
        ],
        "field": decision.field.value,
        "place": decision.place,
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
