"""A form that begins filled in: whoever scans the code on a poster or receipt need not say again what it hung beside.

An address carries the key of a unit or the code of a procedure and nothing else; what it may fill in comes from our own
tables, so nobody can put words into a citizen's mouth with a link. The words are Vietnamese, as the law asks of what is
sent (Điều 7 Decree 20/2008/NĐ-CP), and the citizen may change them.
"""

from intake.cases import organisation, procedures
from intake.cases.work import Work

UNIT, PROCEDURE = "don-vi", "thu-tuc"
"""The names of the two in an address."""

_LONGEST = 64


def prefilled(work: Work, unit_key: str, procedure_code: str) -> dict[str, str]:
    """Fields by name; empty where nothing that we know is named."""
    units = organisation.units_today(work) if unit_key else ()
    unit = next((one for one in units if one.key == unit_key), None)
    procedure = procedures.name_of(work, procedure_code[:_LONGEST]) if procedure_code else None
    about = [f"Về {unit.name}."] if unit else []
    about += [f"Về thủ tục “{procedure}”."] if procedure else []
    filled = {"content": " ".join(about) + "\n"} if about else {}
    return filled | ({"place": unit.commune} if unit and unit.commune else {})


def address(public_url: str, *, unit: str = "", procedure: str = "") -> str:
    """The address that a printed code opens."""
    asked = [f"{name}={value}" for name, value in ((UNIT, unit), (PROCEDURE, procedure)) if value]
    return f"{public_url}/" + (f"?{'&'.join(asked)}" if asked else "")
