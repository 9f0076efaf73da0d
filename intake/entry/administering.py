"""Accounts from the command line: the first administrator of an installation."""

import typer

from intake.cases.accounts import create_officer
from intake.cases.errors import Invalid
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.vocabulary import Role


def create_administrator(settings: Settings, *, username: str, name: str, password: str) -> None:
    """Make an administrator's account. Raises CannotStart with what is wrong."""
    desk = open_desk(settings)
    try:
        with desk.work() as work:
            create_officer(work, username=username, name=name, password=password, roles=[Role.ADMINISTRATOR])
    except Invalid as invalid:
        raise CannotStart(invalid.sentence) from None
    typer.echo(f"Đã tạo tài khoản quản trị “{username}”. Đăng nhập tại {settings.address}/can-bo/")
