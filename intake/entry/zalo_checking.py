"""``langnghe zalo check``: one page of what is well and what is not with each Official Account, and what to do."""

import typer

from bot.channels import setups
from intake.adapters.telemetry import configure_logging
from intake.cases import channel_accounts, channel_setup
from intake.cases.ports import Account, Finding, Grade
from intake.cases.work import Desk
from intake.entry.existing import open_existing
from intake.entry.settings import Settings
from models.vocabulary import ChannelKind

_MARKS = {
    Grade.GOOD: ("✓", typer.colors.GREEN),
    Grade.DOUBTFUL: ("!", typer.colors.YELLOW),
    Grade.BAD: ("✗", typer.colors.RED),
}
_NONE = (
    "Chưa có OA nào. Xin vào trang Cán bộ, mục Kênh trò chuyện, chọn Zalo rồi điền các mục; hướng dẫn từng bước ở "
    "docs/operations.md, mục Zalo."
)


def check(settings: Settings) -> None:
    """Ask Zalo about every account and say what was seen; exits with 1 when something is bad."""
    configure_logging(machine=False)
    desk = open_existing(settings)
    try:
        with desk.look() as work:
            accounts = channel_accounts.every(work, ChannelKind.ZALO)
        if not accounts:
            typer.echo(_NONE)
            raise typer.Exit(1)
        bad = [_show(desk, account) for account in accounts]
    finally:
        desk.database.dispose()
    if any(bad):
        raise typer.Exit(1)


def _show(desk: Desk, account: Account) -> bool:
    """Print one account; True if something is bad."""
    setup = setups()[ChannelKind.ZALO]
    address = channel_setup.hook_address(desk, account.kind, account.hook)
    typer.secho(f"{account.name} (OA {account.account}){'' if account.enabled else ' – đang tắt'}", bold=True)
    found = setup.check(desk, account, address)
    for finding in found:
        _print(finding)
    typer.echo()
    return account.enabled and any(finding.grade is Grade.BAD for finding in found)


def _print(finding: Finding) -> None:
    mark, colour = _MARKS[finding.grade]
    typer.echo(f"  {typer.style(mark, fg=colour)} {finding.seen}")
    if finding.advice and finding.grade is not Grade.GOOD:
        typer.echo(f"      → {finding.advice}")
