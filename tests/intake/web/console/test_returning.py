"""From a case back to the list it was opened from, with its filters, and on to the next case of that list."""

from tests.intake.web.console.desktop import SignIn
from tests.world import World

LIST = "/can-bo/hang-doi/open"


def test_a_case_leads_back_to_the_list_as_it_was_narrowed(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    holes = [sqlite_world.assigned(f"Ổ gà số {number}.").case.code for number in range(2)]
    other = sqlite_world.assigned("Cầu gãy lan can.").case.code
    handler = sqlite_sign_in("handler")

    handler.get("/hang-doi/open?q=o+ga")
    page = handler.get(f"/ho-so/{holes[0]}?tu=open").text

    assert f'href="{LIST}?q=o+ga#{holes[0]}"' in page
    assert f"/ho-so/{holes[1]}?tu=open" in page
    assert f"/ho-so/{other}?tu=open" not in page
    assert "q=o+ga" not in handler.get(f"/ho-so/{holes[0]}?tu=new").text


def test_after_a_deed_one_is_back_at_the_list_with_its_filters(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    holes = [sqlite_world.assigned(f"Ổ gà số {number}.").case.code for number in range(2)]
    handler = sqlite_sign_in("handler")
    handler.get("/hang-doi/open?q=o+ga")

    done = handler.step(holes[0], "tra-lai", tu="open", reason="Không thuộc thẩm quyền của Sở.")

    assert done.headers["location"] == f"{LIST}?q=o+ga#{holes[1]}"


def test_a_cookie_that_somebody_wrote_leads_nowhere_else(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.assigned().case.code
    handler = sqlite_sign_in("handler")

    for value in ("%%%", "b3Blbj9xPeG6pQ==", "b3BlbiNodHRwczovL2V2aWw="):
        handler.client.cookies.set("langnghe_danh_sach", value, path="/can-bo")
        assert f'href="{LIST}#{code}"' in handler.get(f"/ho-so/{code}?tu=open").text
        handler.client.cookies.delete("langnghe_danh_sach", path="/can-bo")


def test_signing_out_forgets_the_list(sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    handler.get("/hang-doi/open?q=o+ga")

    handler.post("/dang-xuat")

    assert "langnghe_danh_sach" not in handler.client.cookies
