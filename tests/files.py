"""Real files for tests, made on the spot: pictures, documents, and files that are not what they seem."""

import io
import zipfile

from PIL import Image

from intake.cases.incoming import Incoming, examined
from intake.cases.uploads import receive
from intake.cases.work import Work
from models.thread import Upload

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner calls infected (eicar.org), in two parts so that none does so with this file."""

INFECTED_PDF = PDF + EICAR
PROGRAM = b"MZ\x90\x00" + bytes(200)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def picture(form: str = "PNG", size: tuple[int, int] = (60, 40), **saved: object) -> bytes:
    """A small picture in one of Pillow's forms; ``saved`` is what goes into it beside the points."""
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, form, **saved)
    return made.getvalue()


def docx(more: dict[str, bytes] | None = None) -> bytes:
    """As little as a Word file has; ``more`` are further parts by name."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document>" + b"a" * 500 + b"</document>"}
    return packed(parts | (more or {}))


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def received(work: Work, name: str, content: bytes) -> Upload:
    """The file, examined and kept."""
    with examined(Incoming(name, io.BytesIO(content))) as file:
        return receive(work, file)
