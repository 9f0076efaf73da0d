"""Naming colleagues on the page: offered, refused with the text kept, shown safely, and in a queue of their own."""

from tests.intake.web.console.desktop import SignIn, parsed, text_of, typed_into
from tests.world import World


def test_a_note_that_names_somebody_who_may_not_see_the_case_comes_back_whole(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code = sqlite_world.assigned().case.code
    handler = sqlite_sign_in("handler")

    refused = handler.step(code, "ghi-chu", note="Nhờ @health.handler xem giúp.")

    assert refused.status_code == 422
    assert "không được xem hồ sơ này nên không nhắc được" in text_of(refused)
    assert typed_into(refused, "ghi-chu-note").strip() == "Nhờ @health.handler xem giúp."


def test_colleagues_are_offered_only_to_whoever_may_write_a_note_here(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code = sqlite_world.assigned().case.code

    offered = sqlite_sign_in("handler").client.get(f"/can-bo/truc-tiep/ho-so/{code}/nhac?ten=lea").text
    assert 'data-name="leader"' in offered
    assert "health" not in offered
    assert sqlite_sign_in("health.handler").get(f"/truc-tiep/ho-so/{code}/nhac").status_code == 404
    assert sqlite_sign_in("overseer").get(f"/truc-tiep/ho-so/{code}/nhac").status_code == 403


def test_a_mention_stands_in_a_queue_and_is_shown_by_name(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned().case.code
    handler, leader = sqlite_sign_in("handler"), sqlite_sign_in("leader")
    assert "mentioned" not in leader.queues()

    assert handler.step(code, "ghi-chu", note="Xin @leader <script>x</script> xem.").status_code == 303

    assert "mentioned" in leader.queues()
    assert code in leader.get("/hang-doi/mentioned").text
    page = leader.get(f"/ho-so/{code}")
    (named,) = (one for one in parsed(page).iter("span") if one.get("class") == "mention")
    assert named.text == "@Cán bộ leader"
    assert "<script>x" not in page.text
    assert "mentioned" not in leader.queues()
