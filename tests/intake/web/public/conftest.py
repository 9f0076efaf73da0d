"""The citizens' site over a small province, and a citizen with a browser."""

import pytest
from fastapi import FastAPI

from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from tests.pages import Browser
from tests.world import World


def site_of(desk: Desk) -> FastAPI:
    return create_app(desk, WebOptions(public_url="http://testserver"))


@pytest.fixture
def site(world: World) -> FastAPI:
    """The site on both engines."""
    return site_of(world.desk)


@pytest.fixture
def citizen(site: FastAPI) -> Browser:
    """A citizen's browser, on both engines."""
    return Browser(site)


@pytest.fixture
def visitor(sqlite_world: World) -> Browser:
    """A browser on SQLite only, for what does not depend on the engine."""
    return Browser(site_of(sqlite_world.desk))
