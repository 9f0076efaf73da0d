"""``langnghe import procedures``: the catalogue of procedures of a CSV file, without the lines that cannot be used."""

from pathlib import Path

import typer

from intake.cases import procedures
from intake.cases.procedures import Brought
from intake.entry.calendar_import import read_content
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from routing.procedures_file import CatalogueInvalid, read_procedures


def import_catalogue(settings: Settings, file: Path) -> None:
    """Bring the file in, say what changed and which lines were left out. Raises CannotStart where none can be used."""
    try:
        read = read_procedures(file.name, read_content(file))
    except CatalogueInvalid as invalid:
        raise CannotStart("\n".join((*invalid.faults, "Chưa nhập gì cả."))) from None
    desk = open_desk(settings)
    try:
        with desk.work() as work:
            brought = procedures.bring_in(work, read.rows, source=file.name, unread=read.unread)
    finally:
        desk.database.dispose()
    typer.echo(said(brought))
    if read.left_out:
        typer.echo("\n".join(("Đã bỏ qua những dòng sau; xin sửa trong tệp rồi nhập lại:", *read.left_out)))


def said(brought: Brought) -> str:
    return (
        f"Danh mục thủ tục: thêm {brought.added}, sửa {brought.changed}, "
        f"hết hiệu lực {brought.ended}, giữ nguyên {brought.same}."
    )
