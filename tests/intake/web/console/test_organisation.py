"""The organisation at the console: looking names up, ending a unit, taking its cases over one by one or all."""

from httpx2 import Response

from models.organisation import Unit
from tests.intake.web.console.desktop import Desktop, SignIn, text_of
from tests.world import World


def unit_id(world: World, name: str) -> str:
    return str(getattr(world, name))


def end_construction(sign_in: SignIn, world: World, *successors: str) -> None:
    fields = {"valid_to": "20/11/2026", "reference": "Quyết định 01/QĐ-UBND"}
    heirs = [unit_id(world, name) for name in successors]
    ended = sign_in("administrator").post("/co-quan/sxd/ket-thuc", successors=heirs, **fields)
    assert ended.headers["location"] == "/can-bo/co-quan"


def test_an_officer_looks_up_an_old_name_and_reads_why(world: World, sign_in: SignIn) -> None:
    told = text_of(sign_in("handler").get("/co-quan?ten=so+gtvt"))

    assert "“so gtvt” nay là Sở Xây dựng (từ 01/03/2025)" in told
    assert "Cơ quan hôm nay: Sở Xây dựng tỉnh Vĩnh Long." in told
    assert "Căn cứ:" in told


def test_what_was_typed_is_only_text(sqlite_sign_in: SignIn) -> None:
    page = sqlite_sign_in("handler").get("/co-quan?ten=%3Cscript%3Ealert(1)%00%3C/script%3E")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_only_an_administrator_may_end_a_unit(sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    assert "Cho kết thúc" not in handler.get("/co-quan").text
    assert handler.get("/co-quan/sxd/ket-thuc").status_code == 403
    assert handler.post("/co-quan/sxd/ket-thuc", valid_to="2026-11-20", reference="x").status_code == 403
    assert sqlite_sign_in("administrator").get("/co-quan/khong-co/ket-thuc").status_code == 404


def test_an_administrator_ends_a_unit_and_sees_who_carries_it_on(world: World, sign_in: SignIn) -> None:
    end_construction(sign_in, world, "health", "commune")

    told = text_of(sign_in("administrator").get("/co-quan"))
    assert "Đã kết thúc (1)" in told
    assert "Nay là Sở Y tế tỉnh Vĩnh Long (từ 20/11/2026; Quyết định 01/QĐ-UBND)" in told
    assert "Kế tiếp Sở Xây dựng tỉnh Vĩnh Long (từ 20/11/2026)" in told


def test_a_form_with_a_fault_keeps_what_was_typed(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    administrator = sqlite_sign_in("administrator")
    health = unit_id(sqlite_world, "health")
    page = administrator.post("/co-quan/sxd/ket-thuc", valid_to="31/02/2026", successors=["", health], reference="QĐ 9")

    assert page.status_code == 422
    assert "Xin ghi ngày kết thúc" in page.text
    assert 'value="QĐ 9"' in page.text
    assert f'value="{health}" selected' in page.text
    assert administrator.post("/co-quan/sxd/ket-thuc", valid_to="2026-11-20", successors=["x"]).status_code == 422
    with sqlite_world.desk.look() as work:
        assert work.session.get_one(Unit, sqlite_world.construction).valid_to is None


def test_a_successor_takes_one_case_over_on_its_page(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    end_construction(sign_in, world, "health")
    successor = sign_in("health.handler")

    assert "Tiếp quản từ Sở Xây dựng tỉnh Vĩnh Long" in text_of(successor.get("/hang-doi/take_over"))
    assert successor.offers(code) == {"tiep-quan"}
    assert successor.step(code, "tiep-quan").status_code == 303
    assert "thu-ly" in successor.offers(code)


def test_everything_on_offer_is_taken_over_at_once(world: World, sign_in: SignIn) -> None:
    codes = [world.assigned(f"Đường số {number} có ổ gà.").case.code for number in range(3)]
    end_construction(sign_in, world, "health")
    successor = sign_in("health.handler")

    assert successor.post("/tiep-quan").headers["location"] == "/can-bo/hang-doi/take_over"
    assert "Đã tiếp quản 3 hồ sơ." in text_of(successor.get("/hang-doi/take_over"))
    assert all(code in successor.get("/hang-doi/new").text for code in codes)
    assert "Không hồ sơ nào tiếp quản được ngay." in text_of(_after(successor.post("/tiep-quan"), successor))


def test_the_receiving_desk_sends_on_what_leaves_no_choice(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    end_construction(sign_in, world, "health", "commune")
    receiver = sign_in("receiver")

    assert "Còn 1 hồ sơ cần xem từng hồ sơ." in text_of(_after(receiver.post("/tiep-quan"), receiver))
    assert receiver.step(code, "tiep-quan").status_code == 422
    assert receiver.step(code, "tiep-quan", unit=unit_id(world, "commune")).status_code == 303
    assert code in sign_in("commune").get("/hang-doi/new").text


def _after(response: Response, desktop: Desktop) -> Response:
    return desktop.get(response.headers["location"])
