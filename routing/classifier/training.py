"""Learning the classifier at set-up: examples in, a stored model with its figures out.

Each example is learned twice, as written and without diacritics, because half of what people type on a phone
has none. Confidence is calibrated, and the thresholds are set, on examples the weights did not see. It knows
scikit-learn, which nothing else here imports, and nothing of the database or the web.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import CaseKind
from routing.classifier import curves, storage
from routing.classifier.confidence import honest
from routing.classifier.examples import Example, Subject, load_examples, load_subjects
from routing.classifier.features import BLOCKS, Vocabulary
from routing.classifier.kinds import beside, noticed
from routing.classifier.model import ALARMS, CHOICES, SECOND
from routing.classifier.nearest import NO_LABEL, WEIGHT, Labelled, words_from
from routing.classifier.signals import signals_in
from routing.text import fold

STRENGTH = 0.25  # Inverse regularisation, by cross-validation.
TOLERANCE = 0.05  # A finer one takes several times as long and decides nothing otherwise.
FOLDS = 3
SEED = 20

TOPICS = "t"
"""The block of topics tells the matter; what kind of text it is, nobody shall read from that."""

JUDGED = ("department", "kind")
"""The choices whose confidence decides something."""

EVENLY = "balanced"
"""Each department and kind counts alike, however many examples it has."""

COUNTED = {"department": 0.08}
"""How much of what plain counting says is added to a head's weights, by cross-validation."""
SELDOM = 0.005
"""What a group counts for a label it was never seen with."""

COMPARED_AT_ONCE = 1_000
"""Texts held against all examples in one go: some hundred megabytes."""

ALARM_WEIGHT = 3.0
"""A miss counts as much as so many false alarms: it may expose a person or cost a life."""

MISSED_AT_MOST = {"restricted": 0.055, "urgent": 0.055}
"""The share of alarms among unseen examples, harder than what comes in, that may lie below an alarm's threshold."""

SECOND_STRENGTH = 0.05
"""Inverse regularisation of the second look."""

RARE_COUNTS = 0.5
"""How much a kind that few examples show is lifted at the second look: 0 not at all, 1 until all are alike."""

SENT_RIGHTLY = 0.865
"""Of what is sent without a person so much shall be right, among unseen examples, which are harder than what comes in:
on real texts it is more than 0.95."""


@dataclass(frozen=True)
class Learned:
    """One fitted head and what it said about examples it had not seen."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    unseen: NDArray[np.float64]
    truth: NDArray[np.int64]
    unseen_bare: NDArray[np.float64]
    """The same for the unseen examples without diacritics."""

    @property
    def shares(self) -> NDArray[np.float64]:
        """How likely it found each label, for each unseen example."""
        shifted = self.unseen / self.temperature
        grown = np.exp(shifted - shifted.max(axis=1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True))

    @property
    def confidence(self) -> NDArray[np.float64]:
        """How sure it was of its first choice, for each unseen example."""
        return np.asarray(self.shares.max(axis=1))

    @property
    def right(self) -> NDArray[np.bool_]:
        return np.asarray(self.unseen.argmax(axis=1) == self.truth)


def train(out: Path) -> storage.Manifest:
    """Learn from the examples and write the model to a folder. Deterministic."""
    examples, subjects = load_examples(), load_subjects()
    texts = [*(example.text for example in examples), *(subject.text for subject in subjects)]
    vocabulary = Vocabulary.learn(texts)
    written, bare = (matrix(vocabulary, [form(text) for text in texts]) for form in (str, fold))
    messages = len(examples)

    words = written[:, words_from(list(vocabulary.index)) :] / BLOCKS["w"]  # but for names, alike without diacritics

    matterless, matterless_bare = (_without(TOPICS, vocabulary, rows) for rows in (written, bare))

    def choice(head: str) -> Learned:
        labels = labels_of((*examples, *subjects), head)
        rows, folded = (matterless, matterless_bare) if head == "kind" else (written, bare)
        counted, near = COUNTED.get(head, 0.0), WEIGHT.get(head, 0.0)
        return learn(
            rows, folded, labels, messages=messages, judged=head in JUDGED, counted=counted, words=words, near=near
        )

    # One after the other: liblinear draws from one source of chance, and two at once give another model each time.
    learned = {head: choice(head) for head in CHOICES}
    told, told_bare = matterless[:messages], matterless_bare[:messages]
    alarms = {head: _alarm(told, told_bare, examples, kinds) for head, kinds in ALARMS.items()}
    second = _second_look([example.text for example in examples], learned["kind"], list(alarms.values()))
    named = learned["department"]
    heads = {**learned, **alarms, SECOND: second}
    places = {head: places_of(labels_of((*examples, *subjects), head), learned[head].labels) for head in WEIGHT}
    weights_hash = storage.write(out, _arrays(vocabulary, heads) | _examples(words, places))
    choices = {"department": _figures("department", named), "kind": _figures("kind", second)}
    manifest = storage.Manifest(
        format=storage.FORMAT,
        model=f"tfidf-svm-{weights_hash[:12]}",
        recipe_hash=storage.recipe_hash(),
        examples_hash=storage.examples_hash(),
        rulebook=storage.rulebook_version(),
        weights_hash=weights_hash,
        examples=len(examples),
        features=len(vocabulary.index),
        temperatures={head: result.temperature for head, result in heads.items()},
        thresholds={head: _alarm_from(head, second) for head in ALARMS}
        | {"department": _sure_from(named), "kind": _sure_from(second)},
        figures={name: value for figures in choices.values() for name, value in figures.items()},
    )
    honestly = np.array([honest(share) for share in named.confidence])
    curves.write(out, curves.of(named.labels, honestly, named.unseen.argmax(axis=1), named.truth))
    storage.write_manifest(out, manifest)
    return manifest


def labels_of(examples: Sequence[Example | Subject], head: str) -> list[str | None]:
    """What one head should say of each example; None where an example teaches that head nothing."""
    values = (getattr(example, head, None) for example in examples)
    return [str(value.value) if value else None for value in values]


def matrix(vocabulary: Vocabulary, texts: Sequence[str]) -> Any:
    """One sparse row for each text."""
    from scipy.sparse import csr_matrix

    vectors = [vocabulary.vector(text) for text in texts]
    ends = np.cumsum([0, *(len(rows) for rows, _ in vectors)])
    rows = np.concatenate([rows for rows, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, rows, ends), shape=(len(texts), len(vocabulary.index)))


def _without(block: str, vocabulary: Vocabulary, rows: Any) -> Any:
    """The rows with one block of groups left out."""
    from scipy.sparse import diags

    return (rows @ diags([float(not name.startswith(f"{block}:")) for name in vocabulary.index])).tocsr()


def learn(
    written: Any,
    bare: Any,
    labels: Sequence[str | None],
    *,
    messages: int | None = None,
    judged: bool = True,
    counted: float = 0.0,
    words: Any = None,
    near: float = 0.0,
) -> Learned:
    """One head from texts as written and bare, with its temperature and what it said of texts it had not seen.

    Rows from ``messages`` on only teach: they are no texts that anybody would send. Without ``judged`` it is asked
    about no unseen text: nobody needs to know how sure it is. So much of `log_odds` as ``counted`` says is added, so
    much as ``near`` says of the likeness by ``words``.
    """
    taught = np.array([row for row, label in enumerate(labels) if label is not None])
    names = tuple(sorted({label for label in labels if label is not None}))
    truth = places_of(labels, names)[taught]
    asked = int((taught < (len(labels) if messages is None else messages)).sum()) if judged else 0
    rows, folded = written[taught], bare[taught]
    weights, bias, unseen = _fitted(rows, folded, truth, len(names), asked=asked, counted=counted)
    if near and asked:
        unseen += near * _unseen_likeness(words[taught], truth, len(names), asked=asked)
    temperature = _temperature(unseen[0], truth[:asked])
    return Learned(names, weights, bias, temperature, unseen[0], truth[:asked], unseen_bare=unseen[1])


def places_of(labels: Sequence[str | None], names: Sequence[str]) -> NDArray[np.int64]:
    """The place of each label among the names; `NO_LABEL` where there is none."""
    known = {name: place for place, name in enumerate(names)}
    return np.array([NO_LABEL if label is None else known[label] for label in labels])


def _alarm(written: Any, bare: Any, examples: Sequence[Example], kinds: Collection[CaseKind]) -> Learned:
    """A head of two labels, whose score for "no" is always nought."""
    truth = np.array([int(example.kind in kinds) for example in examples])
    weights, bias, (unseen, unseen_bare) = _fitted(
        written, bare, truth, 2, asked=len(truth), weight={0: 1.0, 1: ALARM_WEIGHT}
    )
    return Learned(("no", "yes"), weights, bias, _temperature(unseen, truth), unseen, truth, unseen_bare)


def _second_look(texts: Sequence[str], kind: Learned, alarms: Sequence[Learned]) -> Learned:
    """A head over what the others said of examples they had not seen, and what the rules noticed there."""
    from sklearn.linear_model import LogisticRegression

    def rows(form: Callable[[str], str], said: Callable[[Learned], NDArray[np.float64]]) -> NDArray[np.float64]:
        notes = np.array([noticed(text, signals_in(text)) for text in map(form, texts)])
        return beside(said(kind) / kind.temperature, [said(one) / one.temperature for one in alarms], notes)

    written = rows(str, lambda one: one.unseen)
    bare = rows(fold, lambda one: one.unseen_bare)
    fitted = LogisticRegression(C=SECOND_STRENGTH, solver="newton-cholesky").fit(
        np.vstack([written, bare]), np.tile(kind.truth, 2)
    )
    common = np.log(np.bincount(kind.truth) / len(kind.truth))
    weights = fitted.coef_.T.astype(np.float32)
    bias = (fitted.intercept_ - RARE_COUNTS * common).astype(np.float32)
    unseen, unseen_bare = (seen.astype(np.float64) @ weights + bias for seen in (written, bare))
    return Learned(kind.labels, weights, bias, _temperature(unseen, kind.truth), unseen, kind.truth, unseen_bare)


def _fitted(
    written: Any,
    bare: Any,
    truth: NDArray[np.int64],
    labels: int,
    *,
    asked: int,
    weight: Mapping[int, float] | str = EVENLY,
    counted: float = 0.0,
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float64]]:
    """Weights and bias from all rows, and the scores of each of the first ``asked``, written and bare, from a fit that
    had not seen it."""
    from scipy.sparse import vstack

    def fitted(rows: Any, truth: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        weights, bias = fit(rows, truth, labels, weight)
        return (weights + counted * log_odds(rows, truth, labels) if counted else weights), bias

    unseen = np.zeros((2, asked, labels))
    for seen, kept_back in _folds(truth, asked):
        weights, bias = fitted(vstack([written[seen], bare[seen]]), np.tile(truth[seen], 2))
        for form, texts in enumerate((written, bare)):
            unseen[form, kept_back] = texts[kept_back] @ weights + bias
    weights, bias = fitted(vstack([written, bare]), np.tile(truth, 2))
    return weights, bias, unseen


def _folds(truth: NDArray[np.int64], asked: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """What is seen and what is kept back, in turn; rows that are not asked about are always seen."""
    from sklearn.model_selection import StratifiedKFold

    always, folds = np.arange(asked, len(truth)), StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for others, kept_back in folds.split(truth[:asked], truth[:asked]) if asked else ():
        yield np.concatenate([others, always]), kept_back


def _unseen_likeness(words: Any, truth: NDArray[np.int64], labels: int, *, asked: int) -> NDArray[np.float64]:
    """For each of the first ``asked`` the likeness of the nearest example of each label outside its own fold."""
    alike = np.zeros((asked, labels))
    for seen, kept_back in _folds(truth, asked):
        labelled, known = Labelled.of(truth[seen], labels), words[seen].T
        for part in np.array_split(kept_back, -(-len(kept_back) // COMPARED_AT_ONCE)):
            alike[part] = labelled.best((words[part] @ known).toarray())
    return alike


def fit(
    rows: Any, truth: NDArray[np.int64], labels: int, weight: Mapping[int, float] | str | None = None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights and bias of one head: ``truth`` holds the place of each row's label."""
    from sklearn.svm import LinearSVC

    fitted = LinearSVC(C=STRENGTH, class_weight=weight, tol=TOLERANCE, random_state=SEED).fit(rows, truth)
    weights = np.zeros((rows.shape[1], labels), dtype=np.float32)
    bias = np.full(labels, 0.0 if labels == 2 else -10.0, dtype=np.float32)  # what a fold never saw stays improbable
    columns = fitted.classes_ if labels > 2 else [1]
    weights[:, columns] = fitted.coef_.T
    bias[columns] = fitted.intercept_
    return weights, bias


def log_odds(rows: Any, truth: NDArray[np.int64], labels: int) -> NDArray[np.float32]:
    """Naive Bayes as weights: how much more often each group stands with a label than with the mean label (log)."""
    from sklearn.naive_bayes import MultinomialNB

    counts = MultinomialNB(alpha=SELDOM, fit_prior=False).fit(rows, truth)
    odds = np.zeros((rows.shape[1], labels), dtype=np.float32)  # what a fold never saw is no likelier for any group
    odds[:, counts.classes_] = counts.feature_log_prob_.T - counts.feature_log_prob_.mean(axis=0)[:, None]
    return odds


def _alarm_from(head: str, second: Learned) -> float:
    """How likely its kinds must be for an alarm: all but a few of the unseen ones lie above."""
    rows = [second.labels.index(name) for name in sorted(ALARMS[head])]
    likely = second.shares[:, rows].sum(axis=1)
    return round(float(np.quantile(likely[np.isin(second.truth, rows)], MISSED_AT_MOST[head])), 4)


def _sure_from(head: Learned) -> float:
    """The lowest confidence from which on so many are right as may go without a person."""
    order = np.argsort(-head.confidence)
    share_right = np.cumsum(head.right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share_right >= SENT_RIGHTLY)
    return round(float(head.confidence[order][enough[-1]]), 4) if len(enough) else 1.0


def _temperature(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """The divisor of the scores with the best likelihood on unseen examples; 1 when there are none."""
    if not len(truth):
        return 1.0
    choices = np.geomspace(0.05, 5.0, 120)
    return round(float(min(choices, key=lambda divisor: _surprise(scores / divisor, truth))), 4)


def _surprise(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    chosen = shifted[np.arange(len(truth)), truth]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - chosen))


def _figures(head: str, result: Learned) -> dict[str, float]:
    order = np.argsort(-result.unseen, axis=1)
    first = order[:, 0] == result.truth
    among_three = (order[:, :3] == result.truth[:, None]).any(axis=1)
    return {
        f"{head}_top1": round(float(first.mean()), 4),
        f"{head}_top3": round(float(among_three.mean()), 4),
        f"{head}_calibration_error": _calibration_error(result),
        f"{head}_surprise": round(_surprise(result.unseen / result.temperature, result.truth), 4),
    }


def _calibration_error(result: Learned, steps: int = 10) -> float:
    """Mean distance between confidence and truth over ten steps of confidence, weighted by their size."""
    step = np.minimum((result.confidence * steps).astype(int), steps - 1)
    apart = (abs((result.confidence - result.right)[step == one].sum()) for one in range(steps))
    return round(float(sum(apart)) / len(step), 4)


def _arrays(vocabulary: Vocabulary, learned: dict[str, Learned]) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {
        "names": letters(list(vocabulary.index)),
        "rarity": vocabulary.rarity,
    }
    for head, result in learned.items():
        arrays[f"{head}_labels"] = letters(result.labels)
        arrays[f"{head}_weights"] = result.weights.astype(np.float16)
        arrays[f"{head}_bias"] = result.bias
    return arrays


def _examples(words: Any, places: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[np.generic]]:
    """The examples by their words, as `Nearest` reads them."""
    by_word = words.tocsc()
    return {
        "near_starts": by_word.indptr.astype(np.uint32),
        "near_examples": by_word.indices.astype(np.uint16),
        "near_shares": by_word.data.astype(np.float16),
        **{f"near_{head}": labels.astype(np.int16) for head, labels in places.items()},
    }


def letters(texts: Sequence[str]) -> NDArray[np.generic]:
    """Texts as bytes, because NumPy stores text objects by pickle."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)
