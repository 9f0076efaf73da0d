"""The doctor: every part examined once, on one screen for people or as JSON for programs.

The exit code is 1 when something is broken and 0 otherwise; a warning does not fail a monitoring job. A broken
part never hides the others: what cannot be examined because of it is left out, and it is named itself.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import typer
from sqlalchemy.exc import SQLAlchemyError

from intake.cases.examination import Finding, Health, examine
from intake.entry import surroundings
from intake.entry.existing import open_existing, reach
from intake.entry.faults import CannotStart
from intake.entry.settings import Settings
from models import migrate
from models.db import Database
from routing.dates import local

_LOOKS = {
    Health.OK: ("✓", typer.colors.GREEN),
    Health.WARNING: ("!", typer.colors.YELLOW),
    Health.FAULT: ("✗", typer.colors.RED),
}


def doctor(settings: Settings, *, as_json: bool) -> None:
    """Examine and say; exits with 1 when anything is broken."""
    findings = list(find(settings))
    (_print_json if as_json else _print_screen)(findings)
    if worst(findings) is Health.FAULT:
        raise typer.Exit(1)


def find(settings: Settings) -> Iterator[Finding]:
    """All findings, those that need nothing else first."""
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")  # an unreachable server must not keep the screen empty
    try:
        database = reach(settings)
    except CannotStart as unreachable:
        yield Finding("database", "Cơ sở dữ liệu", Health.FAULT, str(unreachable))
    else:
        try:
            yield from _of_the_database(settings, database)
        except SQLAlchemyError as fault:
            sentence = f"Không đọc được dữ liệu ({type(fault).__name__})."
            yield Finding("database", "Cơ sở dữ liệu", Health.FAULT, sentence)
        finally:
            database.dispose()
    yield surroundings.broker(settings)
    yield surroundings.mail(settings)
    yield surroundings.scanner(settings)
    yield surroundings.printer(settings)
    yield surroundings.model(settings)
    yield surroundings.disk(settings)
    yield surroundings.rules(settings)


def worst(findings: list[Finding]) -> Health:
    found = {finding.health for finding in findings}
    return next((health for health in (Health.FAULT, Health.WARNING) if health in found), Health.OK)


def _of_the_database(settings: Settings, database: Database) -> Iterator[Finding]:
    yield surroundings.database(database)
    yield surroundings.migrations(database)
    apart = surroundings.time_apart(database)
    if apart is not None:
        yield apart
    if not migrate.is_current(database):
        return
    try:
        desk = open_existing(settings)
    except CannotStart as unusable:
        yield Finding("keys", "Khóa bí mật", Health.FAULT, str(unusable))
        return
    try:
        with desk.look() as work:
            yield surroundings.keys(work)
            yield from examine(work)
    finally:
        desk.database.dispose()


def _print_screen(findings: list[Finding]) -> None:
    typer.secho(f"Khám hệ thống Lắng Nghe, {local(datetime.now(UTC)):%H:%M ngày %d/%m/%Y}", bold=True)
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark, colour = _LOOKS[finding.health]
        label = typer.style(f"{mark} {finding.health.label:<6}", fg=colour)
        typer.echo(f"  {label} {finding.name:<{width}}  {finding.sentence}")
    counts = {health: sum(finding.health is health for finding in findings) for health in Health}
    typer.echo(f"\n  {counts[Health.FAULT]} hỏng, {counts[Health.WARNING]} lưu ý, {counts[Health.OK]} tốt.")


def _print_json(findings: list[Finding]) -> None:
    report = {
        "health": worst(findings),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "checks": [
            {
                "code": finding.code,
                "name": finding.name,
                "health": finding.health,
                "sentence": finding.sentence,
                "facts": finding.facts,
            }
            for finding in findings
        ],
    }
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
