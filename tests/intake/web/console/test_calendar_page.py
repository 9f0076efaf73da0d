"""The working calendar in the console: read by every officer, changed by an administrator after a look ahead."""

from datetime import date

import pytest
from httpx2 import Response
from sqlalchemy import func, select

from intake.cases import calendar_days
from models.calendar import CalendarDay
from models.outbox import OutboxJob
from models.vocabulary import JobKind
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.routing.test_calendar_file import CSV, SWAP
from tests.world import World

DAY = {
    "day": "2026-12-10",
    "status": "off",
    "name": "Nghỉ đột xuất",
    "reference": "Công văn 1/UBND-VX",
    "certainty": "verified",
}


def rows(world: World) -> int:
    with world.desk.look() as work:
        return work.session.scalar(select(func.count(CalendarDay.id))) or 0


def confirm(officer: Desktop, preview: Response) -> Response:
    """Press the button of the preview with what the page would send."""
    page = parsed(preview)
    form = next(form for form in page.iter("form") if form.get("action", "").startswith("/can-bo/lich/"))
    fields = {field.get("name", ""): field.get("value", "") for field in form.iter("input")}
    return officer.post(form.get("action", ""), **fields, step="confirm")


def test_a_day_is_looked_at_then_entered_and_withdrawn(world: World, sign_in: SignIn) -> None:
    world.assigned()
    administrator = sign_in("administrator")
    preview = administrator.post("/lich/them", **DAY)

    assert "Thứ Năm 10/12/2026 là ngày nghỉ: Nghỉ đột xuất" in text_of(preview)
    assert "đổi hạn: 1" in text_of(preview)
    assert "10/12/2026 11/12/2026 1" in text_of(preview)
    assert rows(world) == 0

    done = confirm(administrator, preview)
    assert (done.status_code, done.headers["location"]) == (303, "/can-bo/lich?nam=2026")
    page = text_of(administrator.get("/lich?nam=2026"))
    assert "Thứ Năm 10/12/2026 Ngày nghỉ Nghỉ đột xuất Công văn 1/UBND-VX (đã đối chiếu văn bản) Cơ quan nhập" in page
    assert world.administrator.name in page

    again = administrator.post("/lich/rut-lai", day="2026-12-10", reason="Công văn 2/UBND-VX")
    assert "Thứ Năm 10/12/2026 trở lại là ngày làm việc theo sổ quy định" in text_of(again)
    assert confirm(administrator, again).status_code == 303
    with world.desk.look() as work:
        assert calendar_days.calendar_now(work).is_working(date(2026, 12, 10))
        jobs = select(func.count(OutboxJob.id)).where(OutboxJob.kind == JobKind.RECOUNT)
        assert work.session.scalar(jobs) == 2


@pytest.mark.parametrize(("name", "words"), [("ngay.yaml", SWAP), ("ngay.csv", CSV)])
def test_a_file_is_looked_at_then_entered(sqlite_world: World, sqlite_sign_in: SignIn, name: str, words: str) -> None:
    administrator = sqlite_sign_in("administrator")
    preview = upload(administrator, name, words.encode())

    assert "Thứ Hai 23/11/2026 là ngày nghỉ" in text_of(preview)
    assert "Thứ Bảy 28/11/2026 là ngày làm việc: Làm bù ngày 23/11" in text_of(preview)
    assert confirm(administrator, preview).status_code == 303
    assert rows(sqlite_world) == 2


def test_a_bad_file_is_one_sentence_and_enters_nothing(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    administrator = sqlite_sign_in("administrator")
    refused = upload(administrator, "ngay.csv", CSV.replace("Thứ Hai", "Thứ Ba").encode())

    assert refused.status_code == 422
    assert "ngay.csv, dòng 2, mục weekday: ngày 23/11/2026 là Thứ Hai, không phải Thứ Ba." in text_of(refused)
    for empty in (upload(administrator, "", b""), upload(administrator, "ngay.csv", b"")):
        assert empty.status_code == 422
        assert "Xin chọn tệp .yaml hoặc .csv" in text_of(empty)
    assert rows(sqlite_world) == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("day", "2026-11-22", "Ngày 22/11/2026 trong lịch hiện nay đã là ngày nghỉ (Chủ Nhật)."),
        ("day", "2040-01-02", "chỉ nhận các năm từ 2024 đến 2027"),
        ("day", "", "Xin chọn ngày."),
        ("reference", " ", "Xin ghi số văn bản làm căn cứ."),
        ("certainty", "", "Xin chọn mức chắc chắn."),
    ],
)
def test_a_wrong_field_keeps_what_was_typed(
    sqlite_world: World, sqlite_sign_in: SignIn, field: str, typed: str, sentence: str
) -> None:
    refused = sqlite_sign_in("administrator").post("/lich/them", **DAY | {field: typed})

    assert refused.status_code == 422
    assert sentence in text_of(refused)
    if field != "name":
        assert 'value="Nghỉ đột xuất"' in refused.text
    assert rows(sqlite_world) == 0


def test_what_somebody_else_entered_meanwhile_is_not_entered_twice(world: World, sign_in: SignIn) -> None:
    administrator = sign_in("administrator")
    first = administrator.post("/lich/them", **DAY)
    second = administrator.post("/lich/them", **DAY)

    assert confirm(administrator, first).status_code == 303
    refused = confirm(administrator, second)
    assert refused.status_code == 422
    assert "đã là ngày nghỉ (Nghỉ đột xuất)" in text_of(refused)
    assert rows(world) == 1


def test_withdrawing_needs_a_day_of_ours_and_a_reason(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    administrator = sqlite_sign_in("administrator")

    assert administrator.post("/lich/rut-lai", day="2026-12-10", reason=" ").status_code == 422
    assert administrator.post("/lich/rut-lai", day="mai", reason="Vì").status_code == 422
    refused = administrator.post("/lich/rut-lai", day="2026-12-10", reason="Vì nhầm", step="confirm")
    assert refused.status_code == 409
    assert "Cơ quan không nhập ngày 10/12/2026" in text_of(refused)


def test_other_officers_read_the_calendar_and_change_nothing(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    page = handler.get("/lich")

    assert "Thứ Ba 24/11/2026 Ngày nghỉ Ngày Văn hóa Việt Nam" in text_of(page)
    assert "Thêm một ngày" not in text_of(page)
    assert handler.post("/lich/them", **DAY).status_code == 403
    assert handler.post("/lich/rut-lai", day="2026-12-10", reason="Vì").status_code == 403
    assert upload(handler, "a.csv", CSV.encode()).status_code == 403
    assert rows(sqlite_world) == 0


def test_a_year_without_a_calendar_shows_this_one(sqlite_sign_in: SignIn) -> None:
    officer = sqlite_sign_in("handler")

    for year in ("", "1999", "x", "２０２６"):
        assert "Lịch làm việc năm 2026" in text_of(officer.get(f"/lich?nam={year}"))


def upload(officer: Desktop, name: str, content: bytes) -> Response:
    response = officer.client.post("/can-bo/lich/tep", files={"tep": (name, content)})
    return officer._checked(response)
