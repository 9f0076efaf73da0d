"""CSV files as people save them from Excel, turned into the same sections as YAML.

It accepts UTF-8 with or without a mark, semicolons, commas or tabs, dates as 01/07/2025, "x" and "có" for yes. It
knows columns, not what they mean.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import yaml

from routing.dates import iso_of
from routing.rulebook.errors import RulebookInvalid
from routing.rulebook.source import Section

LISTS = ("formerly", "roles", "succeeds", "also")
"""Columns that hold several values, with ``|`` between them."""

_FLAGS = ("receiving_desk", "duty_desk", "active")
_YES, _NO = ("x", "có", "co", "1", "yes", "true"), ("không", "khong", "0", "no", "false")
_DAYS = ("valid_from", "valid_to", "succeeds_since")


def read_table(path: Path) -> tuple[Section, ...]:
    """The rows of a CSV file below its first line, which names the columns. Raises RulebookInvalid."""
    try:
        text = normalize("NFC", path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise RulebookInvalid(
            "không đọc được; trong Excel xin chọn “Lưu thành” rồi “CSV UTF-8”", file=path.name
        ) from None
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(";,\t", key=first.count), strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        if len(set(columns)) < len(columns):
            raise RulebookInvalid("có hai cột cùng tên", file=path.name, line=1)
        return tuple(_rows(path.name, columns, reader))
    except csv.Error:
        raise RulebookInvalid("không đúng dạng CSV", file=path.name, line=reader.line_num) from None


def _rows(file: str, columns: list[str], reader: Iterator[list[str]]) -> Iterator[Section]:
    line = 2
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                raise RulebookInvalid("có nhiều ô hơn số cột ở dòng đầu", file=file, line=line)
            named = zip(columns, (cell.strip() for cell in cells), strict=False)
            nodes = {name: _node(name, cell) for name, cell in named if cell and name}
            yield Section(file, "", line, nodes, dict.fromkeys(nodes, line))
        line = reader.line_num + 1  # type: ignore[attr-defined]  # a csv.reader, which has no name of its own type


def _node(name: str, cell: str) -> yaml.Node:
    if name in LISTS:
        values = [value.strip() for value in cell.split("|") if value.strip()]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [_scalar(value) for value in values])
    return _scalar(_spelled(name, cell))


def _spelled(name: str, cell: str) -> str:
    """The cell as YAML would have it; what cannot be read stays as it is and is refused there."""
    if name in _FLAGS:
        said = cell.lower()
        return "true" if said in _YES else "false" if said in _NO else cell
    return iso_of(cell) if name in _DAYS else cell


def _scalar(value: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", value)
