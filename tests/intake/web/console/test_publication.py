"""The publication desk: marks, choices, a preview, a confirmation; published is what was previewed."""

from typing import Any

from intake.cases import published
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.world import World

QUESTION = "Tôi là Trần Thị Bưởi, gọi tôi số 0912 345 678. Đường ấp Bình Hòa có ổ gà."
ANSWER = "Kính gửi bà Trần Thị Bưởi. Đội duy tu đã vá, gọi 0270 3900 011 nếu còn hư."


def _answered(world: World, sign_in: SignIn, **given: object) -> tuple[str, Desktop]:
    code = world.assigned(QUESTION, **{"publish_consent": True, **given}).case.code
    handler, leader = sign_in("handler"), sign_in("leader")
    handler.step(code, "thu-ly")
    handler.step(code, "soan", text=ANSWER, then="submit")
    leader.step(code, "phe-duyet")
    return code, leader


def _digest(officer: Desktop, code: str, **choices: object) -> str:
    page = parsed(officer.post(f"/ho-so/{code}/cong-khai", version=officer.version(code), step="preview", **choices))
    return next(field.get("value", "") for field in page.iter("input") if field.get("name") == "previewed")


def test_what_was_previewed_and_confirmed_is_published_without_personal_data(world: World, sign_in: SignIn) -> None:
    code, leader = _answered(world, sign_in)
    choices: dict[str, Any] = {"more": "ấp Bình Hòa", "previewed": _digest(leader, code, more="ấp Bình Hòa")}

    done = leader.step(code, "cong-khai", step="publish", confirmed="1", **choices)

    assert done.status_code == 303
    with world.desk.look() as work:
        public = published.one(work, code)
    assert "Bưởi" not in public.question + public.answer
    assert "0912" not in public.question
    assert "Bình Hòa" not in public.question
    assert "ổ gà" in public.question


def test_nothing_is_published_without_the_confirmation(world: World, sign_in: SignIn) -> None:
    code, leader = _answered(world, sign_in)

    refused = leader.step(code, "cong-khai", step="publish", previewed=_digest(leader, code))

    assert refused.status_code == 422
    assert "Xin xác nhận đã đọc" in refused.text


def test_a_choice_made_after_the_preview_must_be_looked_at_again(world: World, sign_in: SignIn) -> None:
    code, leader = _answered(world, sign_in)
    digest = _digest(leader, code)

    refused = leader.step(code, "cong-khai", step="publish", confirmed="1", previewed=digest, q=["0", "1"])

    assert refused.status_code == 422
    assert "Bản xem trước vừa thay đổi" in text_of(refused)


def test_without_consent_there_is_no_publication_desk(world: World, sign_in: SignIn) -> None:
    code, leader = _answered(world, sign_in, publish_consent=False)

    assert "cong-khai" not in leader.offers(code)
    assert leader.get(f"/ho-so/{code}/cong-khai").status_code == 409


def test_publishing_twice_by_a_double_click_publishes_once(world: World, sign_in: SignIn) -> None:
    code, leader = _answered(world, sign_in)
    form = {"version": leader.version(code), "step": "publish", "confirmed": "1", "previewed": _digest(leader, code)}

    assert leader.post(f"/ho-so/{code}/cong-khai", **form).status_code == 303
    assert leader.post(f"/ho-so/{code}/cong-khai", **form).status_code == 303


def test_only_the_receiving_desk_and_the_units_leader_publish(world: World, sign_in: SignIn) -> None:
    code, _ = _answered(world, sign_in)

    assert sign_in("receiver").get(f"/ho-so/{code}/cong-khai").status_code == 200
    assert sign_in("handler").get(f"/ho-so/{code}/cong-khai").status_code == 409
    assert sign_in("health.leader").get(f"/ho-so/{code}/cong-khai").status_code == 404
    assert sign_in("overseer").get(f"/ho-so/{code}/cong-khai").status_code == 409


def test_a_phrase_that_is_nowhere_is_named_and_stops_publishing(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, _ = _answered(sqlite_world, sqlite_sign_in)
    receiver = sqlite_sign_in("receiver")
    version = receiver.version(code)

    shown = receiver.post(
        f"/ho-so/{code}/cong-khai", version=version, more="binh hoa\nNguyễn Thị Không", step="preview"
    )
    assert "“binh hoa”: 1 chỗ" in text_of(shown)
    assert "“Nguyễn Thị Không”: không thấy trong văn bản" in text_of(shown)

    previewed = next(f.get("value") for f in parsed(shown).iter("input") if f.get("name") == "previewed")
    sent = {"version": version, "more": "binh hoa\nNguyễn Thị Không", "previewed": previewed, "confirmed": "1"}
    refused = receiver.post(f"/ho-so/{code}/cong-khai", **sent, step="publish")
    assert refused.status_code == 422
    assert "Không thấy “Nguyễn Thị Không”" in text_of(refused)
