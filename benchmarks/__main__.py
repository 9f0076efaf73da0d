"""``make bench``: every measurement in turn, printed against its target and written to ``var/bench.json``."""

import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks import chatting, deadlines, engine, measures, pages, processor
from benchmarks.figures import Figure, table
from benchmarks.rasa.speed import asking
from benchmarks.server import ROOT
from benchmarks.slow_line import slow_line
from benchmarks.understanding import understanding
from benchmarks.writing import writing
from intake.entry.deciding import prepare_decider
from intake.entry.settings import Settings

OUT = ROOT / "var" / "bench.json"


def main(
    cases: Annotated[int, typer.Option(help="How many cases are stored before anything is measured.")] = 100_000,
    seconds: Annotated[float, typer.Option(help="How long each load lasts.")] = 15.0,
    done: Annotated[int, typer.Option(help="How many cases are followed until every side effect is done.")] = 1_000,
    only: Annotated[
        str,
        typer.Option(
            help="accepting, everything, one_process, embedded, reading, following, writing, counting, recounting, "
            "understanding, chatting, rasa, chatting_with_rasa, slow_line."
        ),
    ] = "",
) -> None:
    """Measure, print and keep."""
    prepare_decider(Settings(home=engine.HOME))
    template = (
        engine.template(cases)
        if not only or set(only.split(",")) - {"embedded", "counting", "understanding", "rasa", "slow_line"}
        else ""
    )
    measurements: dict[str, Callable[[], list[Figure]]] = {
        "accepting": lambda: measures.accepting(template, seconds),
        "everything": lambda: measures.everything(template, done),
        "one_process": lambda: measures.one_process(template, seconds, done),
        "embedded": lambda: measures.embedded(seconds, done),
        "reading": lambda: pages.reading(template),
        "following": lambda: pages.following(template),
        "writing": lambda: writing(template),
        "counting": deadlines.counting,
        "recounting": lambda: deadlines.recounting(template, cases),
        "understanding": understanding,
        "chatting": lambda: chatting.chatting(template, seconds),
        "rasa": asking,
        "chatting_with_rasa": lambda: chatting.chatting_with_rasa(template, seconds),
        "slow_line": slow_line,
    }
    kept: dict[str, Any] = {"machine": _machine(), "cases": cases, "figures": []}
    for name, measure in measurements.items():
        if only and name not in only.split(","):
            continue
        busy, pace = os.getloadavg()[0], processor.pace()
        figures = measure()
        told = f"load before: {busy:.1f}; a million steps of Python: {pace:.0f} ms before, {processor.pace():.0f} after"
        print(f"\n{name} ({told})\n{table(figures)}", flush=True)
        kept["figures"] += [
            figure.as_record() | {"part": name, "load_before": busy, "pace_before": pace} for figure in figures
        ]
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n")


def _machine() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "python": platform.python_version(),
        "load_at_start": os.getloadavg(),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    typer.run(main)
