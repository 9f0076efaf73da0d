"""Sealing values for rows that do not exist yet, as ``models.base.Sealed`` does it: bound to table, column, row."""

from collections.abc import Callable
from uuid import UUID

from models.crypto import Keyring

Seal = Callable[[str, str, UUID, str | None], bytes | None]


def sealer(keyring: Keyring) -> Seal:
    """``seal(table, column, row, text)``; a test opens what it made through the tables themselves."""

    def seal(table: str, column: str, row: UUID, text: str | None) -> bytes | None:
        return None if text is None else keyring.seal(text, f"{table}.{column}:{row}")

    return seal
