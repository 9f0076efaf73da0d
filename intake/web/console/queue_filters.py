"""The filters of a queue as they stand in an address: read strictly, written back, said as chips.

What cannot be read is left out and said in a sentence; it never narrows a list to something nobody asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request

from intake.cases import holding, organisation, queues
from intake.cases.queues import Filters, Order, Queue
from intake.cases.queues.filters import Due
from intake.cases.queues.order import orders_of
from intake.cases.work import Work
from intake.web.console.forms import printable, some_id
from intake.web.console.queue_choices import CHANNEL, CHOICES, DUE, FIELD, KIND, STATUS
from models.languages import _
from models.vocabulary import CaseKind, CaseStatus, ChannelKind, Field, Labelled, Role
from routing.case_code import read_code
from routing.dates import iso_of, say_day
from routing.rulebook.source import iso_day

L = TypeVar("L", bound=Labelled)

_TEXT_MAX = 200
_SEVERAL_UNITS = frozenset({Role.RECEIVING, Role.OVERSEER})
"""Who sees cases of more units than their own, and so may choose among them."""

_UNIT, _PLACE, _TEXT, _FROM, _UNTIL, _ORDER = "co_quan", "noi", "q", "han_tu", "han_den", "xep"
_KEEPER, _NOBODY = "giu", "chua-ai"
SAME = "giong"
NAMES = (_TEXT, *CHOICES, _UNIT, _KEEPER, _FROM, _UNTIL, _PLACE, SAME, _ORDER)
"""Everything a list is narrowed and ordered by, as it is spelled in an address."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on: what it says, and the address of the list without it (from ``?`` on, or empty)."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What was asked for: the filters, the order, how both are spelled, and what could not be read.

    ``units``: keys and names of the units to choose among; none for whoever sees only one unit's cases.
    ``keepers``: the officers of the only unit one sees, and nobody.
    """

    filters: Filters
    order: Order
    orders: tuple[Order, ...]
    given: Mapping[str, str]
    chips: tuple[Chip, ...]
    units: tuple[tuple[str, str], ...] = ()
    keepers: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The query of this list, from ``?`` on; empty when nothing narrows it."""
        return query_of(self.given)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out; another order leaves nothing out."""
        return any(name != _ORDER for name in self.given)

    @property
    def beside_text(self) -> dict[str, str]:
        """Everything but the search, to be kept by its form."""
        return {name: value for name, value in self.given.items() if name != _TEXT}

    def on(self, more: Mapping[str, str]) -> str:
        """The query with more in it."""
        return query_of({**self.given, **more})


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    typed: Mapping[str, str]
    given: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, name: str, value: str, words: str) -> None:
        self.given[name], self.said[name] = value, words


def typed_of(request: Request) -> dict[str, str]:
    """What an address asks for, fit for a page; of a name given twice the last counts."""
    return tidy(dict(request.query_params))


def tidy(typed: Mapping[str, str]) -> dict[str, str]:
    """The names we know, without what is empty, each on one line and not endless."""
    values = {name: printable(" ".join(typed.get(name, "").split()))[:_TEXT_MAX] for name in NAMES}
    return {name: value for name, value in values.items() if value}


def read(work: Work, queue: Queue, typed: Mapping[str, str]) -> Narrowing:
    """What was typed, as filters for this officer."""
    reading, units, keepers = _Reading(typed), _units(work), _keepers(work)
    keeper = _keeper(reading, keepers)
    filters = Filters(
        text=_words(reading, _TEXT, _("Có chữ")),
        place=_words(reading, _PLACE, _("Địa điểm")),
        kind=_chosen(reading, KIND, CaseKind),
        field=_chosen(reading, FIELD, Field),
        channel=_chosen(reading, CHANNEL, ChannelKind),
        status=_chosen(reading, STATUS, CaseStatus),
        due=_chosen(reading, DUE, Due),
        due_from=_day(reading, _FROM, _("Hạn từ")),
        due_until=_day(reading, _UNTIL, _("Hạn đến")),
        unit_id=_unit(reading, units),
        officer_id=some_id(keeper),
        unowned=keeper == _NOBODY,
        text_hash=_same(work, reading),
    )
    order = _order(reading, queue)
    chips = tuple(_chip(reading, name) for name in reading.given if name != _ORDER)
    choice = tuple((key, name) for key, name, _ in units)
    return Narrowing(filters, order, orders_of(queue), reading.given, chips, choice, keepers, tuple(reading.faults))


def query_of(given: Mapping[str, str]) -> str:
    return f"?{urlencode(given)}" if given else ""


def _words(reading: _Reading, name: str, label: str) -> str:
    value = reading.typed.get(name, "")
    if value:
        reading.take(name, value, f"{label}: “{value}”")
    return value


def _chosen(reading: _Reading, name: str, vocabulary: type[L]) -> L | None:
    label, value = _(CHOICES[name][0]), reading.typed.get(name, "")
    if not value:
        return None
    if value not in set(vocabulary):
        reading.faults.append(_("Bộ lọc “{label}” không có lựa chọn này nên đã được bỏ qua.").format(label=label))
        return None
    chosen = vocabulary(value)
    reading.take(name, value, f"{label}: {_(chosen.label)}")
    return chosen


def _day(reading: _Reading, name: str, label: str) -> date | None:
    value = reading.typed.get(name, "")
    if not value:
        return None
    try:
        day = iso_day(iso_of(value))
    except ValueError:
        reading.faults.append(
            _("{label} “{value}” không phải một ngày nên đã được bỏ qua. Ví dụ: 23/11/2026.").format(
                label=label, value=value
            )
        )
        return None
    reading.take(name, day.isoformat(), f"{label} {say_day(day)}")
    return day


def _units(work: Work) -> list[tuple[str, str, UUID]]:
    if not work.actor.roles & _SEVERAL_UNITS:
        return []
    return [(unit.key, unit.name, unit.id) for unit in organisation.units_today(work)]


def _unit(reading: _Reading, units: list[tuple[str, str, UUID]]) -> UUID | None:
    value = reading.typed.get(_UNIT, "")
    if not value or not units:
        return None
    for key, name, unit_id in units:
        if key == value:
            reading.take(_UNIT, key, _("Cơ quan: {name}").format(name=name))
            return unit_id
    reading.faults.append(_("Không có cơ quan này trong danh sách hôm nay nên bộ lọc “Cơ quan” đã được bỏ qua."))
    return None


def _keepers(work: Work) -> tuple[tuple[str, str], ...]:
    several = work.actor.unit_id is None or work.actor.roles & _SEVERAL_UNITS
    known = [] if several else [(str(one.id), one.name) for one in holding.keepers(work)]
    return ((_NOBODY, _("Chưa ai giữ")), *known)


def _keeper(reading: _Reading, keepers: tuple[tuple[str, str], ...]) -> str:
    value = reading.typed.get(_KEEPER, "")
    name = dict(keepers).get(value)
    if name is not None:
        reading.take(_KEEPER, value, _("Người giữ: {name}").format(name=name))
        return value
    if value:
        reading.faults.append(_("Không có cán bộ này trong đơn vị nên bộ lọc “Người giữ” đã được bỏ qua."))
    return ""


def _same(work: Work, reading: _Reading) -> str:
    """The hash of the text of the case that is named: an address carries its code and nothing of the text."""
    value = reading.typed.get(SAME, "")
    code = read_code(value)
    found = queues.text_hash_of(work, code) if code else None
    if code and found:
        reading.take(SAME, code, _("Giống hệt {code}").format(code=code))
    elif value:
        reading.faults.append(_("Không có ý kiến nào giống hệt hồ sơ này nên bộ lọc đã được bỏ qua."))
    return found or ""


def _order(reading: _Reading, queue: Queue) -> Order:
    orders, value = orders_of(queue), reading.typed.get(_ORDER, "")
    chosen = next((order for order in orders if order == value), orders[0])
    if chosen is not orders[0]:
        reading.given[_ORDER] = chosen.value
    return chosen


def _chip(reading: _Reading, name: str) -> Chip:
    others = {other: value for other, value in reading.given.items() if other != name}
    return Chip(reading.said[name], query_of(others))
