"""An administrator sets up an Official Account in the console, and no secret comes back."""

import pytest

from bot.channels import setups
from bot.channels.zalo.fake import FakeZalo
from bot.served import served
from models.channel_account import ChannelAccount
from tests.intake.web.console.conftest import signing_in
from tests.intake.web.console.desktop import Desktop
from tests.world import World


@pytest.fixture
def administrator(sqlite_world: World) -> Desktop:
    object.__setattr__(sqlite_world.desk, "setups", setups())
    return signing_in(sqlite_world)("administrator")


def rows(world: World) -> list[ChannelAccount]:
    with world.desk.look() as work:
        return list(work.session.query(ChannelAccount))


def test_an_official_account_is_entered_connected_and_examined(administrator: Desktop, sqlite_world: World) -> None:
    fake = FakeZalo("1001", clock=sqlite_world.desk.clock)
    assert administrator.get("/kenh/them/zalo").status_code == 200
    with served(fake.app()) as address:
        answer = administrator.post("/kenh/them/zalo", **fake.values(address), late="template")
        assert answer.status_code == 303, answer.text
        (row,) = rows(sqlite_world)
        page = administrator.get(f"/kenh/{row.id}")
        examined = administrator.post(f"/kenh/{row.id}/kiem-tra")

    assert (row.account, row.name) == ("1001", fake.name)
    assert "developers.zalo.me" in page.text
    assert f"/kenh/zalo/{row.hook}" in page.text
    assert "Mã truy cập dùng được." in examined.text
    for secret in (fake.app_secret, fake.oa_secret, fake.access, fake.refresh):
        assert secret not in page.text + examined.text


def test_what_is_entered_wrong_keeps_the_rest_and_no_secret(administrator: Desktop, sqlite_world: World) -> None:
    fake = FakeZalo("1001", clock=sqlite_world.desk.clock)
    with served(fake.app()) as address:
        refused = administrator.post("/kenh/them/zalo", **fake.values(address) | {"free_hours": "hai ngày"})

    assert refused.status_code == 422
    assert "một số giờ" in refused.text
    assert 'value="hai ngày"' in refused.text
    assert fake.oa_secret not in refused.text
    assert rows(sqlite_world) == []


def test_secrets_left_empty_stay_after_the_access_token_was_renewed(
    administrator: Desktop, sqlite_world: World
) -> None:
    fake = FakeZalo("1001", clock=sqlite_world.desk.clock)
    secrets = ("app_secret", "oa_secret", "access_token", "refresh_token")
    with served(fake.app()) as address:
        values = fake.values(address)
        administrator.post("/kenh/them/zalo", **values)
        fake.access = "renewed-elsewhere"
        (row,) = rows(sqlite_world)
        typed = {key: value for key, value in values.items() if key not in secrets} | {"site_code": "AbC"}
        changed = administrator.post(f"/kenh/{row.id}", **typed)
        page = administrator.get(f"/kenh/{row.id}")

    assert changed.status_code == 303
    assert fake.renewals == 1
    assert "developers.zalo.me" in page.text
    assert 'value="AbC"' in page.text
