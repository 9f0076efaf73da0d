"""What a text is, looked at twice: what each head said of it, beside what the readable rules noticed.

The heads see words alone. Together they know better: who asks "tố cáo gửi ở đâu?" denounces nobody, and fire that the
head of danger is sure of is no broken street lamp. It knows numbers and signals, and learns nothing itself.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.classifier.features import folded_words
from routing.classifier.signals import Signals

SHORT = 6
"""A text of fewer words is hardly a matter."""


def noticed(text: str, signals: Signals) -> list[float]:
    """What the rules and the form of a text say of its kind, each from 0 to about 2."""
    long = len(folded_words(text))
    return [
        float(bool(signals.denunciation)),
        float(bool(signals.complaint)),
        float(bool(signals.emergency)),
        float(signals.asks_about_law),
        float(signals.declared),
        float(text.rstrip().endswith("?")),
        float("?" in text),
        float(np.log1p(long)) / 4,
        float(long < SHORT),
    ]


def beside(
    kinds: NDArray[np.float64], alarms: Sequence[NDArray[np.float64]], notes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The second look's row for each text: scores of the kinds, the odds of each alarm, what was noticed."""
    return np.hstack([kinds, *(scores[:, 1:] - scores[:, :1] for scores in alarms), notes])
