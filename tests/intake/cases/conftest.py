"""What several tests of the use cases need from outside: a mail server."""

from collections.abc import Iterator

import pytest

from tests.intake.adapters.post_office import PostOffice


@pytest.fixture
def office() -> Iterator[PostOffice]:
    post_office = PostOffice().open()
    yield post_office
    post_office.close()
