"""The command ``langnghe``: each command is a few lines over the same use cases as the web."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from intake.entry.faults import CannotStart
from intake.entry.settings import read_settings
from models.vocabulary import WorkQueue

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Lắng Nghe: tiếp nhận, xử lý và trả lời phản ánh, kiến nghị của người dân.",
)


@app.command()
def run(host: Annotated[str, typer.Option(help="Địa chỉ mạng để lắng nghe.")] = "127.0.0.1") -> None:
    """Chạy trang web, bàn làm việc và bộ phân loại trong một tiến trình."""
    from intake.entry.serving import serve

    serve(read_settings(), host)


@app.command()
def worker(
    queues: Annotated[str, typer.Option(help="Tên các hàng đợi, cách nhau bằng dấu phẩy.")] = ",".join(WorkQueue),
    processes: Annotated[int, typer.Option(min=1, help="Số tiến trình con.")] = 2,
) -> None:
    """Chạy một bộ xử lý việc nền (Celery) lấy việc từ máy chủ hàng đợi."""
    from intake.entry.running import run_worker

    run_worker(read_settings(), queues, processes)


@app.command()
def relay() -> None:
    """Chuyển việc đang chờ trong cơ sở dữ liệu sang máy chủ hàng đợi."""
    from intake.entry.running import run_relay

    run_relay(read_settings())


@app.command()
def beat() -> None:
    """Nhắc việc theo giờ (Celery beat): neo lịch sử, dọn dữ liệu tạm."""
    from intake.entry.running import run_beat

    run_beat(read_settings())


@app.command()
def migrate() -> None:
    """Chuẩn bị bảng, khóa và bộ phân loại cho phiên bản này rồi kết thúc."""
    from intake.entry.deciding import prepare_decider
    from intake.entry.opening import open_desk

    settings = read_settings()
    open_desk(settings).database.dispose()
    prepare_decider(settings)


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="Tệp JSONL, mỗi dòng một phản ánh có trường text.")],
) -> None:
    """Nhập phản ánh từ tệp; chạy lại không nhập trùng dòng đã có."""
    from intake.adapters.telemetry import configure_logging
    from intake.entry.importing import import_lines

    configure_logging(machine=False)
    import_lines(read_settings(), file)


@app.command()
def create_admin(
    username: Annotated[str, typer.Option(prompt="Tên đăng nhập")],
    name: Annotated[str, typer.Option(prompt="Họ tên")],
    password: Annotated[
        str,
        typer.Option(prompt="Mật khẩu (ít nhất 12 ký tự)", hide_input=True, confirmation_prompt="Nhập lại mật khẩu"),
    ],
) -> None:
    """Tạo tài khoản quản trị đầu tiên."""
    from intake.entry.administering import create_administrator

    create_administrator(read_settings(), username=username, name=name, password=password)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu sẽ được tạo, ví dụ sao-luu-2026-11-22.tar.")],
) -> None:
    """Sao lưu dữ liệu và tệp kèm theo trong khi hệ thống đang chạy; không kèm khóa bí mật."""
    from intake.entry.backing_up import back_up

    back_up(read_settings(), file)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="Tệp sao lưu.")]) -> None:
    """Khôi phục bản sao lưu vào một nơi trống, rồi kiểm tra mọi chuỗi lịch sử."""
    from intake.entry import restoring

    restoring.restore(read_settings(), file)


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="In JSON cho chương trình giám sát.")] = False) -> None:
    """Khám toàn bộ hệ thống; kết thúc bằng mã 1 nếu có phần bị hỏng."""
    from intake.entry import doctoring

    doctoring.doctor(read_settings(), as_json=as_json)


def main() -> None:
    """Run a command; what cannot start says so in one sentence and exits with 1."""
    try:
        app()
    except CannotStart as sentence:
        typer.secho(str(sentence), fg=typer.colors.RED, err=True)
        sys.exit(1)
