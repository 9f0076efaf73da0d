"""The demo province: loaded once into an empty installation, with sign-ins that are made up for it.

One password for all sample accounts is drawn for each installation and kept beside the data, so that a second
start prints the same. An installation that was not begun as a demo never gets sample accounts.
"""

import json
import secrets
from pathlib import Path

import typer
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from intake.cases.work import Desk, Work
from intake.demo.load import load_province
from intake.entry.deciding import prepared_decider
from intake.entry.faults import CannotStart
from intake.entry.settings import Settings
from intake.web.options import DemoAccount
from models.case import Case
from models.installation import Installation
from models.organisation import Officer

_SHOWN = (
    "tiepnhan1",
    "sxd.canbo1",
    "sxd.lanhdao",
    "longhuu.canbo1",
    "longhuu.lanhdao",
    "thanhtra.canbo1",
    "giamsat.mttq",
    "quantri",
)
_WORDS = ("songtien", "songhau", "cochien", "cuulong", "vuondua", "dongxanh", "benpha", "cauken")


def open_demo(settings: Settings, desk: Desk) -> tuple[DemoAccount, ...]:
    """The sample sign-ins; loads the province first if this installation is new."""
    with desk.look() as work:
        installation = work.session.scalar(select(Installation))
        loaded = work.session.scalar(select(Case.id).limit(1)) is not None
    if installation is None or not installation.demo:
        raise CannotStart(
            "Dữ liệu trong LANGNGHE_HOME không phải bản trình diễn. Xin đặt LANGNGHE_DEMO=0 hoặc dùng thư mục khác."
        )

    password = _password(settings.home / "demo.json")
    if not loaded:
        typer.echo("Lần đầu chạy: đang học bộ phân loại và nạp tỉnh mẫu, khoảng nửa phút…")
        load_province(desk, prepared_decider(settings), password)
    with desk.look() as work:
        return _accounts(work, password)


def _password(file: Path) -> str:
    if not file.exists():
        made = f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(9000) + 1000}"
        file.touch(mode=0o600)
        file.write_text(json.dumps({"password": made}))
    password: str = json.loads(file.read_text())["password"]
    return password


def _accounts(work: Work, password: str) -> tuple[DemoAccount, ...]:
    query = select(Officer).where(Officer.username.in_(_SHOWN))
    officers = work.session.scalars(query.options(joinedload(Officer.unit), selectinload(Officer.role_rows)))
    found = {officer.username: officer for officer in officers}
    return tuple(
        DemoAccount(
            username=name,
            password=password,
            name=found[name].name,
            role=", ".join(sorted(role.label for role in found[name].roles)),
            unit=unit.name if (unit := found[name].unit) else found[name].title,
        )
        for name in _SHOWN
        if name in found
    )
