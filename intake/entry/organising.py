"""Importing a province's organisation from files: shown as a difference, entered whole, passwords told once."""

import secrets
from collections.abc import Sequence
from pathlib import Path

import typer

from intake.cases.chart import entering
from intake.cases.chart.comparing import Change
from intake.cases.chart.reading import ChartInvalid, read_chart
from intake.cases.chart.rows import Chart
from intake.cases.work import Desk
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.settings import Settings

_PASSWORD_BYTES = 12


class FirstPasswords:
    """Draws the first password of each new account and keeps them until they have been told."""

    def __init__(self) -> None:
        self.drawn: dict[str, str] = {}

    def __call__(self, username: str) -> str:
        return self.drawn.setdefault(username, secrets.token_urlsafe(_PASSWORD_BYTES))


def import_chart(settings: Settings, files: Sequence[Path], *, dry_run: bool) -> None:
    """Enter the files, or only say what would change. Raises CannotStart with every fault of the files."""
    passwords = FirstPasswords()
    try:
        chart = read_chart(files)
        desk = open_desk(settings)
        changes = _look(desk, chart) if dry_run else _enter(desk, chart, passwords)
    except ChartInvalid as invalid:
        raise CannotStart("\n".join((*invalid.faults, "Chưa nhập gì cả."))) from None
    _tell(changes, dry_run=dry_run)
    if passwords.drawn:
        typer.echo("\nMật khẩu lần đầu, chỉ hiện một lần này; xin trao riêng cho từng người:")
        for username, password in passwords.drawn.items():
            typer.echo(f"{username}\t{password}")


def _look(desk: Desk, chart: Chart) -> list[Change]:
    with desk.look() as work:
        return entering.difference(work, chart)


def _enter(desk: Desk, chart: Chart, passwords: FirstPasswords) -> list[Change]:
    with desk.work() as work:
        return entering.enter(work, chart, passwords)


def _tell(changes: Sequence[Change], *, dry_run: bool) -> None:
    for change in changes:
        typer.echo(str(change))
    if not changes:
        typer.echo("Không có gì thay đổi.")
    elif dry_run:
        typer.echo(f"Sẽ thay đổi {len(changes)} dòng; chưa nhập gì cả.")
    else:
        typer.echo(f"Đã nhập {len(changes)} thay đổi.")
