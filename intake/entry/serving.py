"""Starting the web: with the relay in one process and the demo province on request, or in several processes."""

import errno
import os
import shutil
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
import uvicorn
from uvicorn.supervisors import Multiprocess

from intake.adapters.metrics import Metrics
from intake.adapters.telemetry import configure_logging
from intake.entry.asgi import options_of
from intake.entry.at_once import ALONE, BESIDE_WORKERS, AtOnce, hearing_at_once
from intake.entry.deciding import LoadedAtFirstUse, prepared_decider
from intake.entry.demo import open_demo
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.relay import Relay
from intake.entry.settings import Settings
from intake.entry.stopping import ending_streams
from intake.web.app import create_app
from intake.web.options import DemoAccount, nothing_missing

_QUIET: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False, "proxy_headers": False}
"""We log requests and read the proxy's headers ourselves, and tell nobody which server this is."""

_LOADING_SECONDS = 30
"""So long a process may be silent before it counts as dead: on a busy machine loading the classifier takes a while."""


def serve(settings: Settings, host: str) -> None:
    """Run until stopped. Raises CannotStart for a port in use or anything else that stops the start."""
    configure_logging()
    listener = _listen(host, settings.port)
    decider = LoadedAtFirstUse(lambda: prepared_decider(settings))
    at_once = AtOnce(decider, BESIDE_WORKERS if settings.broker_url else ALONE)
    desk = replace(open_desk(settings), at_once=at_once)
    accounts = open_demo(settings, desk) if settings.demo else ()
    relay = None if settings.broker_url else Relay(desk, decider)
    missing = relay.missing if relay is not None else nothing_missing
    app = create_app(desk, replace(options_of(settings, Metrics(desk), decider, accounts), missing=missing))
    hearing_at_once(app, desk, at_once)

    if relay is not None:
        relay.start()
    _greet(settings, accounts)
    # uvicorn ends gently and then raises the signal again; by default that would end us before the relay could stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        config = uvicorn.Config(
            lambda: ending_streams(app),  # made when the server has set its handlers of signals
            factory=True,
            **_QUIET,
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        if relay is not None:
            relay.stop()
        app.state.live.stop()
        desk.database.dispose()


def serve_several(settings: Settings, host: str, processes: int) -> None:
    """Run the web alone in that many processes behind one port, each started again when it dies.

    Raises CannotStart where they would get in each other's way: without a broker each would run the outbox,
    without Redis each would count the limits for itself, and SQLite writes from one process at a time.
    """
    needed = {"DATABASE_URL": settings.database_url, "BROKER_URL": settings.broker_url, "REDIS_URL": settings.redis_url}
    if missing := [f"LANGNGHE_{name}" for name, value in needed.items() if not value]:
        raise CannotStart(f"Chạy nhiều tiến trình web cần đặt {', '.join(missing)}.")
    if settings.demo:
        raise CannotStart("Bản trình diễn chạy trong một tiến trình; xin bỏ LANGNGHE_DEMO hoặc --processes.")
    configure_logging()
    listener = _listen(host, settings.port)
    open_desk(settings).database.dispose()  # so that what cannot start says so here, once
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_fresh_folder(settings))  # read by the metrics of each process
    _greet(settings, ())
    config = uvicorn.Config(
        "intake.entry.asgi:create",
        factory=True,
        workers=processes,
        timeout_worker_healthcheck=_LOADING_SECONDS,
        **_QUIET,
    )
    Multiprocess(config, sockets=[listener]).run()


def _fresh_folder(settings: Settings) -> Path:
    """Where the processes keep their counts, so that whichever is asked tells those of all."""
    folder = settings.home / "run" / f"metrics-{settings.port}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is done, so that a port in use is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as refused:
        listener.close()
        if refused.errno == errno.EADDRINUSE:
            raise CannotStart(f"Cổng {port} đang có chương trình khác dùng. Xin đặt LANGNGHE_PORT=8001.") from None
        raise CannotStart(f"Không mở được cổng {port} trên {host} ({refused.strerror}).") from None
    return listener


def _greet(settings: Settings, accounts: tuple[DemoAccount, ...]) -> None:
    typer.secho("\nLắng Nghe đang chạy. Dừng bằng Ctrl+C.\n", bold=True)
    typer.echo(f"  Trang cho người dân   {settings.address}/")
    typer.echo(f"  Bàn làm việc cán bộ   {settings.address}/can-bo/")
    typer.echo(f"  Tài liệu API          {settings.address}/api/v1/docs\n")
    if accounts:
        typer.secho("  ĐÂY LÀ BẢN TRÌNH DIỄN với dữ liệu bịa. Mật khẩu chung cho mọi tài khoản mẫu:", fg="yellow")
        typer.secho(f"  {accounts[0].password}\n", bold=True)
        width = max(len(account.username) for account in accounts)
        for account in accounts:
            typer.echo(f"  {account.username:<{width}}  {account.role:<18}  {account.unit}")
        typer.echo("")
    else:
        typer.echo("  Chưa có tài khoản? Tạo quản trị đầu tiên: langnghe create-admin\n")
