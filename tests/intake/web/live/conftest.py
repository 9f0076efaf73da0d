"""The web on a real server, on both engines."""

from collections.abc import Iterator

import pytest

from tests.intake.web.live.server import Live, serving
from tests.world import World


@pytest.fixture
def live(world: World) -> Iterator[Live]:
    with serving(world) as running:
        yield running


@pytest.fixture
def sqlite_live(sqlite_world: World) -> Iterator[Live]:
    with serving(sqlite_world) as running:
        yield running
