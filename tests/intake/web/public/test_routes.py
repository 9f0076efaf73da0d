"""Every route of the citizens' site and the API × who asks × which case, against one table: ``routes.txt``.

Three cases: one's own, somebody else's, a restricted one of somebody else's. Who holds no key of a case is led to where
a key is asked for, and is told the same of a case that never was.
"""

import re
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import func, select
from starlette.testclient import TestClient

from intake.cases.keys import case_key
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.history import CaseEvent
from tests.everywhere import routes, table_of
from tests.files import PDF, received
from tests.world import PASSWORD, RESTRICTED, SURE, World

TABLE = Path(__file__).with_name("routes.txt")
SITE = "https://langnghe.test"
STREAMS = {("GET", "/tro-chuyen/dong")}
ELSEWHERE = "/can-bo/"
STATES = ("own", "other", "restricted")
NEVER = "PA-000000-000000-0"
ROLES, EXPECTED = table_of(TABLE)


class Site:
    """The site with three cases, and everybody who may ask."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._app = create_app(world.desk, WebOptions(public_url=SITE))
        self.codes, self._keys, self._files = {}, {}, {}
        for state in STATES:
            with world.desk.work() as work:
                self._files[state] = received(work, f"{state}.pdf", PDF).id
            filed = world.file("Đường trước nhà tôi có ổ gà.", upload_ids=[self._files[state]])
            world.classify(RESTRICTED if state == "restricted" else SURE)
            self.codes[state] = filed.case.code
            with world.desk.look() as work:
                self._keys[state] = case_key(work, filed.case)
        self.codes["never"], self._files["never"] = NEVER, self._files["own"]
        self.documented = routes(self._app)

    def asked_by(self, role: str, route: tuple[str, str]) -> str:
        states = STATES if "{code}" in route[1] else STATES[:1]
        return "".join(self._letter(role, route, state) for state in states)

    def _letter(self, role: str, route: tuple[str, str], state: str) -> str:
        before = self._events()
        answer = self.ask(role, route, state)
        if answer.status_code in {401, 403, 404}:
            letter = "-"
        else:
            letter = "k" if "{code}" in route[1] and _asks_for_the_key(answer, self.codes[state]) else "+"
        assert letter == "+" or self._events() == before, route
        return letter

    def ask(self, role: str, route: tuple[str, str], state: str) -> Response:
        """One question by a fresh browser; a citizen has shown the key of their own case only."""
        method, path = route
        things = {"slug": "ban-sao", "kind": "txt", "channel": "telegram", "hook": "doan-mo", "proof": "doanmo"}
        address = path.format(code=self.codes[state], file_id=self._files[state], **things)
        browser = TestClient(self._app, base_url=SITE, headers={"origin": SITE}, follow_redirects=False)
        if role == "citizen":
            shown = {"code": self.codes["own"], "key": self._keys["own"]}
            assert browser.post("/theo-doi", data=shown).status_code == 303
            browser.headers["x-case-key"] = self._keys["own"]
        elif role == "officer":
            signed = browser.post("/can-bo/dang-nhap", data={"username": "leader", "password": PASSWORD})
            assert signed.status_code == 303
        return browser.get(address) if method == "GET" else browser.post(address, data={"version": "0"})

    def _events(self) -> int:
        with self._world.desk.look() as work:
            return work.session.scalar(select(func.count()).select_from(CaseEvent)) or 0


def _asks_for_the_key(answer: Response, code: str) -> bool:
    """The page of a case nobody has shown the key of, the way there, or the API's word for a missing header."""
    if answer.headers.get("location") == f"/ho-so/{code}":
        return True
    return (answer.status_code == 422 and "X-Case-Key" in answer.text) or 'name="key"' in answer.text


def _told(answer: Response, code: str) -> str:
    """What an answer says, without what differs from one answer to the next."""
    return re.sub(r'nonce="[^"]*"', "", answer.text.replace(code, NEVER))


@pytest.fixture
def site(sqlite_world: World) -> Site:
    return Site(sqlite_world)


def test_the_table_has_every_route_and_no_other(site: Site) -> None:
    assert set(EXPECTED) == {(method, path) for method, path in site.documented if not path.startswith(ELSEWHERE)}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says_and_a_refusal_changes_nothing(role: str, site: Site) -> None:
    asked = {route: site.asked_by(role, route) for route in EXPECTED if route not in STREAMS}
    column = ROLES.index(role)
    assert asked == {route: cells[column] for route, cells in EXPECTED.items() if route not in STREAMS}


@pytest.mark.parametrize("route", [("GET", "/ho-so/{code}"), ("GET", "/api/v1/feedback/{code}")], ids=" ".join)
def test_a_restricted_case_is_told_of_as_one_that_never_was(route: tuple[str, str], site: Site) -> None:
    hidden, never = (site.ask("citizen", route, state) for state in ("restricted", "never"))

    assert hidden.status_code == never.status_code
    assert _told(hidden, site.codes["restricted"]) == _told(never, NEVER)
