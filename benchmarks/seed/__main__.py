"""``python -m benchmarks.seed --cases N --database URL --home FOLDER``: make a large province to be measured."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.seed.filling import NotEmpty, Order, fill
from intake.entry.opening import open_desk
from intake.entry.settings import Settings


def main(
    cases: Annotated[int, typer.Option(help="How many cases, up to 1,000,000.")],
    database: Annotated[str, typer.Option(help="URL of an empty database; SQLite in HOME if not given.")] = "",
    home: Annotated[Path, typer.Option(help="Where the keys are, or will be made.")] = Path("var/bench/home"),
    seed: Annotated[int, typer.Option(help="The same number makes the same province.")] = 1,
    until: Annotated[datetime | None, typer.Option(help="The day the province stands at, UTC; today.")] = None,
    processes: Annotated[int, typer.Option(help="Two on PostgreSQL; SQLite has one writer.")] = 2,
) -> None:
    """Fill an empty database."""
    desk = open_desk(Settings(home=home, database_url=database))
    url = desk.database.url.render_as_string(hide_password=False)
    moment = until.replace(tzinfo=UTC) if until else datetime.now(UTC)
    order = Order(url, desk.keyring, cases, seed, moment)
    desk.database.dispose()
    began = time.perf_counter()
    try:
        for done in fill(order, processes=1 if desk.database.is_sqlite else processes):
            print(f"\r{done:,} / {cases:,}", end="", flush=True)
    except NotEmpty:
        raise SystemExit("The database is not empty.") from None
    seconds = time.perf_counter() - began
    print(f"\r{cases:,} cases in {seconds:.1f} s: {cases / seconds:,.0f} a second")


if __name__ == "__main__":
    typer.run(main)
