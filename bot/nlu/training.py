"""Learning the embedded engine at set-up, with the classifier's means: examples in, a stored model with figures out.

Each example is learned twice, as written and without diacritics. Confidence is calibrated on examples the weights did
not see. Nothing here knows the database, the web or a channel.
"""

from pathlib import Path

from bot.nlu.embedded import HEAD
from bot.nlu.features import MESSAGE
from bot.nlu.training_data import data_files, load_examples
from routing.classifier import storage
from routing.classifier.features import Vocabulary
from routing.classifier.training import learn, letters, matrix
from routing.text import fold

ENOUGH = 0.4
"""Below this calibrated confidence an answer is wrong more often than right."""

HERE = Path(__file__).resolve().parent
RECIPE = (
    *(HERE / f"{name}.py" for name in ("commands", "features", "training", "training_data")),
    *sorted((HERE / "entities").glob("*.py")),
)


def recipe_hash() -> str:
    """The state of the code that turns messages into weights; the classifier's, whose means it uses, included."""
    return storage.recipe_hash() + storage.digest(*RECIPE)


def train(out: Path) -> storage.Manifest:
    """Learn from the examples and write the model to a folder. Deterministic."""
    examples = load_examples()
    texts = [example.text for example in examples]
    vocabulary = Vocabulary.learn(texts, view=MESSAGE)
    written, bare = matrix(vocabulary, texts), matrix(vocabulary, [fold(text) for text in texts])
    learned = learn(written, bare, [example.intent for example in examples])
    arrays = {
        "names": letters(list(vocabulary.index)),
        "rarity": vocabulary.rarity,
        f"{HEAD}_labels": letters(learned.labels),
        f"{HEAD}_weights": learned.weights.astype("float16"),
        f"{HEAD}_bias": learned.bias,
    }
    weights_hash = storage.write(out, arrays)
    manifest = storage.Manifest(
        format=storage.FORMAT,
        model=f"intents-{weights_hash[:12]}",
        recipe_hash=recipe_hash(),
        examples_hash=storage.digest(*data_files()),
        rulebook=storage.rulebook_version(),
        weights_hash=weights_hash,
        examples=len(examples),
        features=len(vocabulary.index),
        temperatures={HEAD: learned.temperature},
        thresholds={HEAD: ENOUGH},
        figures={"right": round(float(learned.right.mean()), 4)},
    )
    storage.write_manifest(out, manifest)
    return manifest


def is_current(folder: Path) -> bool:
    """Whether the stored model comes from today's examples and code, so that set-up need not train."""
    try:
        manifest = storage.read(folder)[0]
    except storage.ModelUnusable:
        return False
    return (manifest.recipe_hash, manifest.examples_hash) == (recipe_hash(), storage.digest(*data_files()))
