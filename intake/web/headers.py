"""The headers every answer carries, whoever wrote it: what a browser may load, keep, frame and tell others.

It knows headers, not pages. An answer may set a header itself (the API's documentation needs its own content
policy); what it set stays.
"""

import re

from starlette.datastructures import MutableHeaders

_HASHED_ASSET = re.compile(r"^/static/.+\.[0-9a-f]{10}\.[a-z0-9]+$")
_YEAR = 365 * 24 * 60 * 60

_NOTHING_ALLOWED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
LOCATING = _NOTHING_ALLOWED.replace("geolocation=()", "geolocation=(self)")
"""For the one page that may ask where its reader is, when they press a button."""

_SAME_FOR_ALL = {
    "x-content-type-options": "nosniff",
    # Not no-referrer: with it, a browser that knows no Sec-Fetch-Site sends our own forms with "Origin: null".
    "referrer-policy": "same-origin",
    "permissions-policy": _NOTHING_ALLOWED,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


def content_policy(nonce: str, *, style: str = "'self'", workers: str = "'none'") -> str:
    """The Content-Security-Policy: our own files, our own scripts by nonce, no frame around us, nothing inline."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}'",
            f"style-src {style}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            f"worker-src {workers}",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def protect(headers: MutableHeaders, *, status: int, path: str, nonce: str, request_id: str, secure: bool) -> None:
    """Complete the headers of one answer."""
    for name, value in _SAME_FOR_ALL.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", content_policy(nonce))
    headers.setdefault("cache-control", _keeping(status, path))
    headers["x-request-id"] = request_id
    if secure:
        headers.setdefault("strict-transport-security", f"max-age={_YEAR}")


def _keeping(status: int, path: str) -> str:
    """Pages and answers may hold personal data; a built asset never changes under its name."""
    if status in (200, 206, 304) and _HASHED_ASSET.match(path):
        return f"public, max-age={_YEAR}, immutable"
    return "no-store"
