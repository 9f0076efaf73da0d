"""Rows on their way to the database: plain values by table, and identifiers drawn from a seeded source.

It knows no meaning of any row. Column defaults are filled in when the rows are written.
"""

from collections import defaultdict
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

Row = dict[str, Any]


class Rows(defaultdict[str, list[Row]]):
    """Rows to be written, by table name."""

    def __init__(self) -> None:
        super().__init__(list)

    def add(self, table: str, **values: Any) -> None:
        self[table].append(values)


def id_at(moment: datetime, rng: Random) -> UUID:
    """A UUID version 7 as if made at that moment, the same for the same seed."""
    value = rng.getrandbits(74)
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (value >> 62) << 64 | 0b10 << 62 | value & ((1 << 62) - 1))
