"""How far Rasa's shares may be believed: a temperature and a threshold of its own, measured by cross-validation.

``make rasa-evaluate`` writes them to ``bot/rasa/calibration.json``. They hold for the pipeline they were measured with,
which the file names; a few more examples change them little.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.rasa.identity import PROJECT

FILE = PROJECT / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Shares are raised to ``1 / temperature``; below ``threshold`` an answer is wrong more often than right."""

    recipe: str
    temperature: float
    threshold: float

    @classmethod
    def read(cls, file: Path = FILE) -> "Calibration":
        told = json.loads(file.read_text("utf-8"))
        return cls(str(told["recipe"]), float(told["temperature"]), float(told["threshold"]))

    def believed(self, shares: Mapping[str, float]) -> dict[str, float]:
        """Shares as probabilities that add up to one."""
        powers = {intent: share ** (1 / self.temperature) for intent, share in shares.items()}
        total = sum(powers.values())
        return {intent: power / total for intent, power in powers.items()}
