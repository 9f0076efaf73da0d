"""Whether a request was made by our own pages: header-based defence against cross-site request forgery.

Browsers say where a request comes from (``Sec-Fetch-Site``, before that ``Origin``) and no page can change
these. A request with neither was not made by a browser, and then nobody's cookies are being abused. The idea
is datasette's; no tokens, so no form can be forgotten.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


def is_forged(method: str, headers: Headers, public_url: str) -> bool:
    """Whether a page of another site made this request, as far as the browser tells."""
    if method in _SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OWN_SITES
    origin = headers.get("origin")
    if origin is None:
        return False
    ours = {urlsplit(public_url).netloc.lower(), headers.get("host", "").lower()} - {""}
    return urlsplit(origin).netloc.lower() not in ours
