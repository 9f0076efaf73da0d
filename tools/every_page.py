"""Pictures of every page there is: those of the table in `tests/everywhere.py`, in the small province of the tests.

The table is held against the routes of the application, so a page that is added is pictured without a line here. The
texts in it are long and ugly on purpose; how pages look with life in them is shown by the walks of `tools.screenshots`.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from tests.everywhere import PAGES, PEOPLE, Furnished, furnish
from tests.journeys.conftest import Server, let_in
from tests.world import make_world
from tools.camera import Camera


def names(who: str) -> list[str]:
    """What the pictures of this person's pages are called, in the order of their visits."""
    addresses = [one for page in PAGES.values() for one in page.get(who, "").split()]
    return [f"{who}{_plain(one)}" for one in addresses]


def take_every_page(browser: Browser, folder: Path) -> None:
    """Each person of the table goes to each of their pages: by day, in the dark, and citizens with large letters."""
    folder.mkdir(parents=True, exist_ok=True)
    with _province() as (address, furnished):
        for who in PEOPLE:
            with browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", base_url=address) as context:
                camera = Camera(let_in(context, who, furnished), address, folder)
                for path, name in zip(furnished.visits(who), names(who), strict=True):
                    camera.show(path, name)
                    camera.take_dark(name)
                    if not path.startswith("/can-bo"):
                        camera.take_large(name)


@contextmanager
def _province() -> Iterator[tuple[str, Furnished]]:
    with tempfile.TemporaryDirectory() as home:
        desk = open_desk(Settings(home=Path(home), database_url="", broker_url=""))
        furnished, server = furnish(make_world(desk)), Server(desk)
        server.start()
        try:
            yield server.address, furnished
        finally:
            server.stop()
            desk.database.dispose()


def _plain(address: str) -> str:
    """An address as a part of a file's name."""
    return re.sub(r"-+", "-", re.sub(r"[^\w]+", "-", address)).rstrip("-")
