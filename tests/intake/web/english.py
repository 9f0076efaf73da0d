"""Visitors and officers who read English."""

from starlette.testclient import TestClient

from intake.web.app import create_app
from intake.web.cookies import Cookie
from intake.web.options import WebOptions
from tests.intake.web.console.desktop import Desktop
from tests.world import World

SITE = "http://testserver"
OPTIONS = WebOptions(public_url=SITE)


def visitor(world: World) -> TestClient:
    """A browser on the citizens' site."""
    client = TestClient(create_app(world.desk, OPTIONS), base_url=SITE, headers={"origin": SITE})
    client.cookies.set(Cookie.LANGUAGE, "en")
    return client


def stranger(world: World) -> Desktop:
    """A browser before the console, not yet signed in."""
    desktop = Desktop(create_app(world.desk, OPTIONS), SITE, world.desk)
    desktop.client.cookies.set(Cookie.LANGUAGE, "en")
    return desktop


def officer(world: World, username: str) -> Desktop:
    """An officer, signed in."""
    desktop = stranger(world)
    assert desktop.sign_in(username).status_code == 303
    return desktop
