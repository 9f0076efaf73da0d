"""Adding files to a reply on the case's page: with the draft, kept when the form fails, given to the citizen."""

from httpx2 import Response

from intake.cases import reply, reply_files
from intake.cases.work import Desk
from tests.files import PDF
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.pages import check_page
from tests.world import World


def send(officer: Desktop, code: str, slug: str = "soan", *files: tuple[str, bytes], **fields: object) -> Response:
    parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
    data = {"version": officer.version(code), **fields}
    return officer.client.post(f"/can-bo/ho-so/{code}/{slug}", data=data, files=parts or [("files", ("", b""))])


def accepted(world: World, handler: Desktop) -> str:
    code = world.assigned().case.code
    handler.step(code, "thu-ly")
    return code


def values(page: Response, name: str) -> list[str]:
    return [field.get("value", "") for field in parsed(page).iter("input") if field.get("name") == name]


def names_on_draft(desk: Desk, world: World, code: str) -> list[str]:
    with desk.look(world.handler) as work:
        return [file.name for file in reply_files.of_reply(work, reply.open_reply(work, work.find(code)))]


def test_a_file_goes_with_the_draft_and_is_seen_by_the_leader(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    code = accepted(sqlite_world, handler)

    sent = send(handler, code, "soan", ("bản vẽ.pdf", PDF), text="Đã vá đường.", then="submit")

    assert sent.status_code == 303
    page = sqlite_sign_in("leader").get(f"/ho-so/{code}/duyet")
    assert "bản vẽ.pdf" in text_of(page)


def test_a_form_that_fails_keeps_its_files_and_names_the_bad_one(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    code = accepted(sqlite_world, handler)

    page = send(handler, code, "soan", ("tốt.pdf", PDF), ("xấu.pdf", b"MZ" + bytes(99)), text="Đã vá đường.")

    check_page(page)
    assert (page.status_code, "xấu.pdf" in text_of(page)) == (422, True)
    assert names_on_draft(sqlite_world.desk, sqlite_world, code) == []
    again = send(handler, code, text="Đã vá đường.", attach=values(page, "attach"))
    assert again.status_code == 303
    assert names_on_draft(sqlite_world.desk, sqlite_world, code) == ["tốt.pdf"]


def test_a_preview_keeps_the_files_and_tells_of_them(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    code = accepted(sqlite_world, handler)

    page = send(handler, code, "xem-truoc", ("tốt.pdf", PDF), text="Đã vá đường.")
    check_page(page)
    saved = send(handler, code, text="Đã vá đường.", attach=values(page, "attach"))

    assert saved.status_code == 303
    assert names_on_draft(sqlite_world.desk, sqlite_world, code) == ["tốt.pdf"]


def test_a_file_is_taken_off_the_draft(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    code = accepted(sqlite_world, handler)
    send(handler, code, "soan", ("một.pdf", PDF), ("hai.pdf", PDF), text="Đã vá đường.")
    first = values(handler.get(f"/ho-so/{code}"), "drop")[0]

    assert send(handler, code, text="Đã vá đường.", drop=[first]).status_code == 303

    assert names_on_draft(sqlite_world.desk, sqlite_world, code) == ["hai.pdf"]
