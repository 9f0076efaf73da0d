"""Officers at their browsers: each signs in through the page, as they would, and every page they see is checked."""

import pytest

from intake.web.app import create_app
from intake.web.options import WebOptions
from tests.intake.web.console.desktop import Desktop, SignIn
from tests.world import World

SITE = "https://langnghe.test"


def signing_in(world: World) -> SignIn:
    app = create_app(world.desk, WebOptions(public_url=SITE))

    def sign_in(username: str) -> Desktop:
        desktop = Desktop(app, SITE, world.desk)
        assert desktop.sign_in(username).status_code == 303
        return desktop

    return sign_in


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """On both engines."""
    return signing_in(world)


@pytest.fixture
def sqlite_sign_in(sqlite_world: World) -> SignIn:
    """On SQLite only, for what does not depend on the engine."""
    return signing_in(sqlite_world)
