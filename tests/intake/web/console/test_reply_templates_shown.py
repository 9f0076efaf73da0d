"""Reading a template before and after it is kept: for a made-up case, and against its earlier versions."""

from tests.intake.web.console.desktop import SignIn, parsed, text_of, typed_into
from tests.world import World

FORM = {"name": "Đã khắc phục", "body": "Kính gửi {{ten}}: [… kết quả].", "kind": "", "field": ""}


def test_the_list_shows_each_template_under_its_kind_as_it_reads(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    leader = sqlite_sign_in("leader")
    leader.post("/mau-tra-loi/moi", **FORM)
    leader.post("/mau-tra-loi/moi", **FORM | {"name": "Hướng dẫn", "kind": "question", "field": "transport"})

    page = leader.get("/mau-tra-loi")

    assert text_of(page).count("Kính gửi Nguyễn Văn Mẫu: [… kết quả].") == 2
    assert [one.text for one in parsed(page).iter("h2") if one.get("class") == "group-name"] == [
        "Mọi loại",
        "Hỏi đáp, hướng dẫn",
    ]
    assert "Cán bộ leader" in text_of(page)


def test_a_template_is_tried_before_it_is_kept(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    leader = sqlite_sign_in("leader")

    tried = leader.post("/mau-tra-loi/moi", **FORM, then="try")
    wrong = leader.post("/mau-tra-loi/moi", **FORM | {"body": "Kính gửi {{ho_ten}}."}, then="try")

    assert "Kính gửi Nguyễn Văn Mẫu: [… kết quả]." in text_of(tried)
    assert typed_into(tried, "body").strip() == FORM["body"]
    assert "Không có biến {{ho_ten}}. Các biến dùng được: {{ten}}," in text_of(wrong)
    assert "Chưa có mẫu nào" in text_of(leader.get("/mau-tra-loi"))


def test_each_version_says_who_changed_what_and_when(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    leader = sqlite_sign_in("leader")
    leader.post("/mau-tra-loi/moi", **FORM)
    address = next(
        link.get("href", "")
        for link in parsed(leader.get("/mau-tra-loi")).iter("a")
        if link.get("href", "").startswith("/can-bo/mau-tra-loi/") and not link.get("href", "").endswith("moi")
    )
    leader.post(address, **FORM | {"body": "Kính gửi {{ten}}: đã vá đường."})

    current = next(
        link.get("href", "")
        for link in parsed(leader.get("/mau-tra-loi")).iter("a")
        if link.get("href", "").startswith("/can-bo/mau-tra-loi/") and not link.get("href", "").endswith("moi")
    )
    said = text_of(leader.get(current))
    assert "Bản thứ 2, Thứ Sáu 20/11/2026, 12:00 · Cán bộ leader · đang dùng" in said
    assert "[bỏ] [… kết quả]." in said
    assert "[thêm] đã vá đường." in said
    assert "Bản thứ 1, Thứ Sáu 20/11/2026, 12:00 · Cán bộ leader Bản đầu tiên." in said
