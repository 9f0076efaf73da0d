"""A small province with an Official Account, and Zalo's servers to talk to."""

from collections.abc import Iterator

import pytest

from bot.channels.zalo.simulated import Line, outside
from tests.bot.zalo.line import Phone, with_zalo
from tests.world import World


@pytest.fixture
def zalo(sqlite_world: World) -> Iterator[Line]:
    """Zalo, and an account of the province on it."""
    with outside(sqlite_world.desk) as line:
        yield line


@pytest.fixture
def phone(sqlite_world: World, zalo: Line) -> Phone:
    return Phone(with_zalo(sqlite_world.desk), zalo)
