"""Fetching files: only from the API's own host, only as much as is told, and not for ever."""

import io
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.telegram.client import FILE_MAX_BYTES, Client, ServerFault, TooLarge
from bot.channels.telegram.fake import Mishap
from bot.served import served
from tests.bot.talking import STORY
from tests.bot.telegram.office import TOKEN, Office
from tests.bot.telegram.test_talking import kept
from tests.files import PDF

INSIDE = "bí mật bên trong"
asked: list[str] = []


@pytest.fixture
def inside() -> Iterator[str]:
    """A server inside our own network, which no citizen may reach through us."""

    async def anything(request: Request) -> Response:
        asked.append(request.url.path)
        return PlainTextResponse(INSIDE)

    asked.clear()
    with served(Starlette(routes=[Route("/{path:path}", anything)])) as address:
        yield address


@pytest.mark.parametrize(
    "path",
    [
        "{inside}/latest/meta-data",
        "//{host}/x",
        "/etc/passwd",
        "../../bot7000000002/getMe",
        "photos/../../x",
        "photos/a.jpg?x=1",
        "photos/a.jpg#x",
        "file:///etc/passwd",
        "@{host}/x",
        "photos/%2e%2e/x",
        "",
    ],
)
def test_a_path_that_leads_elsewhere_is_not_followed(office: Office, inside: str, path: str) -> None:
    citizen = office.person()
    stored = citizen.stores(PDF, "documents/a.pdf")
    office.bot.files[stored["file_id"]].path = path.format(inside=inside, host=inside.removeprefix("http://"))
    citizen.sends(document={**stored, "file_name": "đơn.pdf"})
    office.hears()

    assert asked == []
    assert "file" not in office.api.asked
    assert kept(office.desk) == []
    assert "“đơn.pdf” chưa lấy về được" in citizen.heard[0]


def test_a_redirection_is_not_followed(inside: str) -> None:
    async def elsewhere(request: Request) -> Response:
        if "getFile" in request.url.path:
            told = '{"ok":true,"result":{"file_id":"1","file_unique_id":"1","file_path":"photos/a.jpg"}}'
            return Response(told, media_type="application/json")
        return RedirectResponse(f"{inside}/secret")

    routes = [Route("/{path:path}", elsewhere, methods=["GET", "POST"])]
    with served(Starlette(routes=routes)) as address, pytest.raises(ServerFault):
        Client(TOKEN, base_url=address).download("1", io.BytesIO())

    assert asked == []


def test_a_file_larger_than_it_said_is_cut_off(office: Office) -> None:
    stored = office.person().stores(bytes(FILE_MAX_BYTES + 2), "documents/a.pdf", size=10)
    with pytest.raises(TooLarge):
        Client(TOKEN, base_url=office.api.address).download(stored["file_id"], io.BytesIO())


def test_a_file_that_nobody_knows_is_told_so(office: Office) -> None:
    citizen = office.person()
    citizen.sends(document={"file_id": "404", "file_unique_id": "404", "file_name": "đơn.pdf"})
    office.hears()

    assert "“đơn.pdf” chưa lấy về được" in citizen.heard[0]


@pytest.mark.parametrize("mishap", [Mishap("getFile", 502), Mishap("file", 503), Mishap("getFile", 429, retry_after=1)])
def test_a_file_that_does_not_come_at_once_is_asked_for_again_and_then_kept_once(
    office: Office, mishap: Mishap
) -> None:
    citizen = office.person()
    office.api.goes_wrong(mishap)
    citizen.says(STORY)
    citizen.sends_document(PDF, "đơn.pdf")
    office.hears()
    assert kept(office.desk) == []
    office.clock.tick(seconds=30)
    office.works()

    assert kept(office.desk) == ["đơn.pdf"]
    assert citizen.heard


def test_after_a_while_the_sender_is_asked_to_send_it_again(office: Office) -> None:
    citizen = office.person()
    office.api.goes_wrong(Mishap("getFile", 502, times=0))
    citizen.sends_document(PDF, "đơn.pdf")
    for _time in range(5):
        office.hears()
        office.clock.tick(minutes=1)

    assert kept(office.desk) == []
    assert "“đơn.pdf” chưa lấy về được" in citizen.heard[0]
