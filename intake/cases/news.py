"""What a transaction has changed, told to whoever watches: ids and digests only, and whom it concerns who may no longer
see it.

It knows how such news is written in one line and read again. It refuses to know who watches and how it travels; who
may see a case is asked of ``access`` by whoever passes the news on.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from models.bulletin import EVERYTHING
from models.case import Case
from models.vocabulary import CaseStatus


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news. ``case_id`` None: anything may have changed.

    ``left`` are units and desks that held the case and do no more; ``for_all``: whoever saw it may have lost sight of
    it. ``looking``: only who has the case open is new.
    """

    case_id: UUID | None
    left: frozenset[UUID] = frozenset()
    for_all: bool = False
    looking: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """Who held a case before this transaction, as far as it decides who sees it."""

    holders: frozenset[UUID] = frozenset()
    restricted: bool = False


class News:
    """What one transaction has to tell. Cases must be shown to it before they are changed."""

    def __init__(self) -> None:
        self._before: dict[UUID, _Held] = {}
        self._changed: dict[UUID, Case] = {}
        self._looked: set[UUID] = set()
        self._lists = False
        self._talks: set[str] = set()

    def before(self, case: Case) -> None:
        """Remember who holds the case now."""
        self._before.setdefault(case.id, _held(case))

    def changed(self, case: Case) -> None:
        """Something was recorded on the case."""
        if case.version == 1:  # the first event of a new case: nobody has held it yet
            self._before.setdefault(case.id, _Held())
        self._changed[case.id] = case

    def looked(self, case_id: UUID) -> None:
        """Somebody has opened the case, left it, or begun to type."""
        self._looked.add(case_id)

    def lists(self) -> None:
        """Something beside the cases changed that lists show."""
        self._lists = True

    def said(self, reader: str) -> None:
        """Something was said that is read on a page of ours; ``reader`` is the digest of whoever reads it."""
        self._talks.add(reader)

    def talks(self) -> list[str]:
        """Whose conversations have a new line."""
        return sorted(self._talks)

    def lines(self) -> list[str]:
        """The news in writing. A case that waits for the machine is in nobody's queue yet, and so no news."""
        changed = [_item(case, self._before.get(case.id)) for case in self._changed.values() if _is_out(case)]
        looked = [Item(case_id, looking=True) for case_id in self._looked]
        lists = [Item(None)] if self._lists else []
        return [written(item) for item in (*changed, *looked, *lists)]


def written(item: Item) -> str:
    """One line: what ``read`` reads."""
    if item.case_id is None:
        return EVERYTHING
    mark = "?" if item.looking else ""
    return " ".join([mark + item.case_id.hex, *(unit.hex for unit in item.left), *(["*"] if item.for_all else [])])


def read(line: str) -> Item:
    """The item of a line; whatever else is said there means that anything may have changed."""
    first, *rest = line.split(" ")
    try:
        item = Item(UUID(first.removeprefix("?")), looking=first.startswith("?"))
        return replace(item, left=frozenset(UUID(unit) for unit in rest if unit != "*"), for_all="*" in rest)
    except ValueError:
        return Item(None)


def _is_out(case: Case) -> bool:
    return case.status is not CaseStatus.RECEIVED


def _item(case: Case, before: _Held | None) -> Item:
    now = _held(case)
    if before is None:  # changed without being locked first: who held it is not known
        return Item(case.id, for_all=True)
    return Item(case.id, left=before.holders - now.holders, for_all=before.restricted != now.restricted)


def _held(case: Case) -> _Held:
    return _Held(frozenset(filter(None, (case.unit_id, case.desk_id))), case.restricted)
