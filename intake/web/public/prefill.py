"""A form that begins filled in: whoever scans the code on a poster or receipt need not say again what it hung beside.

An address carries the key of a unit or the code of a procedure and nothing else; what it may fill in comes from our own
tables, so nobody can put words into a citizen's mouth with a link. A draft left in the browser goes before.
"""

from starlette.datastructures import QueryParams

from intake.cases import organisation, procedures
from intake.cases.work import Work

UNIT, PROCEDURE = "don-vi", "thu-tuc"
_LONGEST = 64


def prefilled(work: Work, asked: QueryParams) -> dict[str, str]:
    """Fields by name; empty where the address names nothing we know."""
    filled: dict[str, str] = {}
    about = []
    if key := asked.get(UNIT, "")[:_LONGEST]:
        unit = next((one for one in organisation.units_today(work) if one.key == key), None)
        if unit is not None:
            about.append(f"Về {unit.name}.")
            filled |= {"place": unit.commune} if unit.commune else {}
    if code := asked.get(PROCEDURE, "")[:_LONGEST]:
        name = procedures.name_of(work, code)
        if name is not None:
            about.append(f"Về thủ tục “{name}”.")
    return filled | ({"content": " ".join(about) + "\n"} if about else {})


def address(public_url: str, *, unit: str = "", procedure: str = "") -> str:
    """The address that a printed code opens."""
    asked = [f"{name}={value}" for name, value in ((UNIT, unit), (PROCEDURE, procedure)) if value]
    return f"{public_url}/" + (f"?{'&'.join(asked)}" if asked else "")
