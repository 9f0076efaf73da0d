"""Loading the demo province into an empty database: units, officers, then every sample case along its story."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from rich.progress import track
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from intake.cases import accounts, procedures, reply_templates, succession
from intake.cases.actor import SYSTEM, Actor
from intake.cases.chart.entering import enter
from intake.cases.chart.reading import read_chart
from intake.cases.ports import Decider
from intake.cases.reply_templates import Wording
from intake.cases.work import Desk, Work
from intake.demo.story import People, Story, Teller
from models.organisation import Officer, Unit
from models.vocabulary import CaseKind, Field, Role
from routing.procedures_file import read_procedures

CONTENT = Path(__file__).parent
PROVINCE = ("units.yaml", "communes.yaml", "officers.yaml")
ENDED_UNIT, ITS_SUCCESSOR, ENDED_DAYS_AGO = "bql-kkt-dinh-an", "bql-kkt", 2
ITS_DECISION = "Quyết định của UBND tỉnh về hợp nhất các ban quản lý (dựng cho bản trình diễn)"


def load_province(desk: Desk, decider: Decider, password: str) -> int:
    """Load everything; all or nothing, so a start that was stopped begins again. Returns the number of cases."""
    stories = read_stories()
    with desk.database.writing() as session:
        people = _load_people(desk, session, password)
        _load_templates(desk, session, people)
        _load_procedures(desk, session)
        for turn, story in enumerate(track(stories, description="Nạp tỉnh mẫu", transient=True)):
            Teller(desk, session, people, story, turn).tell(decider)
            session.flush()
            session.expunge_all()
        _end_a_unit(desk, session, people)
    return len(stories)


def read_stories() -> list[Story]:
    """All sample cases, oldest first."""
    files = sorted((CONTENT / "cases").glob("*.yaml"))
    stories = [story for file in files for story in _read(file)["cases"]]
    return sorted(stories, key=lambda story: -int(story["received_days_ago"]))


def _load_people(desk: Desk, session: Session, password: str) -> People:
    chart = read_chart(CONTENT / file for file in PROVINCE)
    first_password = accounts.hashed(password)
    enter(Work(desk, session, SYSTEM, desk.clock()), chart, lambda _: first_password)
    units = {unit.key: unit.id for unit in session.scalars(select(Unit))}
    people = People(units, {})
    for officer in session.scalars(select(Officer).options(selectinload(Officer.role_rows)).order_by(Officer.id)):
        key = next((key for key, unit_id in units.items() if unit_id == officer.unit_id), "")
        actor = Actor(officer.roles, officer_id=officer.id, unit_id=officer.unit_id, name=officer.name)
        for role in officer.roles:
            people.officers.setdefault((key, role), []).append(actor)
    return people


def _load_templates(desk: Desk, session: Session, people: People) -> None:
    """The templates of replies, each written by whoever keeps them."""
    for row in _read(CONTENT / "reply_templates.yaml")["templates"]:
        role = Role.LEADER if row["unit"] else Role.ADMINISTRATOR
        held = (found for (key, one), found in people.officers.items() if one is role and row["unit"] in (key, None))
        keeper = next(held)[0]
        kind, field = CaseKind(row["kind"]) if row["kind"] else None, Field(row["field"]) if row["field"] else None
        wording = Wording(row["name"], row["body"], kind, field)
        reply_templates.add(Work(desk, session, keeper, desk.clock()), wording)


def _load_procedures(desk: Desk, session: Session) -> None:
    file = CONTENT / "procedures.csv"
    read = read_procedures(file.name, file.read_bytes())
    procedures.bring_in(Work(desk, session, SYSTEM, desk.clock()), read.rows, source="Danh mục trình diễn")


def _end_a_unit(desk: Desk, session: Session, people: People) -> None:
    """One unit has ended a few days ago, so that its open cases wait to be taken over."""
    work = Work(desk, session, SYSTEM, desk.clock())
    ended = session.get_one(Unit, people.units[ENDED_UNIT])
    on = work.today - timedelta(days=ENDED_DAYS_AGO)
    succession.end_unit(work, ended, on=on, successors=[people.units[ITS_SUCCESSOR]], reference=ITS_DECISION)


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content
