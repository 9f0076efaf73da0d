"""The command ``langnghe``: each command is a few lines over the same use cases as the web."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from intake.entry.faults import CannotStart, NotUnderstood
from intake.entry.settings import read_settings
from models.vocabulary import WorkQueue

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Lắng Nghe: tiếp nhận, xử lý và trả lời phản ánh, kiến nghị của người dân.",
)


calendar = typer.Typer(no_args_is_help=True, help="Lịch làm việc.")
rules = typer.Typer(no_args_is_help=True, help="Sổ quy định.")
app.add_typer(calendar, name="calendar")
app.add_typer(rules, name="rules")
lessons = typer.Typer(no_args_is_help=True, help="Bài học: cán bộ đã sửa hay xác nhận đề xuất của máy thế nào.")
app.add_typer(lessons, name="lessons")
zalo = typer.Typer(no_args_is_help=True, help="Kênh Zalo.")
app.add_typer(zalo, name="zalo")


nlu = typer.Typer(no_args_is_help=True, help="Hiểu tin nhắn: máy hiểu lời người dân thế nào.")
app.add_typer(nlu, name="nlu")


@app.command()
def run(
    host: Annotated[str, typer.Option(help="Địa chỉ mạng để lắng nghe.")] = "127.0.0.1",
    processes: Annotated[
        int, typer.Option(min=1, help="Số tiến trình web; nhiều hơn 1 cần PostgreSQL, broker, Redis.")
    ] = 1,
) -> None:
    """Chạy trang web và bộ phân loại trong một tiến trình, hoặc riêng trang web trong nhiều tiến trình."""
    from intake.entry.serving import serve, serve_several

    if processes > 1:
        serve_several(read_settings(), host, processes)
    else:
        serve(read_settings(), host)


@app.command()
def worker(
    queues: Annotated[str, typer.Option(help="Tên các hàng đợi, cách nhau bằng dấu phẩy.")] = ",".join(WorkQueue),
    processes: Annotated[int, typer.Option(min=1, help="Số tiến trình con.")] = 2,
    name: Annotated[str, typer.Option(help="Tên để hỏi thăm sức khỏe, khác nhau trên cùng một máy.")] = "",
) -> None:
    """Chạy một bộ xử lý việc nền (Celery) lấy việc từ máy chủ hàng đợi."""
    from intake.entry.running import run_worker

    run_worker(read_settings(), queues, processes, name)


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
    """Chuẩn bị bảng, khóa, bộ phân loại và bộ hiểu tin nhắn cho phiên bản này rồi kết thúc."""
    from intake.entry.deciding import prepare_decider
    from intake.entry.opening import open_desk
    from intake.entry.understanding import prepare_nlu

    settings = read_settings()
    open_desk(settings).database.dispose()
    prepare_decider(settings)
    prepare_nlu(settings)


class _FeedbackUnlessNamed(TyperGroup):
    """``langnghe import tep.jsonl`` files feedback; anything else that is imported is named first."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        return super().resolve_command(ctx, args if args[0] in self.commands else ["feedback", *args])


importing = typer.Typer(cls=_FeedbackUnlessNamed, no_args_is_help=True, help="Nhập phản ánh, hoặc danh mục cơ quan.")
app.add_typer(importing, name="import")


@importing.command(name="organisation")
def import_organisation(
    files: Annotated[list[Path], typer.Argument(help="Một tệp YAML, hoặc các tệp CSV của đơn vị và cán bộ.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem sẽ đổi gì, không nhập.")] = False,
) -> None:
    """Nhập đơn vị và cán bộ; nhập lại cùng tệp thì không đổi gì. Mật khẩu lần đầu được in một lần."""
    from intake.adapters.telemetry import configure_logging
    from intake.entry.organising import import_chart

    configure_logging(machine=False)
    import_chart(read_settings(), files, dry_run=dry_run)


@importing.command(name="procedures")
def import_procedures(
    file: Annotated[Path, typer.Argument(help="Tệp CSV UTF-8 có các cột ma_thu_tuc, ten, linh_vuc, …")],
) -> None:
    """Nhập danh mục thủ tục: thủ tục không còn trong tệp thì hết hiệu lực, dòng có lỗi được bỏ qua và nêu ra."""
    from intake.entry.procedures import import_catalogue

    import_catalogue(read_settings(), file)


@importing.command(name="feedback")
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
def restore(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu.")],
    send_waiting: Annotated[
        bool, typer.Option("--send-waiting", help="Gửi cả tin báo còn chờ lúc sao lưu (chỉ khi chắc chưa gửi).")
    ] = False,
) -> None:
    """Khôi phục bản sao lưu vào một nơi trống, rồi kiểm tra mọi chuỗi lịch sử."""
    from intake.entry import restoring

    restoring.restore(read_settings(), file, send_waiting=send_waiting)


@app.command()
def outbox(
    retry: Annotated[str, typer.Option(help="Mã của việc cần chạy lại từ đầu.")] = "",
) -> None:
    """Xem các việc nền hỏng hẳn hoặc chưa rõ kết quả; chạy lại một việc."""
    from intake.entry.outbox import retry_row, show_outbox

    if retry:
        retry_row(read_settings(), retry)
    else:
        show_outbox(read_settings())


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="In JSON cho chương trình giám sát.")] = False) -> None:
    """Khám toàn bộ hệ thống; kết thúc bằng mã 1 nếu có phần bị hỏng."""
    from intake.entry import doctoring

    doctoring.doctor(read_settings(), as_json=as_json)


@app.command()
def deadline(
    received: Annotated[
        str | None, typer.Option(help="Lúc tiếp nhận, ví dụ 2026-11-20T09:00+07:00; không ghi múi giờ là giờ Việt Nam.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Loại thông điệp, ví dụ regulation.")] = None,
    rule: Annotated[str | None, typer.Option(help="Mã thời hạn, ví dụ L01; không ghi thì là hạn trả lời.")] = None,
    profile: Annotated[str | None, typer.Option(help="Hồ sơ tỉnh; không ghi thì theo LANGNGHE_PROFILE.")] = None,
) -> None:
    """Tính một thời hạn theo sổ quy định và in ra JSON."""
    from intake.entry.counting import Question, tell_deadline

    settings = read_settings()
    typer.echo(tell_deadline(settings, Question(kind, rule, received, profile or settings.profile)))


@app.command()
def classify(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Mỗi dòng là một JSON có trường text.")] = False,
) -> None:
    """Phân loại nội dung đọc từ đầu vào chuẩn, in mỗi quyết định một dòng JSON."""
    from intake.entry.classifying import classify_lines

    for line in classify_lines(read_settings(), sys.stdin, jsonl=jsonl):
        typer.echo(line)


@app.command()
def simulate(
    channel: Annotated[str, typer.Argument(help="Tên kênh, ví dụ web.")],
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Mỗi dòng vào là một việc của người dân (JSON), mỗi dòng ra là một tin.")
    ] = False,
) -> None:
    """Trò chuyện với trợ lý như người dân trên một kênh, qua đúng hộp thư đến và đi của hệ thống."""
    from intake.entry.simulating import simulate_channel

    simulate_channel(read_settings(), channel, sys.stdin, jsonl=jsonl)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Tệp JSONL có text, acceptable_departments, kind.")],
    pictures: Annotated[Path, typer.Option(help="Thư mục để ghi hai hình SVG.")] = Path(),
) -> None:
    """Đo bộ phân loại trên các nội dung đã gán nhãn; ghi bảng nhầm lẫn và đường hiệu chuẩn bằng SVG."""
    from intake.entry.evaluating import evaluate_file

    typer.echo(evaluate_file(read_settings(), file, pictures))


@calendar.command(name="import")
def import_days(
    file: Annotated[Path, typer.Argument(help="Tệp YAML hoặc CSV các ngày nghỉ, ngày làm bù.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ đổi gì, không nhập.")] = False,
) -> None:
    """Nhập ngày nghỉ, ngày làm bù; các thời hạn đang chạy được tính lại."""
    from intake.entry.calendar_import import import_calendar

    import_calendar(read_settings(), file, dry_run=dry_run)


@lessons.callback()
def _lessons() -> None:
    """Cán bộ đã sửa hay xác nhận đề xuất của máy thế nào."""


@lessons.command(name="export")
def export_lessons(
    file: Annotated[Path, typer.Argument(help="Tệp JSONL cho langnghe evaluate, hoặc .yaml như các ví dụ để học.")],
) -> None:
    """Ghi các bài học ra tệp, đã che thông tin cá nhân, không có hồ sơ hạn chế."""
    from intake.entry.teaching import export

    count = export(read_settings(), file)
    typer.echo(f"Đã ghi {count} bài học vào {file}.")


@nlu.callback()
def _nlu() -> None:
    """Máy hiểu lời người dân thế nào."""


@nlu.command(name="export")
def export_misunderstood(
    file: Annotated[Path, typer.Argument(help="Tệp .yml sẽ được ghi, như các tệp trong bot/rasa/data/nlu.")],
) -> None:
    """Ghi những tin bị máy hiểu sai mà cán bộ đã sửa thành ví dụ để học, đã che thông tin cá nhân."""
    from intake.entry.misunderstood import export

    count = export(read_settings(), file)
    typer.echo(f"Đã ghi {count} ví dụ vào {file}.")


@zalo.callback()
def _zalo() -> None:
    """Kênh Zalo."""


@zalo.command(name="check")
def check_zalo() -> None:
    """Xem các Official Account đã đặt đúng chưa, còn thiếu gì và phải làm gì."""
    from intake.entry.zalo_checking import check

    check(read_settings())


@rules.command()
def impact(
    calendar: Annotated[Path | None, typer.Option(help="Tệp ngày nghỉ, ngày làm bù định nhập.")] = None,
    profile: Annotated[str | None, typer.Option(help="Hồ sơ tỉnh định chọn.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Xem trước hồ sơ đang xử lý nào sẽ đổi hạn; không thay đổi gì."""
    from intake.entry.impact import tell_impact

    tell_impact(read_settings(), calendar=calendar, profile=profile, as_json=as_json)


def main() -> None:
    """Run a command; what cannot start says so in one sentence and exits with 1, a question not understood with 2."""
    try:
        app()
    except NotUnderstood as sentence:
        typer.secho(str(sentence), fg=typer.colors.RED, err=True)
        sys.exit(2)
    except CannotStart as sentence:
        typer.secho(str(sentence), fg=typer.colors.RED, err=True)
        sys.exit(1)
