"""Whether the rows fit together and with what the record holds: each fault in one sentence with file and line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from intake.cases import accounts
from intake.cases.chart.rows import Chart, OfficerRow, UnitRow
from intake.cases.chart.standing import Standing
from models.vocabulary import Role
from routing.dates import say_day

Row = TypeVar("Row", UnitRow, OfficerRow)


def faults(chart: Chart, standing: Standing) -> list[str]:
    """Everything that keeps the rows from being entered."""
    units = {row.key: row for row in chart.units}
    return [
        *_repeated(chart.units, lambda row: row.key, "đơn vị"),
        *_repeated(chart.officers, lambda row: row.username, "tài khoản"),
        *(fault for row in chart.units for fault in _unit_faults(row, units, standing)),
        *_second(chart.units, standing, "bàn tiếp nhận", "receiving_desk"),
        *_second(chart.units, standing, "đơn vị trực thời hạn", "duty_desk"),
        *_second(chart.units, standing, "cơ quan giữ hồ sơ hạn chế ở cùng thứ tự này", "restricted_rank"),
        *_circles(chart.units, standing),
        *(fault for row in chart.officers for fault in _officer_faults(row, units, standing)),
    ]


def _repeated(rows: Iterable[Row], key: Callable[[Row], str], what: str) -> Iterator[str]:
    first: dict[str, Row] = {}
    for row in rows:
        if earlier := first.get(key(row)):
            yield f"{row.at}: {what} “{key(row)}” đã ghi ở {earlier.at}."
        first.setdefault(key(row), row)


def _unit_faults(row: UnitRow, units: Mapping[str, UnitRow], standing: Standing) -> Iterator[str]:
    known = standing.units.get(row.key)
    if known is not None and known.valid_to is not None and row.valid_to is None:
        yield (
            f"{row.at}: đơn vị “{row.key}” đã kết thúc từ {say_day(known.valid_to)}; xin ghi ngày đó ở valid_to, "
            "hoặc dùng khóa khác cho đơn vị mới."
        )
    written = [former.name.casefold() for former in row.formerly]
    if len(set(written)) < len(written):
        yield f"{row.at}: một tên cũ được ghi hai lần."
    for one in row.succeeds:
        yield from (f"{row.at}: {fault}" for fault in _succession_faults(row, one.unit, units, standing))


def _succession_faults(row: UnitRow, key: str, units: Mapping[str, UnitRow], standing: Standing) -> Iterator[str]:
    before = units.get(key) or standing.units.get(key)
    if key == row.key:
        yield f"đơn vị “{key}” không thể kế tiếp chính mình."
    elif before is None:
        yield f"không có đơn vị “{key}” trong tệp hay trong hệ thống."
    elif before.valid_to is None:
        yield f"đơn vị “{key}” chưa có ngày kết thúc nên chưa thể có đơn vị kế tiếp."


def _second(rows: Iterable[UnitRow], standing: Standing, what: str, name: str) -> Iterator[str]:
    """A desk of which there can be one only: the file has it twice, or the record has it elsewhere."""
    in_file = {row.key for row in rows}
    taken = {getattr(unit, name): key for key, unit in standing.units.items() if key not in in_file}
    for row in rows:
        value = getattr(row, name)
        if value and value in taken:
            yield f"{row.at}: “{taken[value]}” đã là {what}; chỉ một đơn vị được là."
        elif value:
            taken[value] = row.key


def _circles(rows: Iterable[UnitRow], standing: Standing) -> Iterator[str]:
    """Units that would carry on each other."""
    before = {
        key: {standing.key_of(one.unit_id) for one in standing.succeeds[unit.id]}
        for key, unit in standing.units.items()
    }
    for row in rows:
        before.setdefault(row.key, set()).update(one.unit for one in row.succeeds)
    for row in rows:
        seen: set[str | None] = set()
        waiting = set(before[row.key]) - {row.key}
        while waiting:
            seen |= waiting
            waiting = {further for one in waiting for further in before.get(one or "", ())} - seen
        if row.key in seen:
            yield f"{row.at}: “{row.key}” kế tiếp một đơn vị mà chính đơn vị ấy lại kế tiếp nó."


def _officer_faults(row: OfficerRow, units: Mapping[str, UnitRow], standing: Standing) -> Iterator[str]:
    for error in accounts.account_errors(row.username, row.name, row.roles):
        yield f"{row.at}: {error.sentence}"
    if row.unit is not None and row.unit not in units and row.unit not in standing.units:
        yield f"{row.at}: không có đơn vị “{row.unit}” trong tệp hay trong hệ thống."
    if row.unit is None and row.roles & {Role.HANDLING, Role.LEADER}:
        yield f"{row.at}: cán bộ xử lý, lãnh đạo phải thuộc một đơn vị (cột unit)."
