"""Importing feedback from a file of JSON lines, through the same use case as the form.

Each line is filed once however often the file is imported: its Idempotency-Key is made from the line itself, so a
run that was stopped is simply run again.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer
from rich.progress import track

from intake.cases.errors import Refusal
from intake.cases.perform import drain
from intake.cases.submission import Submission, read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from intake.entry.deciding import load_decider, prepare_decider
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.vocabulary import ChannelKind


@dataclass
class Outcome:
    """What became of the lines; ``refused`` says for each bad line its number and why."""

    filed: int = 0
    known: int = 0
    refused: list[str] = field(default_factory=list)


def import_lines(settings: Settings, file: Path) -> None:
    """File every line, then classify what was filed. Raises CannotStart when the file cannot be read."""
    lines = _read(file)
    desk = open_desk(settings)
    prepare_decider(settings)

    outcome = file_all(desk, lines)
    drain(desk, load_decider(settings), worker="import")

    typer.echo(f"Đã nhập {outcome.filed} phản ánh, {outcome.known} dòng đã có từ trước.")
    for sentence in outcome.refused:
        typer.secho(sentence, fg=typer.colors.YELLOW, err=True)
    if outcome.refused:
        raise CannotStart(f"{len(outcome.refused)} dòng không nhập được, các dòng khác đã nhập xong.")


def file_all(desk: Desk, lines: list[str]) -> Outcome:
    """File each line in its own transaction, with a progress bar."""
    outcome = Outcome()
    for number, line in enumerate(track(lines, description="Đang nhập"), start=1):
        if not line.strip():
            continue
        try:
            submission = _submission(line)
        except (ValueError, TypeError):
            outcome.refused.append(f"Dòng {number}: không phải JSON có trường text.")
            continue
        except Refusal as refusal:
            outcome.refused.append(f"Dòng {number}: {refusal.sentence}")
            continue
        with desk.work() as work:
            filed = submit(work, submission, idempotency_key=_key(line))
        outcome.known += filed.repeated
        outcome.filed += not filed.repeated
    return outcome


def _read(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CannotStart(f"Không đọc được tệp {file} (phải là văn bản UTF-8).") from None


def _submission(line: str) -> Submission:
    entry: Any = json.loads(line)
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise TypeError
    given: dict[str, Any] = {
        name: str(entry[name]) for name in ("name", "phone", "email", "address", "place") if entry.get(name)
    }
    return read_submission(content=entry["text"], channel=ChannelKind.IMPORT, **given)


def _key(line: str) -> str:
    return "import:" + hashlib.sha256(line.strip().encode()).hexdigest()
