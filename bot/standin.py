"""Stand-ins for files that a simulated citizen only names, so that a script needs none beside it."""

import io

from PIL import Image


def picture() -> bytes:
    """A small picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 140, 90)).save(drawn, "JPEG")
    return drawn.getvalue()
