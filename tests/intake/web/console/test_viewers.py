"""Who viewed what of a case: the page, the publication desk, a preview, in words and on a page of its own."""

from tests.intake.cases.test_path import answered
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World


def test_each_look_is_named_with_what_was_seen(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = answered(sqlite_world, publish_consent=True)
    receiver = sqlite_sign_in("receiver")
    receiver.get(f"/ho-so/{code}")
    receiver.get(f"/ho-so/{code}/cong-khai")

    seen = text_of(sqlite_sign_in("leader").get(f"/ho-so/{code}/ai-da-xem"))

    assert "Cán bộ receiver (Trung tâm Phục vụ hành chính công tỉnh): bàn công khai" in seen
    assert "Cán bộ receiver (Trung tâm Phục vụ hành chính công tỉnh): trang hồ sơ" in seen


def test_nobody_else_learns_who_looked(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = answered(sqlite_world)

    for username in ("overseer", "health.handler", "administrator"):
        assert sqlite_sign_in(username).get(f"/ho-so/{code}/ai-da-xem").status_code == 404
