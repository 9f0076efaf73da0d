"""QR codes: as a picture inside a page, and as the dark squares of one, for whoever draws them on paper."""

import segno
from markupsafe import Markup

QUIET = 4
"""Light squares around the code, as ISO/IEC 18004 asks for."""


def squares(address: str) -> list[list[bool]]:
    """The code without its quiet zone, row by row; a tenth of it may be dirty and it still reads."""
    return [[bool(dark) for dark in row] for row in segno.make(address, error="m", micro=False).matrix]


def picture(address: str, label: str) -> Markup:
    """The code as SVG in the page itself: nothing is fetched, and it prints black on white in every colour scheme."""
    rows = squares(address)
    size = len(rows) + 2 * QUIET
    dark = "".join(
        f"M{across + QUIET} {down + QUIET}h1v1h-1z"
        for down, row in enumerate(rows)
        for across, is_dark in enumerate(row)
        if is_dark
    )
    return Markup(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect width="{}" height="{}" fill="#ffffff"></rect><path d="{}" fill="#000000"></path></svg>'
    ).format(label, size, size, size, size, dark)
