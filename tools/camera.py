"""A browser window that pictures what it is shown at three widths, and the two doors of the product it can open.

It knows Chromium and the sign-in forms; which pages are worth a picture is decided in `tools.screenshots`.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tools.saying import SetupFailed

WIDTHS = {360: 740, 768: 1024, 1280: 800}
PHONE, DESK = 360, 1280
"""Each width with the height of its window; pictures show the whole page."""

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Camera:
    """One browser window that takes each page it is shown at every width."""

    page: Page
    address: str
    folder: Path

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def take(self, name: str, *widths: int) -> None:
        """Picture what is shown now as NAME-WIDTH.png, at every width or at these."""
        for width in widths or WIDTHS:
            self.hold(width)
            self.page.screenshot(path=self.folder / f"{name}-{width}.png", full_page=True)

    def hold(self, width: int) -> None:
        """Look through a window of this width from now on."""
        self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})

    def take_dark(self, name: str) -> None:
        """The same in the dark, where only colours differ."""
        self._in("dark")
        self.take(f"{name}-dark", DESK)
        self._in("light")

    def _in(self, scheme: Literal["dark", "light"]) -> None:
        """Colours change slowly; a picture is of those they come to."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.evaluate("() => Promise.allSettled(document.getAnimations().map(one => one.finished))")

    def take_large(self, name: str) -> None:
        """The same on a phone whose owner reads badly: letters twice as large."""
        self.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        self.take(f"{name}-large", PHONE)

    def show(self, path: str, name: str) -> None:
        self.go(path)
        self.take(name)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, without a window."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SetupFailed("Chưa có Chromium (apt install chromium).", "Chromium is missing (apt install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


def open_case(camera: Camera, code: str, key: str) -> None:
    """Type code and key as a citizen would."""
    camera.go("/theo-doi")
    camera.page.fill("#code", code)
    camera.page.fill("#key", key)
    camera.page.get_by_role("button", name="Mở hồ sơ").click()


def sign_in(camera: Camera, username: str, password: str) -> None:
    camera.go("/can-bo/dang-nhap")
    camera.page.fill("#username", username)
    camera.page.fill("#password", password)
    camera.page.get_by_role("button", name="Đăng nhập", exact=True).click()
