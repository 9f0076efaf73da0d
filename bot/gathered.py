"""What became of the files a message points to: kept in its payload, under a name that only we may write there."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channel import File

_OURS = "_langnghe"


def is_gathered(told: Mapping[str, Any]) -> bool:
    return _OURS in told


def without_ours(told: Mapping[str, Any]) -> dict[str, Any]:
    """The payload without anything that only we may write into it."""
    return {key: value for key, value in told.items() if key != _OURS}


def with_files(told: Mapping[str, Any], files: Sequence[File], refused: str) -> str:
    """The payload with what became of its files."""
    kept = {"files": [{"id": file.id, "name": file.name} for file in files], "refused": refused}
    return json.dumps({**told, _OURS: kept}, ensure_ascii=False)


def files_of(told: Mapping[str, Any]) -> tuple[tuple[File, ...], str]:
    """The files that were kept, and why others were not."""
    kept = told.get(_OURS) or {"files": (), "refused": ""}
    return tuple(File(one["id"], one["name"]) for one in kept["files"]), kept["refused"]
