"""A list as a file for a spreadsheet, written while it is read, so that memory stays flat however long it is.

CSV as Vietnamese Excel opens it (UTF-8 with a byte order mark, semicolons), XLSX row by row. What citizens or officers
wrote is never taken for a formula: CSV puts an apostrophe before it (OWASP, CSV injection), XLSX says that it is text.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from operator import attrgetter

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from intake.cases.queues.export import Line
from models.languages import N_, _
from routing.dates import local

HEADINGS = (
    *(N_("Mã hồ sơ"), N_("Nhận lúc"), N_("Loại"), N_("Lĩnh vực"), N_("Cơ quan"), N_("Trạng thái")),
    *(N_("Thời hạn"), N_("Còn lại"), N_("Gửi qua"), N_("Địa điểm"), N_("Người giữ")),
)
"""One for each field of a line, in order."""

_WIDTHS = (18, 17, 30, 24, 34, 22, 17, 24, 18, 34, 26)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_AT_ONCE = 64 * 1024

Cell = str | datetime | None

_cells = attrgetter(*(field.name for field in fields(Line)))


def csv_of(lines: Iterable[Line], note: Iterable[str]) -> Iterator[bytes]:
    """The list as CSV, and under it what there is to note, once it has been read."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    yield "\ufeff".encode()
    rows.writerow(map(_, HEADINGS))
    for line in lines:
        rows.writerow([_plain(cell) for cell in _cells(line)])
        if text.tell() >= _AT_ONCE:
            yield _emptied(text)
    rows.writerows([sentence] for sentence in note)
    yield _emptied(text)


def xlsx_of(lines: Iterable[Line], note: Iterable[str]) -> Iterator[bytes]:
    """The list as XLSX (ECMA-376). It is packed when it is complete, so its bytes come at the end."""
    with tempfile.TemporaryFile() as packed:
        with xlsxwriter.Workbook(packed, {"constant_memory": True, "default_date_format": "dd/mm/yyyy hh:mm"}) as book:
            sheet = book.add_worksheet(_("Hồ sơ"))
            bold = book.add_format({"bold": True})
            sheet.freeze_panes(1, 0)
            for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, _(heading), bold)
            row = 0
            for row, line in enumerate(lines, 1):
                _write(sheet, row, _cells(line))
            for more, sentence in enumerate(note, 2):
                sheet.write_string(row + more, 0, sentence)
        packed.seek(0)
        while part := packed.read(_AT_ONCE):
            yield part


def _write(sheet: Worksheet, row: int, cells: Iterable[Cell]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, datetime):
            sheet.write_datetime(row, column, local(cell).replace(tzinfo=None))
        elif cell:
            sheet.write_string(row, column, cell)


def _emptied(text: io.StringIO) -> bytes:
    """What was written so far, taken out."""
    written = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return written


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{local(cell):%d/%m/%Y %H:%M}"
    text = cell or ""
    return f"'{text}" if text.startswith(_FORMULA) else text
