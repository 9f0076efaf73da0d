"""Where a legal value comes from and how sure we are of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.vocabulary import Certainty

_RANK = {certainty: rank for rank, certainty in enumerate(Certainty)}


@dataclass(frozen=True, slots=True)
class Grounds:
    """The reference as one would cite it, its mark, when a person last looked, and what to mind."""

    reference: str
    certainty: Certainty
    checked_on: date
    note: str | None = None


def stronger(certainty: Certainty, than: Certainty) -> bool:
    """Whether one mark says more than another."""
    return _RANK[certainty] < _RANK[than]


def weakest(certainties: Iterable[Certainty]) -> Certainty:
    """A conclusion is as sure as its least sure part; the vocabulary lists the marks from strong to weak."""
    return max(certainties, key=_RANK.__getitem__, default=Certainty.VERIFIED)
