"""An officer's browser in a test: forms are sent as the page has them, and each page is held to the house rules."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from intake.cases.work import Desk
from tests.pages import check_page
from tests.world import PASSWORD


class Desktop:
    """One browser with its cookies; redirects are not followed, so that a test sees them."""

    def __init__(self, app: FastAPI, site: str, desk: Desk) -> None:
        self.client = TestClient(
            app, base_url=site, headers={"origin": site}, follow_redirects=False, raise_server_exceptions=False
        )
        self.desk = desk

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> Response:
        return self.post("/dang-nhap", username=username, password=password, **more)

    def get(self, path: str) -> Response:
        return self._checked(self.client.get(self._full(path)))

    def post(self, path: str, **fields: Any) -> Response:
        return self._checked(self.client.post(self._full(path), data=fields))

    def step(self, code: str, slug: str, *, version: int | None = None, **fields: Any) -> Response:
        """Send a form of the case's page; ``version`` is what the page shows unless told."""
        if version is None:
            version = self.version(code)
        return self.post(f"/ho-so/{code}/{slug}", version=version, **fields)

    def version(self, code: str) -> int:
        page = parsed(self.get(f"/ho-so/{code}"))
        forms = [form for form in page.iter("form") if f"/ho-so/{code}/" in form.get("action", "")]
        forms = [form for form in forms if form.get("class") != "undo"]  # it takes back what was done before
        fields = [field for form in forms for field in form.iter("input")]
        found = [field.get("value") for field in fields if field.get("name") == "version"]
        return int(found[0] or 0) if found else 0

    def offers(self, code: str) -> set[str]:
        """The steps the case's page offers: the last part of each form's address."""
        page = parsed(self.get(f"/ho-so/{code}"))
        addresses = {form.get("action", "") for form in page.iter("form")}
        addresses |= {link.get("href", "").split("?")[0] for link in page.iter("a")}
        start = f"/can-bo/ho-so/{code}/"
        return {
            address.removeprefix(start)
            for address in addresses
            if address.startswith(start) and "/tep/" not in address and not address.endswith("/ai-da-xem")
        }

    def queues(self) -> set[str]:
        page = parsed(self.get(self.get("/").headers.get("location", "/")))
        start = "/can-bo/hang-doi/"
        return {
            link.get("href", "").removeprefix(start)
            for nav in page.iter("nav")
            if nav.get("class") == "queues"
            for link in nav.iter("a")
            if link.get("href", "").startswith(start)
        }

    @staticmethod
    def _full(path: str) -> str:
        return path if path.startswith("/can-bo") else f"/can-bo{path}"

    @staticmethod
    def _checked(response: Response) -> Response:
        if response.headers.get("content-type", "").startswith("text/html"):
            check_page(response)
        assert response.status_code < 500, response.text
        return response


SignIn = Callable[[str], Desktop]
"""Gives the browser of an officer who has signed in."""


def parsed(response: Response) -> Element:
    tree: Element = html5lib.parse(response.text, namespaceHTMLElements=False)
    return tree


def text_of(response: Response) -> str:
    """The words of a page, with single spaces."""
    return " ".join("".join(parsed(response).itertext()).split())


def typed_into(response: Response, field_id: str) -> str:
    """What stands in a text area of the page."""
    page = parsed(response)
    return next(area.text or "" for area in page.iter("textarea") if area.get("id") == field_id)
