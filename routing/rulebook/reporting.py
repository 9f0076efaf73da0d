"""Report periods: which days a quarter's, a half-year's or a year's report covers.

A period closes on a fixed day of its last month and the next one begins the day after, so that reports can be
written before the month is over. Knows no figures and no forms; the day to send by is set by each province.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from models.vocabulary import Labelled
from routing.grounds import Grounds
from routing.rulebook.dated import History
from routing.rulebook.reading import GROUNDS, PERIOD, every, read_grounds
from routing.rulebook.source import Section, read

MONTHS = 12
SHORTEST_MONTH = 28


class ReportPeriod(Labelled):
    """What a regular report covers."""

    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half_year", "06 tháng"
    NINE_MONTHS = "nine_months", "09 tháng"
    YEAR = "year", "Năm"


@dataclass(frozen=True, slots=True)
class ReportRule:
    """``months`` long, and ``closing_day`` is the last day of its last month that still counts."""

    period: ReportPeriod
    months: int
    closing_day: int
    grounds: Grounds

    def window(self, year: int, number: int = 1) -> tuple[date, date]:
        """First and last day of the ``number``-th such period of a year. Raises ValueError for one it lacks."""
        last_month = self.months * number
        if number < 1 or last_month > MONTHS:
            raise ValueError(f"Năm {year} không có kỳ báo cáo “{self.period.label}” thứ {number}.")
        last = date(year, last_month, self.closing_day)
        before = last_month - self.months
        closed = date(year, before, self.closing_day) if before else date(year - 1, MONTHS, self.closing_day)
        return closed + timedelta(days=1), last


def read_reports(path: Path) -> Mapping[ReportPeriod, History[ReportRule]]:
    """Raises RulebookInvalid."""

    def one(period: ReportPeriod, row: Section) -> ReportRule:
        row.only(*PERIOD, "months", "closing_day", *GROUNDS)
        months, closing_day = row.number("months"), row.number("closing_day")
        if not 1 <= months <= MONTHS:
            row.fail("months", f"một kỳ báo cáo dài từ 1 đến {MONTHS} tháng")
        if not 1 <= closing_day <= SHORTEST_MONTH:
            row.fail("closing_day", f"ngày chốt số liệu phải từ 1 đến {SHORTEST_MONTH}, để tháng nào cũng có")
        return ReportRule(period, months, closing_day, read_grounds(row))

    return every(read(path), ReportPeriod, one)
