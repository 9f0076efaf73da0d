"""``make rasa-evaluate``: Rasa by cross-validation against the embedded engine, with and without diacritics.

The whole run (five folds, every epoch) also calibrates Rasa and is kept: the figures and a picture for each engine
beside this file, temperature and threshold in ``bot/rasa``. A shorter one (``--folds 2 --epochs 5``) is only printed.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.figures import Figure, table
from benchmarks.rasa.calibrating import calibrated, pairs, said
from benchmarks.rasa.folds import Plan, cross_validated
from benchmarks.rasa.picture import confusion
from bot.nlu import evaluation
from bot.nlu.calibration import FILE, Calibration
from bot.nlu.evaluation import FOLDS, Pair
from bot.nlu.training_data import load_examples
from bot.rasa import identity
from tools import rasa
from tools.saying import speak_plainly

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures.json"
GOAL, GOAL_BARE = 92, 88
_ENGINES = ("rasa", "embedded")


def main(
    folds: Annotated[int, typer.Option(min=2, help="How many folds.")] = FOLDS,
    epochs: Annotated[int | None, typer.Option(min=1, help="Fewer epochs than the pipeline says.")] = None,
    at_once: Annotated[int, typer.Option(min=1, help="How many folds learn side by side.")] = 1,
) -> None:
    """Measure, print, and keep a whole run."""
    rasa.install()
    answers = cross_validated(Plan(folds, epochs, at_once))
    written, bare = said([(one.intent, one.text, one.written, one.bare) for one in answers])
    calibration = calibrated([*written, *bare])
    found = {
        "rasa": (pairs(written, calibration, enough=0.0), pairs(bare, calibration, enough=0.0)),
        "embedded": evaluation.cross_validated(load_examples(), folds),
    }
    print(table([figure for engine in _ENGINES for figure in _figures(engine, *found[engine])]))
    print(f"temperature {calibration.temperature}, threshold {calibration.threshold}, {len(answers)} messages")
    if (folds, epochs) == (FOLDS, None):
        _keep(found, calibration)
    else:
        print("a shorter run: nothing is kept")


def _figures(engine: str, written: list[Pair], bare: list[Pair]) -> list[Figure]:
    goals = (GOAL, GOAL_BARE) if engine == "rasa" else (90, 85)
    return [
        Figure(f"{engine}: intents, macro-F1", _f1(written), "/100", at_least=goals[0]),
        Figure(f"{engine}: intents, macro-F1, no diacritics", _f1(bare), "/100", at_least=goals[1]),
    ]


def _f1(pairs: list[Pair]) -> float:
    return 100 * evaluation.figures(pairs).macro_f1


def _keep(found: dict[str, tuple[list[Pair], list[Pair]]], calibration: Calibration) -> None:
    kept = {engine: {"written": _record(pair[0]), "bare": _record(pair[1])} for engine, pair in found.items()}
    whole = {"folds": FOLDS, "model": identity.fingerprint(), "calibration": asdict(calibration), "engines": kept}
    FIGURES.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", "utf-8")
    FILE.write_text(json.dumps(asdict(calibration), indent=2) + "\n", "utf-8")
    for engine, (written, _bare) in found.items():
        title = f"{engine}: {FOLDS}-fold cross-validation, macro-F1 {evaluation.figures(written).macro_f1:.3f}"
        (HERE / f"confusion-{engine}.svg").write_text(confusion(written, title), "utf-8")


def _record(pairs: list[Pair]) -> dict[str, Any]:
    figures = evaluation.figures(pairs)
    scores = {intent: round(score, 3) for intent, score in evaluation.f1_of(pairs).items()}
    often = [f"{right} as {given}: {times}" for (right, given), times in figures.confused[:10]]
    return {"macro_f1": figures.macro_f1, "right": figures.right, "f1": scores, "confused": often}


if __name__ == "__main__":
    sys.exit(speak_plainly(lambda: typer.run(main)))
