"""The catalogue at the console: searched in people's words, honest when it is empty."""

from intake.cases import procedures
from routing.procedures_file import Row
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World


def test_an_officer_finds_a_procedure_in_everyday_words(world: World, sign_in: SignIn) -> None:
    officer = sign_in("handler")
    assert "Chưa có thủ tục nào." in text_of(officer.get("/thu-tuc"))
    with world.desk.work() as work:
        rows = [Row("1.014064", "Cấp lại thẻ căn cước", "Căn cước", "Bộ Công an", "Cấp xã")]
        procedures.bring_in(work, rows, source="danh-muc.csv")

    told = text_of(officer.get("/thu-tuc?q=lam+lai+can+cuoc"))
    assert "1 thủ tục đang có hiệu lực; nhập từ danh-muc.csv ngày 20/11/2026." in told
    assert "Cấp lại thẻ căn cước" in told
    assert "Không có thủ tục nào khớp" in text_of(officer.get("/thu-tuc?q=zzzz"))
