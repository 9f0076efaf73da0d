"""A catalogue of procedures as a CSV file: every fault with file, line and a sentence; a faulty line is left out.

A file that cannot be read to its end, or has no line that can be used, is refused whole.
The columns are those in which the national catalogue is passed around (``ma_thu_tuc``, ``ten``, …); it writes nothing.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CODE = re.compile(r"\d\.\d{6}(\.[0-9A-Z.]+)*")
REQUIRED = ("ma_thu_tuc", "ten")
OPTIONAL = {
    "linh_vuc": 200,
    "co_quan_ban_hanh": 200,
    "cap_thuc_hien": 200,
    "co_quan_thuc_hien": 500,
    "so_quyet_dinh": 200,
    "url": 500,
}
NAME_MAX, MOST_FAULTS = 1000, 20


class CatalogueInvalid(ValueError):
    """``faults`` are whole sentences for people."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure of a file, in the words of its source."""

    code: str
    name: str
    field: str = ""
    agency: str = ""
    level: str = ""
    executor: str = ""
    decision: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: the procedures in its order, and of the lines left out the codes and why."""

    rows: tuple[Row, ...]
    left_out: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    """Codes which only lines that were left out name: nothing is known of them, so nothing is to change."""


def read_procedures(file: str, content: bytes) -> Read:
    """The procedures of a file. Raises CatalogueInvalid with up to 20 faults where none of it can be used."""
    reader = csv.DictReader(io.StringIO(_text(file, content), newline=""), strict=True)
    found: dict[str, int] = {}
    rows: dict[str, Row] = {}
    unread: set[str] = set()
    faults: list[str] = []
    line = 1
    try:
        _check_headings(file, [name.strip() for name in reader.fieldnames or ()])
        for values in reader:
            row, line = _row(values), reader.line_num
            wrong = list(_faults(values, row, found))
            faults += (f"{file}, dòng {line}: {fault}" for fault in wrong)
            found.setdefault(row.code, line)
            if wrong:
                unread.add(row.code)
            else:
                rows[row.code] = row
    except csv.Error:
        raise CatalogueInvalid(
            f"{file}, từ dòng {line + 1}: dấu ngoặc kép không khớp nhau, không đọc tiếp được."
        ) from None
    if not rows:
        raise CatalogueInvalid(*(_first(faults) or (f"{file}: tệp không có thủ tục nào.",)))
    return Read(tuple(rows.values()), _first(faults), frozenset(unread - rows.keys()))


def _first(faults: list[str]) -> tuple[str, ...]:
    more = len(faults) - MOST_FAULTS
    return (*faults[:MOST_FAULTS], *([f"Còn {more} lỗi nữa."] if more > 0 else []))


def _text(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise CatalogueInvalid(
            f"{file}, dòng {line}: tệp không phải UTF-8. Xin lưu lại dạng “CSV UTF-8” rồi nhập lại."
        ) from None


def _check_headings(file: str, headings: list[str]) -> None:
    if missing := [name for name in REQUIRED if name not in headings]:
        raise CatalogueInvalid(
            f"{file}, dòng 1: thiếu cột {', '.join(missing)}. Dòng đầu phải là tên cột, cách nhau bằng dấu phẩy."
        )
    if doubled := sorted({name for name in headings if headings.count(name) > 1}):
        raise CatalogueInvalid(f"{file}, dòng 1: cột {', '.join(doubled)} được ghi hai lần.")


def _row(values: Mapping[Any, Any]) -> Row:
    clean = {str(name).strip(): " ".join((value or "").split()) for name, value in values.items() if name is not None}
    held = [clean.get(name, "") for name in (*REQUIRED, *OPTIONAL)]
    return Row(*held)


def _faults(values: Mapping[Any, Any], row: Row, found: dict[str, int]) -> Iterator[str]:
    if None in values:
        yield "có nhiều ô hơn số cột; ô chứa dấu phẩy phải đặt trong ngoặc kép."
    if not CODE.fullmatch(row.code):
        yield f"mã thủ tục “{row.code[:40]}” không đúng dạng, ví dụ 1.001193."
    elif row.code in found:
        yield f"mã {row.code} đã có ở dòng {found[row.code]}."
    if not row.name:
        yield "thiếu tên thủ tục."
    elif len(row.name) > NAME_MAX:
        yield f"tên thủ tục dài quá {NAME_MAX} ký tự."
    for name, most in OPTIONAL.items():
        if len(" ".join((values.get(name) or "").split())) > most:
            yield f"cột {name} dài quá {most} ký tự."
