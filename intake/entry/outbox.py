"""The command ``langnghe outbox``: the jobs that were set aside, and beginning one anew.

It prints no name, address or word of a citizen; whoever needs those opens the case.
"""

from uuid import UUID

import typer

from intake.cases import aside
from intake.cases.errors import Refusal
from intake.entry.existing import open_existing
from intake.entry.faults import NotUnderstood
from intake.entry.settings import Settings
from routing.dates import say_moment


def show_outbox(settings: Settings) -> None:
    """One line for each job that was set aside. Raises CannotStart."""
    desk = open_existing(settings)
    try:
        with desk.look() as work:
            rows = aside.rows(work)
    finally:
        desk.database.dispose()
    if not rows:
        typer.echo("Không có việc nào bị để riêng.")
    for row in rows:
        case = f", hồ sơ {row.code}" if row.code else ""
        typer.echo(
            f"{row.id}  {row.kind.label}{case}: {row.state.label.lower()} sau {row.attempts} lần, "
            f"{row.fault or 'không rõ lỗi'}, từ {say_moment(row.since)}"
        )


def retry_row(settings: Settings, typed: str) -> None:
    """Begin the job with this id anew. Raises CannotStart, NotUnderstood."""
    try:
        job_id = UUID(typed)
    except ValueError:
        raise NotUnderstood(f"“{typed}” không phải mã việc; langnghe outbox cho xem các mã.") from None
    desk = open_existing(settings)
    try:
        with desk.work() as work:
            row = aside.retry(work, job_id)
    except Refusal as refusal:
        raise NotUnderstood(refusal.sentence) from None
    finally:
        desk.database.dispose()
    typer.echo(f"Đã xếp lại việc “{row.kind.label}”, sẽ chạy ngay.")
