"""An office with a bot on Telegram."""

from collections.abc import Iterator

import pytest

from intake.cases.work import Desk
from tests.bot.telegram.office import Office, office_with_telegram
from tests.conftest import TestClock


@pytest.fixture
def office(sqlite_desk: Desk, clock: TestClock) -> Iterator[Office]:
    with office_with_telegram(sqlite_desk, clock) as office:
        yield office
