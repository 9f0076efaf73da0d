"""What a change of calendar or profile would do to running deadlines, said before anything is changed; reads only."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from intake.cases import moves
from intake.cases.current_book import CurrentBook, days_entered
from intake.cases.limits import Running
from intake.cases.moves import Move
from intake.cases.work import Work
from routing.dates import local_day
from routing.days_off import EnteredDay
from routing.recounting import Recounting, rule_under
from routing.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Shift:
    """So many cases that would be due on ``after`` instead of ``before``, both local days."""

    before: date
    after: date
    cases: int


def of_days(work: Work, days: Sequence[EnteredDay], *, without: date | None = None) -> Iterator[Move]:
    """What moves when these days are entered and one is withdrawn; with neither, what has still to be counted again."""
    kept = [entered for entered in days_entered(work.session) if entered.day != without]
    yield from moves.all_moves(work, Recounting(work.desk.current.with_days([*kept, *days])))


def of_profile(work: Work, there: Rulebook, days: Sequence[EnteredDay]) -> Iterator[Move]:
    """What would be due on another day if every case lived under another profile's limits."""
    here = work.desk.rulebook
    counting = Recounting(CurrentBook(there).with_days([*days_entered(work.session), *days]))

    def ruled(one: Running) -> str:
        return rule_under(one.rule, one.kind, one.counted_from, here, there)

    yield from moves.all_moves(work, counting, ruled)


def shifts(found: Iterable[Move]) -> list[Shift]:
    """How many cases go from which day to which: figures alone, for whoever may not see the cases."""
    counted = Counter((local_day(move.running.due_at), local_day(move.result.due)) for move in found)
    return [Shift(before, after, cases) for (before, after), cases in sorted(counted.items())]
