"""``langnghe rules impact``: which open cases would be due on another day, said before anything is changed."""

import json
from collections.abc import Iterator
from pathlib import Path

import typer

from intake.cases import impact, moves
from intake.cases.moves import Move
from intake.cases.work import Desk
from intake.entry.calendar_import import days_of, read_content
from intake.entry.existing import open_existing
from intake.entry.ruling import open_rulebook
from intake.entry.settings import Settings
from routing.dates import local_day, say_day
from routing.rulebook import Rulebook

_RESTRICTED = "Diện hạn chế"
_UNASSIGNED = "Chưa giao"


def tell_impact(settings: Settings, *, calendar: Path | None, profile: str | None, as_json: bool) -> None:
    """Print the cases that would move. Raises CannotStart for a file or profile that can't be used."""
    content = read_content(calendar) if calendar else None
    there = open_rulebook(settings.model_copy(update={"profile": profile}), strictly=True) if profile else None
    desk = open_existing(settings)
    try:
        found = list(foreseen(desk, calendar.name if calendar else "", content, there))
        with desk.look() as work:
            lost = moves.left_behind(work, there or desk.rulebook)
    finally:
        desk.database.dispose()
    (_print_json if as_json else _print_table)(found, lost)


def foreseen(desk: Desk, name: str, content: bytes | None, there: Rulebook | None) -> Iterator[Move]:
    """What would move with the days of a file, under another profile, or both."""
    with desk.look() as work:
        days = days_of(work, name, content) if content is not None else ()
        yield from impact.of_profile(work, there, days) if there else impact.of_days(work, days)


def _print_json(found: list[Move], lost: list[tuple[str, int]]) -> None:
    cases = [
        {
            "code": move.running.code,
            "unit": _unit(move),
            "rule": move.result.rule,
            "before": local_day(move.running.due_at).isoformat(),
            "after": local_day(move.result.due).isoformat(),
            "sentence": move.result.sentence,
        }
        for move in found
    ]
    not_counted = dict(lost)
    told = {"count": len(cases), "cases": cases, "not_counted": not_counted}
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _print_table(found: list[Move], lost: list[tuple[str, int]]) -> None:
    width = max((len(_unit(move)) for move in found), default=0)
    for move in found:
        before, after = say_day(local_day(move.running.due_at)), say_day(local_day(move.result.due))
        typer.echo(f"  {move.running.code}  {_unit(move):<{width}}  {before} → {after}  ({move.result.rule})")
    typer.echo(f"{len(found)} hồ sơ đang xử lý sẽ đổi hạn." if found else "Không hồ sơ nào đổi hạn.")
    for rule, cases in lost:
        typer.echo(f"Lưu ý: {cases} hồ sơ giữ hạn cũ vì sổ quy định không còn thời hạn {rule}.")


def _unit(move: Move) -> str:
    if move.running.restricted:
        return _RESTRICTED
    return move.running.unit or _UNASSIGNED
