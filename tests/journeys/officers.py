"""The officers' half of every journey, at their own pages: the case is sent to a unit, answered there and approved."""

from typing import Any

from fastapi import FastAPI

from tests.pages import Browser, Page
from tests.world import PASSWORD


class Officers:
    """The officers of the small province, each at a browser of their own that keeps them signed in."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._at: dict[str, Browser] = {}

    def at(self, username: str) -> Browser:
        """The browser of this officer."""
        if username not in self._at:
            self._at[username] = browser = Browser(self._app)
            door = browser.get("/can-bo/dang-nhap")
            browser.submit(door, "/can-bo/dang-nhap", username=username, password=PASSWORD)
        return self._at[username]

    def send_on(self, code: str) -> None:
        """The receiving desk sends the case where the machine proposes."""
        assert f"/can-bo/ho-so/{code}" in self.at("receiver").get("/can-bo/hang-doi/triage").response.text
        self._step("receiver", code, "chuyen-xu-ly")

    def ask(self, code: str, question: str) -> None:
        """The unit accepts and needs to know more."""
        self._step("handler", code, "thu-ly")
        self._step("handler", code, "yeu-cau-bo-sung", question=question)

    def answer(self, code: str, words: str) -> None:
        """The unit accepts and answers, and its leader approves."""
        self._step("handler", code, "thu-ly")
        self._step("handler", code, "soan", text=words, then="submit")
        self._step("leader", code, "phe-duyet")

    def sees(self, code: str) -> Page:
        """The case as the officer who answered it sees it."""
        return self.at("handler").get(f"/can-bo/ho-so/{code}")

    def _step(self, username: str, code: str, slug: str, **typed: Any) -> None:
        browser, case = self.at(username), f"/can-bo/ho-so/{code}"
        done = browser.submit(browser.get(case), f"{case}/{slug}", **typed)
        assert done.status == 200, done.text
