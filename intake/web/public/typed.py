"""What a form brings: its text fields as typed, its files, its kept uploads.

Forms are read here and not by FastAPI's own parameters, because a megabyte of text must be answered with a
sentence beside its field and not with a broken page. This module refuses to know what a field means.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

FIELD_MAX_BYTES = 8 * 1024 * 1024
FILES_READ = 40
"""More than ten are too many, but somebody who picked a whole folder is told so kindly."""
FIELDS_READ = 60

Typed = defaultdict[str, str]
"""Fields by name, as a page shows them again; one that was never typed is empty."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


async def _form(request: Request) -> AsyncIterator[FormData]:
    form = await request.form(max_files=FILES_READ, max_fields=FIELDS_READ, max_part_size=FIELD_MAX_BYTES)
    request.state.form = form
    yield form
    await form.close()


FormHere = Annotated[FormData, Depends(_form)]
"""The form of this request, closed after the answer: it holds no transaction, only temporary files.

The fault page reads it from ``request.state.form``.
"""


def text_of(form: FormData, name: str) -> str:
    """A text field as it was typed; empty when it is missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def files_of(form: FormData, name: str = "files") -> list[UploadFile]:
    """The files that were chosen; a browser sends an empty part when none was."""
    return [part for part in form.getlist(name) if isinstance(part, UploadFile) and (part.filename or part.size)]


def shown(text: str) -> str:
    """Typed text as it can stand on a page again: what a machine cannot show becomes a visible mark."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def typed_in(form: FormData, *names: str) -> Typed:
    """The named fields, fit to be shown again; any other is empty."""
    return Typed(str, {name: shown(text_of(form, name)) for name in names})
