"""Whatever is typed into whatever field of whatever form: no fault, and nothing of it ever runs on a page.

The forms are found by reading every page of ``tests.everywhere``, so a new form falls under this by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree.ElementTree import Element

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from intake.web.app import create_app
from intake.web.options import WebOptions
from tests.everywhere import CITIZEN, PEOPLE, STRANGER, Furnished, furnish
from tests.pages import check_page
from tests.world import PASSWORD, World

SITE = "http://testserver"
MARK = "zqx"
"""Stands in everything typed here, so that it is found again."""

TYPED = {
    "a script": f"<script>{MARK}()</script>",
    "an image": f'"><img src=x onerror={MARK}()>',
    "a template": f"{{{{7177*7177}}}}${{7177*7177}}{{%{MARK}%}}",
    "a formula": f'=HYPERLINK("http://x/{MARK}")',
    "very long": f"{MARK} " + "dài " * 6000,
    "nul bytes": f"\x00{MARK}\x00",
    "turned about": f"\u202e{MARK}\u2066",
    "half a letter": f"%ED%A0%80{MARK}",
    "a wrong type": f"-1e999{MARK}[]",
}
_LEFT = {"submit", "button", "image", "reset", "hidden", "file"}
_AWAY = ("/dang-xuat", "/thoat", "/ngon-ngu")
"""Forms that end the visit; they carry no field."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of a page: what it would send as it stands, and the names of the fields a person fills in."""

    action: str
    sent: dict[str, list[str]]
    open: tuple[str, ...]
    upload: bool

    def filled(self, typed: str) -> dict[str, list[str]]:
        return self.sent | {name: [typed] for name in self.open}


def browser(furnished: Furnished, who: str) -> TestClient:
    client = TestClient(
        create_app(furnished.world.desk, WebOptions(public_url=SITE)), base_url=SITE, raise_server_exceptions=False
    )
    if who == CITIZEN:
        client.post("/theo-doi", data={"code": furnished.followed.case.code, "key": furnished.followed.key})
    elif who != STRANGER:
        client.post("/can-bo/dang-nhap", data={"username": who, "password": PASSWORD})
    return client


def sheets(response: Response) -> Iterator[Sheet]:
    """The forms of a page that send something."""
    for form in check_page(response).tree.iter("form"):
        action = form.get("action", response.url.path)
        if form.get("method", "get") == "post" and not action.endswith(_AWAY):
            sent, names = _fields(form)
            yield Sheet(action, sent, names, form.get("enctype") == "multipart/form-data")


def _fields(form: Element) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    sent: dict[str, list[str]] = {}
    names = set()
    for one in form.iter():
        name, kind = one.get("name"), one.get("type", "text")
        if name and one.tag == "input" and kind in _LEFT:
            if kind == "hidden":
                sent.setdefault(name, []).append(one.get("value", ""))
        elif name and one.tag in ("input", "textarea", "select"):
            names.add(name)
    return sent, tuple(sorted(names))


def runs(response: Response) -> list[str]:
    """What of the typed words became part of the page itself; a page that breaks a rule of pages raises."""
    if not response.headers.get("content-type", "").startswith("text/html"):
        return []
    tree = check_page(response).tree
    found = [one.tag for one in tree.iter() if one.tag == "script" and MARK in "".join(one.itertext())]
    found += [one.tag for one in tree.iter() if any(MARK in name for name in one.attrib)]
    found += [one.get("onerror", "") for one in tree.iter("img") if one.get("src") == "x"]
    return found + re.findall(rf"51509329\S*{MARK}", response.text)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_typed_anywhere_is_a_fault_or_runs_on_a_page(who: str, sqlite_world: World) -> None:
    furnished = furnish(sqlite_world, "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp.")
    client, wrong = browser(furnished, who), []
    forms = {sheet.action: sheet for path in furnished.visits(who) for sheet in sheets(client.get(path))}
    for name, typed in TYPED.items():
        for action, sheet in forms.items():
            data = sheet.filled(typed)
            files = [("files", (f"{MARK}<b>.png", b"no picture"))] if sheet.upload else None
            answer = client.post(action, data=data, files=files)
            if answer.status_code >= 500 or runs(answer):
                wrong.append((name, action, answer.status_code, runs(answer)))
    for path in furnished.visits(who):
        answer = client.get(path)
        if answer.status_code >= 500 or runs(answer):
            wrong.append(("afterwards", path, answer.status_code, runs(answer)))

    assert wrong == []


@pytest.mark.parametrize("who", ["receiver", "handler", "administrator"])
def test_nothing_typed_into_an_address_is_a_fault_or_runs_on_a_page(who: str, sqlite_world: World) -> None:
    furnished = furnish(sqlite_world, "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp.")
    client, wrong = browser(furnished, who), []
    for path in {one.partition("?")[0] for one in furnished.visits(who)}:
        names = {
            field.get("name", "") for form in check_page(client.get(path)).tree.iter("form") for field in form.iter()
        }
        for name, typed in TYPED.items():
            query = "&".join(f"{field}={quote(typed[:150])}" for field in sorted(names - {""}))
            answer = client.get(f"{path}?{query}")
            if answer.status_code >= 500 or runs(answer):
                wrong.append((name, path, answer.status_code))

    assert wrong == []
