"""Cross-validation of Rasa: a model for each fold, trained in Rasa's own environment, and what it makes of the rest.

The folds are those of `bot.nlu.evaluation`, so both engines answer the same messages. What a fold said is kept under
``var/rasa/folds`` until data or pipeline change: a run that was stopped goes on where it was.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.evaluation import splits
from bot.nlu.training_data import DATA_FOLDER, Example, load_examples
from bot.rasa import identity
from bot.rasa.train import training
from routing.text import fold
from tools import rasa
from tools.saying import failure, run_quietly

KEPT = rasa.KEPT / "folds"
NO_INTENTS = "facts.yml"
"""The file of regexes and look-ups, which every fold gets whole."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The right intent of a message, its text, and the share of each intent: as written and without diacritics."""

    intent: str
    text: str
    written: dict[str, float]
    bare: dict[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """``epochs`` None is the pipeline's own number; ``at_once`` how many folds learn side by side."""

    folds: int
    epochs: int | None
    at_once: int


def cross_validated(plan: Plan) -> list[Answer]:
    """What each message was taken for by a model that had not seen it."""
    examples = load_examples()
    with ThreadPoolExecutor(plan.at_once) as pool:
        cut = enumerate(splits(examples, plan.folds), start=1)
        return [answer for done in pool.map(lambda one: _fold(plan, one[0], examples, *one[1]), cut) for answer in done]


def _fold(
    plan: Plan, number: int, examples: Sequence[Example], seen: Sequence[int], kept_back: Sequence[int]
) -> list[Answer]:
    name = f"{identity.fingerprint()}-{plan.epochs or 'all'}-{number}-of-{plan.folds}"
    kept = KEPT / f"{name}.jsonl"
    if not kept.exists():
        model = _train(KEPT / name, [examples[place] for place in seen], plan)
        texts = [examples[place].text for place in kept_back]
        shares = _shares(model, [*texts, *map(fold, texts)])
        rows = zip(kept_back, shares[: len(texts)], shares[len(texts) :], strict=True)
        draft = kept.with_suffix(".draft")
        draft.write_text("".join(f"{json.dumps([int(place), *both])}\n" for place, *both in rows))
        draft.replace(kept)
        model.unlink()
    rows_kept = [json.loads(line) for line in kept.read_text().splitlines()]
    return [Answer(examples[place].intent, examples[place].text, written, bare) for place, written, bare in rows_kept]


def _train(folder: Path, examples: Sequence[Example], plan: Plan) -> Path:
    """The model that saw only these examples."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / NO_INTENTS).write_bytes((DATA_FOLDER / NO_INTENTS).read_bytes())
    (data / "intents.yml").write_text(yaml.safe_dump(_as_rasa(examples), allow_unicode=True, width=10_000), "utf-8")
    (folder / "config.yml").write_text(yaml.safe_dump(_config(plan.epochs), allow_unicode=True), "utf-8")
    run_quietly(
        training(rasa.PYTHON, data, folder / "config.yml", folder, "fold"),
        doing=("Huấn luyện Rasa", "Training Rasa"),
        env=_surroundings(plan),
    )
    return folder / "fold.tar.gz"


def _as_rasa(examples: Sequence[Example]) -> dict[str, Any]:
    told: dict[str, list[str]] = {}
    for example in examples:
        told.setdefault(example.intent, []).append(f"- {example.text}\n")
    return {
        "version": "3.1",
        "nlu": [{"intent": intent, "examples": "".join(texts)} for intent, texts in told.items()],
    }


def _config(epochs: int | None) -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((identity.PROJECT / "config.yml").read_text("utf-8"))
    for step in config["pipeline"]:
        if epochs and "epochs" in step:
            step["epochs"] = epochs
    return config


def _shares(model: Path, texts: Sequence[str]) -> list[dict[str, float]]:
    """What a model makes of messages."""
    done = subprocess.run(
        [rasa.PYTHON, "-m", "bot.rasa.parse", model],
        input="".join(f"{json.dumps(text)}\n" for text in texts),
        cwd=rasa.KEPT,
        env=rasa.surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise failure(done.stderr, doing=("Hỏi mô hình Rasa", "Asking the model of Rasa"))
    return list(_read(done.stdout))


def _read(lines: str) -> Iterator[dict[str, float]]:
    for line in lines.splitlines():
        if line.startswith("{"):  # Rasa's own libraries speak on the same stream
            yield json.loads(line)


def _surroundings(plan: Plan) -> dict[str, str]:
    """Folds side by side share the processor instead of each taking all of it."""
    threads = str(max(1, (os.cpu_count() or 1) // plan.at_once))
    return rasa.surroundings() | {"TF_NUM_INTRAOP_THREADS": threads, "OMP_NUM_THREADS": threads}
