"""Makes a screenshot small enough for git: a palette instead of full colour, which a page hardly needs."""

import io
from pathlib import Path

from PIL import Image

MOST_BYTES = 250_000
_PALETTES = (256, 128, 64, 32)


def save_small(picture: bytes, file: Path) -> None:
    """Write a PNG of at most `MOST_BYTES` with as many colours as fit."""
    full = Image.open(io.BytesIO(picture)).convert("RGB")
    sizes = (_as_png(full, colours) for colours in _PALETTES)
    file.write_bytes(next((png for png in sizes if len(png) <= MOST_BYTES), None) or _as_png(full, _PALETTES[-1]))


def _as_png(picture: Image.Image, colours: int) -> bytes:
    buffer = io.BytesIO()
    fewer = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    fewer.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
