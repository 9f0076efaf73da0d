"""From the share a department got to how often such a department is right.

An example names one department where often several are competent, so low shares tell too little. One logistic curve,
fitted on texts written apart from the examples, corrects that. It knows numbers only.
"""

import math

LEAST = 1e-4
"""So nothing is ever ruled out."""
SLOPE, SHIFT = 0.7, 1.0


def honest(share: float) -> float:
    """How often a first department of such a share is right."""
    odds = math.log((share + LEAST) / (1 - share + LEAST))
    return 1 / (1 + math.exp(-(SHIFT + SLOPE * odds)))
