"""Loading the demo province into an empty database: units, officers, then every sample case along its story."""

from pathlib import Path
from typing import Any

import yaml
from rich.progress import track
from sqlalchemy.orm import Session

from intake.cases import accounts
from intake.cases.actor import SYSTEM, Actor
from intake.cases.ports import Decider
from intake.cases.work import Desk, Work
from intake.demo.story import RECEIVING_UNIT, RESTRICTED_UNIT, People, Story, Teller
from models.organisation import Unit
from models.vocabulary import Department, Level, Role

CONTENT = Path(__file__).parent
_RESTRICTED_RANKS = {RESTRICTED_UNIT: 1, "vp-ubnd": 2}


def load_province(desk: Desk, decider: Decider, password: str) -> int:
    """Load everything; all or nothing, so a start that was stopped begins again. Returns the number of cases."""
    stories = read_stories()
    with desk.database.writing() as session:
        people = _load_people(desk, session, password)
        for turn, story in enumerate(track(stories, description="Nạp tỉnh mẫu", transient=True)):
            Teller(desk, session, people, story, turn).tell(decider)
            session.flush()
            session.expunge_all()
    return len(stories)


def read_stories() -> list[Story]:
    """All sample cases, oldest first."""
    files = sorted((CONTENT / "cases").glob("*.yaml"))
    stories = [story for file in files for story in _read(file)["cases"]]
    return sorted(stories, key=lambda story: -int(story["received_days_ago"]))


def _load_people(desk: Desk, session: Session, password: str) -> People:
    units = {entry["key"]: _unit(entry) for entry in _read(CONTENT / "units.yaml")["units"]}
    session.add_all(units.values())
    session.flush()
    people = People({key: unit.id for key, unit in units.items()}, {})
    work = Work(desk, session, SYSTEM, desk.clock())
    for entry in _read(CONTENT / "officers.yaml")["officers"]:
        roles = frozenset(Role(role) for role in entry["roles"])
        unit_id = people.units.get(entry["unit"] or "")
        officer = accounts.create_officer(
            work,
            username=entry["username"],
            name=entry["name"],
            password=password,
            roles=roles,
            unit_id=unit_id,
            title=entry["title"],
        )
        for role in roles:
            actor = Actor(roles, officer_id=officer.id, unit_id=unit_id, name=officer.name)
            people.officers.setdefault((entry["unit"] or "", role), []).append(actor)
    return people


def _unit(entry: dict[str, Any]) -> Unit:
    return Unit(
        key=entry["key"],
        name=entry["name"],
        department=Department(entry["department"]),
        level=Level(entry["level"]),
        commune=entry.get("commune"),
        address=entry["address"],
        hotline=entry["hotline"],
        email=entry["email"],
        opening_hours=entry["opening_hours"],
        receiving_desk=entry["key"] == RECEIVING_UNIT,
        restricted_rank=_RESTRICTED_RANKS.get(entry["key"]),
        valid_from=entry["valid_from"],
    )


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content
