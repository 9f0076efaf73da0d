"""What the rest of the product may use of the classifier: learn it, load it, or do without it.

``train`` writes a model to a folder, ``is_current`` says whether that is needed, ``load`` gives the decider,
and `KeywordClassifier` takes over, by name, when `ModelUnusable` says the stored model cannot be used.
"""

from routing.classifier.decider import Classifier, load
from routing.classifier.keywords import KeywordClassifier
from routing.classifier.storage import Manifest, ModelUnusable, is_current
from routing.classifier.training import train

__all__ = ["Classifier", "KeywordClassifier", "Manifest", "ModelUnusable", "is_current", "load", "train"]
