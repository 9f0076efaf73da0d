"""How well and how fast the embedded engine understands: cross-validation, the judged set, milliseconds a message."""

import json
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, milliseconds
from benchmarks.server import ROOT
from bot.nlu import embedded, evaluation, training
from bot.nlu.entities import Facts
from bot.nlu.training_data import load_examples

JUDGED = ROOT / "tests" / "bot" / "judged" / "intents.jsonl"


def understanding() -> list[Figure]:
    """Intent macro-F1 in hundredths, with and without diacritics, and the time of one message on one core."""
    written, bare = evaluation.cross_validated(load_examples())
    with tempfile.TemporaryDirectory() as folder:
        training.train(Path(folder))
        engine = embedded.load(Path(folder), Facts(today=date.today))
    cases = [(row["text"], row["intent"]) for row in map(json.loads, JUDGED.read_text("utf-8").splitlines())]
    middle, high = milliseconds([_seconds(engine, text) for text, _ in cases])
    worst = [f"{right} as {given}: {count}" for (right, given), count in evaluation.figures(written).confused[:3]]
    return [
        Figure("intents, five-fold macro-F1", _f1(written), "/100", at_least=90, note="; ".join(worst)),
        Figure("intents, five-fold macro-F1, no diacritics", _f1(bare), "/100", at_least=85),
        Figure(
            "intents, judged set macro-F1", _f1(evaluation.judged(engine, cases)), "/100", note=f"{len(cases)} texts"
        ),
        Figure("intents, judged set, no diacritics", _f1(evaluation.judged(engine, cases, bare=True)), "/100"),
        Figure("a message understood, median", middle, "ms"),
        Figure("a message understood, p95", high, "ms", at_most=3),
    ]


def _f1(pairs: list[evaluation.Pair]) -> float:
    return 100 * evaluation.figures(pairs).macro_f1


def _seconds(engine: embedded.EmbeddedNlu, text: str) -> float:
    began = time.perf_counter()
    engine.understand(text)
    return time.perf_counter() - began
