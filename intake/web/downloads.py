"""How a file leaves: as a download, never as a page of ours; and a picture of our own drawing, shown small.

It knows headers. Who may have which file was decided before. Nothing here may run: a sandbox without any rights
stands around both, and no browser guesses at what they are.
"""

from pathlib import Path
from urllib.parse import quote

from fastapi.responses import FileResponse, Response

from intake.cases import pictures

_SANDBOX = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def download(path: Path, name: str) -> FileResponse:
    """The file as it is kept, read from the disk piece by piece."""
    return FileResponse(path, filename=name, media_type="application/octet-stream", headers=_SANDBOX)


def made(content: bytes, name: str) -> Response:
    """A file made for this answer and kept nowhere."""
    named = f"attachment; filename*=utf-8''{quote(name)}"
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": named, **_SANDBOX})


def preview(path: Path) -> Response:
    """A small copy of a picture, drawn for this answer. Raises Unfit if what is kept has been damaged."""
    return Response(pictures.preview(path), media_type="image/jpeg", headers=_SANDBOX)
