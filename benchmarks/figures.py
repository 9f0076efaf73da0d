"""Figures and what the issues ask of them: medians, percentiles, and the rows that are printed and kept."""

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. ``at_least`` or ``at_most`` is the target; without either it is for information."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.value <= self.at_most if self.at_most is not None else None

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""

    def as_record(self) -> dict[str, Any]:
        return asdict(self) | {"met": self.met}


def percentile(values: list[float], share: float) -> float:
    """The smallest value that this share of all values does not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, int(len(ordered) * share + 0.999999) - 1))] if ordered else 0.0


def milliseconds(seconds: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return median(seconds) * 1000, percentile(seconds, 0.95) * 1000


def table(figures: list[Figure]) -> str:
    """One line per figure, for the terminal."""
    marks = {True: "met", False: "MISSED", None: ""}
    width = max(len(figure.name) for figure in figures)
    return "\n".join(
        f"{figure.name:<{width}}  {figure.value:>10,.1f} {figure.unit:<6} {figure.target:>8}  {marks[figure.met]:<6}"
        f" {figure.note}".rstrip()
        for figure in figures
    )
