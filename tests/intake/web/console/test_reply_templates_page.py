"""Writing a template and using it in a draft, with no script in the browser."""

from urllib.parse import parse_qs, urlsplit

from models.vocabulary import CaseStatus
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of, typed_into
from tests.world import World

FORM = {"name": "Đã khắc phục", "body": "Kính gửi {{ten}}. Hồ sơ {{ma_ho_so}}: [… kết quả].", "kind": "", "field": ""}


def _choices(officer: Desktop, code: str) -> dict[str, str]:
    page = parsed(officer.get(f"/ho-so/{code}"))
    select = [one for one in page.iter("select") if one.get("id") == "soan-template"]
    options = select[0].iter("option") if select else []
    return {option.text or "": option.get("value", "") for option in options}


def test_a_leader_writes_a_template_and_a_handler_begins_a_reply_with_it(world: World, sign_in: SignIn) -> None:
    code = world.assigned(name="Trần Thị Sáu").case.code
    assert sign_in("leader").post("/mau-tra-loi/moi", **FORM).status_code == 303
    handler = sign_in("handler")
    handler.step(code, "thu-ly")

    template = _choices(handler, code)["Đã khắc phục"]
    page = handler.step(code, "soan", text="Lời đã viết.", template=template, then="template")

    expected = f"Lời đã viết.\n\nKính gửi Trần Thị Sáu. Hồ sơ {code}: [… kết quả]."
    assert typed_into(page, "soan-text").strip() == expected
    refused = handler.step(code, "soan", text=expected, then="submit")
    assert (refused.status_code, "[… kết quả]" in text_of(refused)) == (409, True)
    assert typed_into(refused, "soan-text").strip() == expected
    sent = handler.step(code, "soan", text=expected.replace("[… kết quả]", "đã vá xong"), then="submit")
    assert sent.status_code == 303
    with world.desk.look() as work:
        assert work.find(code).status is CaseStatus.AWAITING_APPROVAL


def test_pressing_the_button_without_a_choice_keeps_what_was_written(world: World, sign_in: SignIn) -> None:
    code = world.assigned().case.code
    sign_in("leader").post("/mau-tra-loi/moi", **FORM)
    handler = sign_in("handler")
    handler.step(code, "thu-ly")

    page = handler.step(code, "soan", text="Lời đã viết.", template="", then="template")

    assert page.status_code == 422
    assert "Xin chọn một mẫu trong danh sách." in text_of(page)
    assert typed_into(page, "soan-text").strip() == "Lời đã viết."


def test_a_wrong_variable_comes_back_with_everything_that_was_typed(world: World, sign_in: SignIn) -> None:
    leader = sign_in("leader")

    page = leader.post("/mau-tra-loi/moi", **{**FORM, "body": "{{so_nha}} <script>", "field": "transport"})

    assert page.status_code == 422
    assert "Không có biến {{so_nha}}" in text_of(page)
    assert typed_into(page, "body").strip() == "{{so_nha}} <script>"
    assert 'value="transport" selected' in page.text


def test_a_saved_change_shows_its_earlier_version_and_a_stale_one_is_told(world: World, sign_in: SignIn) -> None:
    leader = sign_in("leader")
    leader.post("/mau-tra-loi/moi", **FORM)
    address = leader.get("/mau-tra-loi").text.split('<a href="/can-bo/mau-tra-loi/')[-1].split('"')[0]

    assert leader.post(f"/mau-tra-loi/{address}", body="Bản hai.").status_code == 303
    stale = leader.post(f"/mau-tra-loi/{address}", body="Bản ba.")

    assert stale.status_code == 409
    assert typed_into(stale, "body").strip() == "Bản ba."
    assert FORM["body"] in text_of(stale)
    listed = text_of(leader.get("/mau-tra-loi"))
    assert ("Bản hai." in listed, "Bản ba." in listed) == (True, False)


def test_a_template_typed_when_the_session_had_ended_is_there_after_signing_in(world: World, sign_in: SignIn) -> None:
    leader = sign_in("leader")
    token = leader.client.cookies.get("langnghe_can_bo", path="/can-bo")
    leader.post("/dang-xuat")
    leader.client.cookies.set("langnghe_can_bo", token or "", domain="langnghe.test", path="/can-bo")

    door = leader.post("/mau-tra-loi/moi", **FORM).headers["location"]
    going_on = parse_qs(urlsplit(door).query)["tiep"][0]
    again = leader.sign_in("leader", tiep=going_on).headers["location"]

    assert typed_into(leader.get(again), "body").strip() == FORM["body"]


def test_who_keeps_no_templates_is_told_so(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    for username, answer in (("administrator", 200), ("leader", 200), ("handler", 403), ("overseer", 403)):
        officer = sqlite_sign_in(username)
        assert [officer.get(path).status_code for path in ("/mau-tra-loi", "/mau-tra-loi/moi")] == [answer] * 2
