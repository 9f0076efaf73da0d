"""An officer marks a message that was misunderstood; the administrator sees how messages are understood."""

from dataclasses import replace

import pytest

from intake.cases.perform import drain
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.vocabulary import EngineFault
from tests.bot.talking import STORY, Citizen, cases, with_bot
from tests.intake.web.console.conftest import SITE
from tests.intake.web.console.desktop import Desktop, SignIn, text_of
from tests.world import SURE, Said, World

OPTIONS = WebOptions(public_url=SITE)


@pytest.fixture
def code(sqlite_world: World) -> str:
    """A case that was filed in a chat."""
    desk = with_bot(sqlite_world.desk)
    Citizen(desk).files()
    drain(desk, Said(SURE), "w")
    (case,) = cases(desk)
    return case.code


def test_a_line_shows_what_it_was_taken_for_and_takes_the_right_meaning(sqlite_sign_in: SignIn, code: str) -> None:
    handler = sqlite_sign_in("handler")
    page = handler.get(f"/ho-so/{code}/tro-chuyen")
    assert STORY in text_of(page)
    assert "Máy hiểu: Cho biết tên, số điện thoại, địa chỉ …. Hiểu sai?" in text_of(page)

    answer = handler.step(code, "tro-chuyen/hieu-sai/1", intent="file")
    assert answer.status_code == 303
    shown = text_of(handler.get(f"/ho-so/{code}/tro-chuyen"))
    assert "Đã ghi điều người gửi muốn nói." in shown
    assert "Đã sửa: Phản ánh, kể sự việc" in shown

    told = text_of(sqlite_sign_in("administrator").get("/hieu-tin-nhan"))
    assert "Cán bộ đã sửa" in told
    assert STORY not in told


@pytest.mark.parametrize(("seq", "intent", "status"), [(1, "khong-co", 422), (1, "", 422), (9_999, "file", 404)])
def test_what_cannot_be_marked_says_why(sqlite_sign_in: SignIn, code: str, seq: int, intent: str, status: int) -> None:
    answer = sqlite_sign_in("handler").step(code, f"tro-chuyen/hieu-sai/{seq}", intent=intent)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (None, "Rasa đang trả lời, đúng mô hình của bản này."),
        (EngineFault.MODEL, "Rasa không dùng được lúc này: chạy mô hình khác."),
    ],
)
def test_the_page_asks_rasa_how_it_is(sqlite_world: World, fault: EngineFault | None, sentence: str) -> None:
    app = create_app(sqlite_world.desk, replace(OPTIONS, engine_fault=lambda: fault))
    desktop = Desktop(app, SITE, sqlite_world.desk)
    desktop.sign_in("administrator")
    assert sentence in text_of(desktop.get("/hieu-tin-nhan"))


def test_without_rasa_the_page_says_so_and_counts_all_the_same(sqlite_sign_in: SignIn, code: str) -> None:
    told = text_of(sqlite_sign_in("administrator").get("/hieu-tin-nhan"))
    assert "Chưa nối Rasa" in told
    assert "Câu quen thuộc" in told
