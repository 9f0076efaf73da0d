"""Pictures are drawn anew: upright, small enough, and without a word about where and by what they were taken."""

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any, Literal

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from PIL.ExifTags import GPS, Base

from intake.cases import pictures, unfit
from intake.cases.file_kinds import HEIC, JPEG, PNG, WEBP, FileKind
from intake.cases.pictures import KEPT_LONGEST
from intake.cases.unfit import Unfit
from tests.files import picture

SECRET = b"GPSMaker"


def notes(orientation: int = 1) -> Image.Exif:
    """What a telephone writes into its photographs: where, with what, and which way it was held."""
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Orientation] = SECRET.decode(), orientation
    place = exif.get_ifd(0x8825)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (9.0, 56.0, 12.5)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", (106.0, 20.0, 3.25)
    return exif


def kept(content: bytes, kind: FileKind) -> tuple[bytes, FileKind]:
    made, found = pictures.redraw(io.BytesIO(content), kind)
    with made:
        made.seek(0)
        return made.read(), found


def light(seen: Image.Image, left: int, top: int) -> int:
    """How light one point of a grey picture is, 0 to 255."""
    return seen.crop((left, top, left + 1, top + 1)).tobytes()[0]


@pytest.mark.parametrize(("form", "kind", "becomes"), [("JPEG", JPEG, JPEG), ("WEBP", WEBP, JPEG), ("PNG", PNG, PNG)])
def test_no_place_and_no_camera_is_left(form: str, kind: FileKind, becomes: FileKind) -> None:
    more: dict[str, Any] = {"comment": SECRET} if form == "JPEG" else {}
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET.decode())
        more["pnginfo"] = texts
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    taken = picture(form, exif=notes(), icc_profile=profile, **more)
    assert SECRET in taken
    assert dict(Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825))

    made, found = kept(taken, kind)

    assert found is becomes
    assert SECRET not in made
    seen = Image.open(io.BytesIO(made))
    assert dict(seen.getexif()) == {}
    assert not {"icc_profile", "comment", "Comment", "exif", "xmp"} & set(seen.info)


def test_a_photograph_taken_on_its_side_stands_upright() -> None:
    lying = Image.new("RGB", (80, 40), "black")
    lying.paste("white", (0, 0, 40, 40))  # the left half; turned clockwise by a quarter it is the upper one
    saved = io.BytesIO()
    lying.save(saved, "JPEG", exif=notes(orientation=6), quality=95)

    made, _ = kept(saved.getvalue(), JPEG)

    seen = Image.open(io.BytesIO(made)).convert("L")
    assert seen.size == (40, 80)
    assert light(seen, 20, 10) > 200
    assert light(seen, 20, 70) < 50


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_photograph_with_broken_notes_is_still_taken() -> None:
    taken = picture("JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff broken")

    assert kept(taken, JPEG)[1] is JPEG


def test_a_large_photograph_is_made_smaller_and_a_small_one_is_not() -> None:
    large, _ = kept(picture("JPEG", size=(6000, 3000)), JPEG)
    small, _ = kept(picture("JPEG", size=(300, 200)), JPEG)

    assert Image.open(io.BytesIO(large)).size == (KEPT_LONGEST, KEPT_LONGEST // 2)
    assert Image.open(io.BytesIO(small)).size == (300, 200)


def test_what_was_transparent_stays_so_or_becomes_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (8, 8), (200, 0, 0, 0)).save(clear, "PNG")
    web = io.BytesIO()
    Image.new("RGBA", (8, 8), (200, 0, 0, 0)).save(web, "WEBP")

    assert Image.open(io.BytesIO(kept(clear.getvalue(), PNG)[0])).mode == "RGBA"
    assert Image.open(io.BytesIO(kept(web.getvalue(), WEBP)[0])).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_half_way_has_its_sentence(form: str) -> None:
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(whole, form)
    kind = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP}[form]

    with pytest.raises(Unfit) as told:
        kept(whole.getvalue()[: len(whole.getvalue()) // 2], kind)

    assert told.value.code == "picture_damaged"


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is enormous and brings almost nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8_001, 8_000), (10_000, 10_000), (60_000, 60_000)])
@pytest.mark.parametrize("warned", ["error", "ignore"])
def test_a_picture_of_too_many_points_is_not_decoded(size: tuple[int, int], warned: Literal["error", "ignore"]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter(warned)
        with pytest.raises(Unfit) as told:
            kept(bomb(*size), PNG)

    assert told.value.code == "picture_too_large"


def test_as_many_points_as_allowed_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PIXELS_MAX", 60 * 40)

    assert kept(picture(size=(60, 40)), PNG)[1] is PNG
    with pytest.raises(Unfit):
        kept(picture(size=(60, 41)), PNG)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_every_way_to_write_a_png_is_read(mode: str) -> None:
    saved = io.BytesIO()
    Image.new(mode, (8, 8), 51_200 if mode == "I;16" else 1).save(saved, "PNG")

    seen = Image.open(io.BytesIO(kept(saved.getvalue(), PNG)[0]))

    assert seen.mode in ("L", "RGB", "RGBA")
    assert mode != "I;16" or seen.getpixel((4, 4)) == 200


def test_the_sentence_and_the_limit_agree() -> None:
    assert "64 triệu" in unfit.Unfit("picture_too_large").about("a.jpg").sentence


def test_a_heic_photograph_becomes_an_upright_jpeg_without_its_place() -> None:
    """``telephone.heic``: 80 by 40 points, the left half white, to be turned clockwise, with a place and a maker."""
    photograph = Path(__file__).with_name("telephone.heic").read_bytes()
    assert SECRET in photograph

    made, found = kept(photograph, HEIC)

    assert found is JPEG
    assert SECRET not in made
    seen = Image.open(io.BytesIO(made)).convert("L")
    assert seen.size == (40, 80)
    assert light(seen, 20, 10) > 200
    assert light(seen, 20, 70) < 50
    with pytest.raises(Unfit):
        kept(photograph[:-100], HEIC)
