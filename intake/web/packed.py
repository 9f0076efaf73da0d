"""What goes out compressed, because a cheap phone on a slow line waits for every byte: built assets, citizens' pages.

The length of a compressed page can tell what stands on it to whoever makes its reader ask for many variants of its
address and watches the line (BREACH). So a page gets a few bytes more by chance, and pages of officers, where a search
stands beside what is nobody else's business, stay as they are.
"""

import gzip
import os
import re
import secrets
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_TEXTS = {".css", ".js", ".svg", ".json"}
_PAGE_LEVEL, _FILE_LEVEL = 5, 9
_KEPT = 64
_BY_CHANCE_BYTES = 100


def packed_page(html: str, status: int, asked: Headers) -> HTMLResponse:
    """A page, compressed if whoever asked can read it so."""
    page = HTMLResponse(html, status, {"vary": "Accept-Encoding"})
    if _reads(asked):
        page.body = _packed(html.encode())
        page.headers["content-encoding"], page.headers["content-length"] = "gzip", str(len(page.body))
    return page


class PackedFiles(StaticFiles):
    """Built assets; style sheets, scripts and icons are compressed once and kept."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        plain, path = super().file_response(full_path, stat_result, scope, status_code), Path(full_path)
        if not isinstance(plain, FileResponse) or path.suffix not in _TEXTS:
            return plain
        plain.headers["vary"] = "Accept-Encoding"
        if not _reads(Headers(scope=scope)):
            return plain
        told = {name: plain.headers[name] for name in ("vary", "last-modified")} | {"content-encoding": "gzip"}
        return Response(_packed_file(path, stat_result.st_mtime_ns), status_code, told, plain.media_type)


@lru_cache(maxsize=_KEPT)
def _packed_file(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), _FILE_LEVEL, mtime=0)


def _packed(page: bytes) -> bytes:
    """The bytes by chance are a name for the file, which no browser looks at."""
    name, into = secrets.token_hex(secrets.randbelow(_BY_CHANCE_BYTES // 2)), BytesIO()
    with gzip.GzipFile(name, "wb", _PAGE_LEVEL, into, mtime=0) as file:
        file.write(page)
    return into.getvalue()


def _reads(asked: Headers) -> bool:
    """Whether gzip is among what can be read, and not ruled out."""
    told = dict(one.replace(" ", "").partition(";")[::2] for one in asked.get("accept-encoding", "").split(","))
    return "gzip" in told and re.fullmatch(r"q=0(\.0*)?", told["gzip"]) is None
