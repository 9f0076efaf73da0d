"""Files on a local disk, named by their id only; a crash leaves no half-written file behind."""

import os
import shutil
from pathlib import Path
from typing import BinaryIO
from uuid import UUID


class LocalStorage:
    """Keeps files under one folder, in sub-folders by the last two digits of the id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, upload_id: UUID, content: BinaryIO) -> None:
        """Write under another name, then rename: either the whole file is there or none of it."""
        path = self.path(upload_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            with unfinished.open("wb") as file:
                shutil.copyfileobj(content, file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except OSError:  # a full disk must not be filled further by what nobody will ever finish
            unfinished.unlink(missing_ok=True)
            raise

    def put(self, upload_id: UUID, at: int, piece: bytes) -> None:
        """A piece that a crash cut off is written again from where its sender was told to go on."""
        path = self.path(upload_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.seek(at)
            file.write(piece)
            file.truncate()

    def path(self, upload_id: UUID) -> Path:
        return self._folder / upload_id.hex[-2:] / upload_id.hex

    def delete(self, upload_id: UUID) -> None:
        self.path(upload_id).unlink(missing_ok=True)
