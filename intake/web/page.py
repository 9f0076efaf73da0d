"""Rendering: one Jinja environment for all pages, and the words and numbers templates may use.

A page is rendered whole, or as one named block of the same file when HTMX asks for a part of it. This module
knows templates and assets; it refuses to know any case.
"""

import json
import time
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from markupsafe import Markup

from intake.web import written
from intake.web.packed import packed_page
from models import languages
from routing import dates

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


class _Built:
    """The built assets: read again when there is a new build, looked for at most once a second."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._built_at, self._looked_at = 0, -1.0

    def names(self) -> dict[str, str]:
        """The address of each asset under ``/static``."""
        now = time.monotonic()
        if now - self._looked_at > 1:
            built_at = (STATIC / "manifest.json").stat().st_mtime_ns  # so that a new build does not need a new start
            if built_at != self._built_at:
                self._names = json.loads((STATIC / "manifest.json").read_text())
            self._built_at, self._looked_at = built_at, now
        return self._names


_built = _Built()


def asset(name: str) -> str:
    """The address of a built asset, with the hash of its content in the name."""
    return f"/static/{_built.names()[name]}"


def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite: decorative, or with words for those who cannot see it."""
    return _icon(asset("icons.svg"), name, label)


@lru_cache(maxsize=4096)
def _icon(sprite: str, name: str, label: str) -> Markup:
    """Made once: a list shows the same icons a hundred times."""
    spoken = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return Markup('<svg class="icon"{}><use href="{}#{}"></use></svg>').format(spoken, sprite, name)


def _unbroken(code: str) -> Markup:
    """A code on a line of its own rather than broken at one of its dashes."""
    return Markup('<span class="nowrap">{}</span>').format(code)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # "newstyle" lets a template write _("Còn %(days)s ngày", days=3) with the values escaped.
    environment.install_gettext_callables(languages._, languages.ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(asset=asset, icon=icon, languages=languages)
    environment.filters.update(
        say_day=dates.say_day,
        say_moment=written.say_moment,
        say_weekday=written.say_weekday,
        local_day=dates.local_day,
        translated=languages._,
        thousands=languages.thousands,
        file_size=written.file_size,
        spoken_phone=written.spoken_phone,
        unbroken=_unbroken,
    )
    return environment


_JINJA = _environment()


def render(
    request: Request, template: str, *, status: int = 200, block: str | None = None, **values: Any
) -> HTMLResponse:
    """A page from ``templates/``, or one block of it.

    Templates see ``request``, ``nonce``, ``options`` too, and ``here``: the address to ask for
    the page again, empty for one that answers a form.
    """
    context = {
        "request": request,
        "nonce": request.state.nonce,
        "options": request.app.state.options,
        "here": _address(request) if request.method == "GET" else "",
        **values,
    }
    if block is not None:
        return HTMLResponse(render_block(_JINJA, template, block, context), status_code=status)
    html = _JINJA.get_template(template).render(context)
    if template.startswith("public/"):
        return packed_page(html, status, request.headers)
    return HTMLResponse(html, status_code=status)


def _address(request: Request) -> str:
    return quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
