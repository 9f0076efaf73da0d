"""Pictures drawn anew: only the points of the image are kept, so no place, camera or hidden data comes with them.

It knows images, not uploads. Every picture that leaves here was written by us; one picture at a time is in memory.
"""

import io
import tempfile
import threading
from pathlib import Path
from typing import BinaryIO

import pi_heif
from PIL import Image, ImageOps

from intake.cases.file_kinds import HEIC, JPEG, PNG, WEBP, FileKind
from intake.cases.unfit import PIXELS_MAX, Unfit

KEPT_LONGEST = 4032
"""Points on the longer side of what is kept: an A4 page at 345 dpi, a usual photograph of 12 megapixels as it is."""

PREVIEW_LONGEST = 1200
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
_UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, EOFError)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)

pi_heif.register_heif_opener()
_one_at_a_time = threading.Lock()


def redraw(content: BinaryIO, kind: FileKind) -> tuple[BinaryIO, FileKind]:
    """The picture upright, as a new file for the caller to close, and its kind: PNG stays PNG, all else is JPEG.

    Of a moving picture the first frame is kept. Raises Unfit for what is no picture, is cut off, or has too many
    points.
    """
    kept = PNG if kind is PNG else JPEG
    with _one_at_a_time:
        picture = _drawn(content, (_FORMATS[kind],), KEPT_LONGEST, transparent=kept is PNG)
        made = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        try:
            picture.save(made, _FORMATS[kept], quality=90)
        except BaseException:
            made.close()
            raise
    return made, kept


def preview(path: Path) -> bytes:
    """A small JPEG of a picture we have drawn. Raises Unfit if it has been damaged since."""
    made = io.BytesIO()
    with path.open("rb") as content, _one_at_a_time:
        _drawn(content, ("JPEG", "PNG"), PREVIEW_LONGEST, transparent=False).save(made, "JPEG", quality=80)
    return made.getvalue()


def shrunk(path: Path, most: int) -> bytes:
    """A JPEG of a picture we have drawn, of at most so many bytes. Raises Unfit if it has been damaged since."""
    longest = KEPT_LONGEST
    while longest > 1:
        made = io.BytesIO()
        with path.open("rb") as content, _one_at_a_time:
            _drawn(content, ("JPEG", "PNG"), longest, transparent=False).save(made, "JPEG", quality=80)
        if made.tell() <= most:
            return made.getvalue()
        longest = longest * 3 // 4
    raise Unfit("picture_damaged")


def _drawn(content: BinaryIO, formats: tuple[str, ...], longest: int, *, transparent: bool) -> Image.Image:
    """The decoded first frame, no larger than wanted, upright, without anything but its points."""
    content.seek(0)
    try:
        with Image.open(content, formats=formats) as opened:
            if opened.width * opened.height > PIXELS_MAX:
                raise Unfit("picture_too_large")
            # A JPEG is decoded at a half or a quarter where that is enough, so that it never takes its full memory.
            opened.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=1.0)
            drawn = _plain(_upright(opened), transparent=transparent)
    except _BOMB:
        raise Unfit("picture_too_large") from None
    except _UNREADABLE:
        raise Unfit("picture_damaged") from None
    drawn.info.clear()  # profiles, comments and texts, which Pillow would write again
    return drawn


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _UNREADABLE:  # a picture with broken notes about itself is still a picture
        return picture


def _plain(picture: Image.Image, *, transparent: bool) -> Image.Image:
    """Grey or colours, 8 bits each; where nothing may be transparent, on white."""
    if picture.mode.startswith(("I", "F")):
        return _grey(picture)
    if not picture.has_transparency_data:
        return picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    seen = picture.convert("RGBA")
    if transparent:
        return seen
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _grey(picture: Image.Image) -> Image.Image:
    """16 bits of grey, as scanners write them, to 8."""
    return picture.convert("I").point(lambda level: level / 256).convert("L")
