"""What was taken for what, as a picture: a row for each right intent, a column for each given one."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from bot.nlu.evaluation import Pair

_SIDE, _LEFT, _TOP = 26, 120, 120


def confusion(pairs: Sequence[Pair], title: str) -> str:
    """An SVG. The darker, the larger the share of the row; what is right is green, what is wrong is red."""
    intents = sorted({intent for pair in pairs for intent in pair})
    counts, rows = Counter(pairs), Counter(right for right, _given in pairs)
    drawn = [f'<text x="8" y="20" font-size="14" font-weight="bold">{escape(title)}</text>']
    for place, intent in enumerate(intents):
        middle = place * _SIDE + _SIDE / 2
        drawn.append(f'<text x="{_LEFT - 6}" y="{_TOP + middle + 4}" text-anchor="end">{intent}</text>')
        drawn.append(f'<text transform="translate({_LEFT + middle + 4},{_TOP - 6}) rotate(-60)">{intent}</text>')
    for down, right in enumerate(intents):
        for along, given in enumerate(intents):
            if times := counts[right, given]:
                drawn += _cell(_LEFT + along * _SIDE, _TOP + down * _SIDE, times, times / rows[right], right == given)
    width, height = _LEFT + len(intents) * _SIDE + 60, _TOP + len(intents) * _SIDE + 12
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    style = ' font-family="sans-serif" font-size="11" role="img">'
    back = f'<title>{escape(title)}</title><rect width="{width}" height="{height}" fill="white"/>'
    return "\n".join([head + style, back, *drawn, "</svg>\n"])


def _cell(x: int, y: int, times: int, share: float, is_right: bool) -> list[str]:
    colour, text = ("#1b7f4d" if is_right else "#b3261e"), ("white" if share > 0.5 else "black")
    shade = f'fill="{colour}" fill-opacity="{max(share, 0.06):.2f}"'
    return [
        f'<rect x="{x}" y="{y}" width="{_SIDE}" height="{_SIDE}" {shade}/>',
        f'<text x="{x + _SIDE / 2}" y="{y + _SIDE / 2 + 4}" text-anchor="middle" font-size="9" fill="{text}">'
        f"{times}</text>",
    ]
