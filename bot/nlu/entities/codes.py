"""Numbers that files have: our case codes and the dossier numbers of the public service portal.

A case code is believed only when its check digit agrees, so letters typed for digits (O, I, L) and a forgotten "PA"
may be forgiven. Whether a case or dossier exists is not known here.
"""

import re
from collections.abc import Iterator

from bot.nlu.entities.reading import Reading
from bot.nlu.port import Entity
from routing.case_code import read_code

_GAP = r"[\s._/-]*"
_DIGIT = r"[0-9oil]"
_CODE = re.compile(rf"(?<![a-z0-9])p{_GAP}a{_GAP}(?P<digits>{_DIGIT}(?:{_GAP}{_DIGIT}){{12}})(?![a-z0-9])")
_BARE = re.compile(r"(?<![\w.-])(?P<digits>\d{6}[ -]?\d{6}[ -]?\d)(?![\w-])")
_MISTYPED = str.maketrans("oil", "011")

# H21.12-251120-0007, 000.00.12.H21-251103-0042: office, day of receipt, number of that day.
_OFFICE = r"(?:\d{3}(?:\.\d{2}){1,2}\.h\d{2}|h\d{2}(?:\.\d{2,3}){0,3})"
_DOSSIER = re.compile(rf"(?<![\w.-]){_OFFICE}\s?[-–]\s?\d{{2}}(?:0\d|1[0-2])[0-3]\d\s?[-–]\s?\d{{3,6}}(?![\w-])")


def find_case_codes(reading: Reading) -> Iterator[Entity]:
    """Codes whose check digit agrees, in our spelling."""
    for pattern in (_CODE, _BARE):
        for match in pattern.finditer(reading.folded):
            code = read_code("PA" + match["digits"].translate(_MISTYPED))
            if code is not None and _has_a_day(code):
                yield reading.fact("case_code", code, *match.span())


def _has_a_day(code: str) -> bool:
    return 1 <= int(code[5:7]) <= 12 and 1 <= int(code[7:9]) <= 31


def find_dossiers(reading: Reading) -> Iterator[Entity]:
    """Dossier numbers in capitals and without spaces."""
    for match in _DOSSIER.finditer(reading.folded):
        value = re.sub(r"\s", "", match[0]).replace("–", "-").upper()
        yield reading.fact("dossier", value, *match.span())
