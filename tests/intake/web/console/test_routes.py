"""Every route of the console × every role × own or other unit × restricted, against one table: ``routes.txt``.

The table is for reading: an auditor finds in one line who may ask for what. A route that is not in it fails, and so
does a line for a route that is no more. Forms are sent empty, so whoever is let in is told what is missing.
"""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import func, select

from intake.cases import channel_setup, conversations, data_requests, delegation, reply_templates
from intake.cases.incoming import Incoming, examined
from intake.cases.letters import forms
from intake.cases.letters.built_in import built_in
from intake.cases.ports import Identity
from intake.cases.queues import EVERYTHING, Order, Queue, exporting, views
from intake.cases.reply_templates import Wording
from intake.web.console import create_console
from models.history import CaseEvent
from models.vocabulary import ChannelKind, DataRight, Department, Field
from routing.decision import RankedDepartment
from tests.everywhere import routes, table_of
from tests.files import PDF, received
from tests.intake.web.console.desktop import Desktop, SignIn
from tests.world import RESTRICTED, SURE, World

TABLE = Path(__file__).with_name("routes.txt")
REFUSED, NOT_NOW = {401, 403, 404}, 409
STATES = ("own", "other", "restricted")
OPEN = {("GET", "/dang-nhap"), ("POST", "/dang-nhap"), ("POST", "/dang-xuat")}
STREAM = ("GET", "/truc-tiep")
ROLES, EXPECTED = table_of(TABLE)


def test_the_table_has_every_route_and_no_other() -> None:
    assert set(EXPECTED) == set(routes(create_console()))
    for route, cells in EXPECTED.items():
        assert len(cells) == len(ROLES), route
        assert {len(cell) for cell in cells} == {3 if "{code}" in route[1] else 1}, route


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(province: "Province") -> None:
    nobody = province.nobody()
    for route in sorted(set(EXPECTED) - OPEN):
        answer = province.ask(nobody, route, "own")
        assert answer.status_code in {303, 401}, route
        assert "PA-" not in answer.text, route


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says_and_a_refusal_changes_nothing(role: str, province: "Province") -> None:
    assert province.asked_by(role) == {route: cells[ROLES.index(role)] for route, cells in EXPECTED.items()}


class Province:
    """A case of each state, an officer of each role, and one of everything else that an address can name."""

    def __init__(self, world: World, sign_in: SignIn) -> None:
        self._world, self._sign_in = world, sign_in
        self._codes, self._files = {}, {}
        for state in STATES:
            with world.desk.work() as work:
                upload = received(work, f"{state}.pdf", PDF)
            self._files[state] = upload.id
            self._codes[state] = world.file("Đường trước nhà tôi có ổ gà.", upload_ids=[upload.id]).case.code
            world.classify(_DECISIONS[state])
        given = {"name": "open", "kind": "csv", "channel": "telegram", "sheet": "to-roi"}
        self._things = given | _things(world)

    def nobody(self) -> Desktop:
        desk = self._sign_in("receiver")
        desk.client.cookies.clear()
        return desk

    def asked_by(self, role: str) -> dict[tuple[str, str], str]:
        """What this role gets from every route."""
        desk, column, found = self._sign_in(role), ROLES.index(role), {}
        for route, cells in EXPECTED.items():
            if route in OPEN or route == STREAM:
                found[route] = cells[column]
            else:
                found[route] = "".join(self._letter(desk, route, state) for state in STATES[: len(cells[column])])
        return found

    def _letter(self, desk: Desktop, route: tuple[str, str], state: str) -> str:
        before = self._events()
        status = self.ask(desk, route, state).status_code
        letter = "-" if status in REFUSED else "~" if status == NOT_NOW else "+"
        assert letter == "+" or self._events() == before, route
        return letter

    def ask(self, desk: Desktop, route: tuple[str, str], state: str) -> Response:
        method, path = route
        part = path.split("/")[1]
        slug = {"nhap-phan-anh": "dien-thoai", "hang-doi": "chuyen-co-quan"}.get(part, "ghi-chu")
        named = {"code": self._codes[state], "file_id": self._files[state], "slug": slug, "key": _KEYS.get(part, "")}
        address = path.format(**named, **self._things)
        if method == "GET":
            return desk.client.get(f"/can-bo{address}")  # not all of them are whole pages
        return desk.client.post(f"/can-bo{address}", data={"version": 0})

    def _events(self) -> int:
        with self._world.desk.look() as work:
            return work.session.scalar(select(func.count()).select_from(CaseEvent)) or 0


_KEYS = {"co-quan": "sxd", "nguong": Department.CONSTRUCTION.value, "tim": "0197c348-8800-7689-aee1-9a04f64ad0dc"}
"""What ``{key}`` stands for, by the first part of the address."""


def _things(world: World) -> dict[str, str]:
    """A view and a list taken out by the handler; a delegation, a template and a form of letters of the leader's."""
    filed = world.assigned("Tôi muốn xóa dữ liệu của mình.")
    with world.desk.work(world.citizen(filed)) as work:
        asked = data_requests.ask(work, work.lock(filed.case.code), DataRight.ERASE)
    with world.desk.work(world.handler) as work:
        view = views.keep(work, Queue.OPEN, "Của tôi", {"kind": "conduct"}, shared=False)
        export = exporting.ask(work, Queue.OPEN, EVERYTHING, Order.DUE, "csv", total=1)
    with world.desk.work(world.leader) as work:
        away = delegation.delegate(
            work, world.colleague.officer_id, first_day=work.today, last_day=work.today, reason="Đi họp"
        )
        template = reply_templates.add(work, Wording("Vá đường", "Kính gửi ông/bà, đã vá đường."))
    with world.desk.work() as work:
        talk = conversations.begin(work, ChannelKind.WEBCHAT, "web", "u1")
    with examined(Incoming("mẫu.docx", BytesIO(built_in()))) as file, world.desk.work(world.leader) as work:
        form = forms.add(work, file, kind=None)
    with world.desk.work(world.administrator) as work:
        identity = Identity("7", "Xã Long Hữu")
        account = channel_setup.add(work, ChannelKind.TELEGRAM, {"token": "7:bi-mat"}, identity, unit_id=None)
    made = {"view_id": view, "export_id": export, "delegation_id": away, "template_id": template, "form_id": form}
    made |= {"account_id": account, "talk_id": talk, "request_id": asked}
    return {name: str(getattr(one, "id", one)) for name, one in made.items()} | {"letter_id": str(view.id), "seq": "1"}


_DECISIONS = {
    "own": SURE,
    "other": replace(SURE, departments=(RankedDepartment(Department.HEALTH, 0.96),), field=Field.HEALTH),
    "restricted": RESTRICTED,
}


@pytest.fixture
def province(sqlite_world: World, sqlite_sign_in: SignIn) -> Province:
    return Province(sqlite_world, sqlite_sign_in)
