"""Setting up an Official Account: entered, connected, examined, and verified as ours."""

from typing import Any

import pytest
import typer

from bot.channels.zalo import SETUP, settings
from bot.channels.zalo.simulated import Line
from bot.faked import Fault
from bot.simulated import account as simulated_account
from intake.cases import channel_accounts
from intake.cases.ports import Finding, Grade, SetupFault
from intake.entry import zalo_checking
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.vocabulary import ChannelKind
from tests.bot.zalo.line import Phone

ADDRESS = "https://langnghe.test/kenh/zalo/abc"


def check(phone: Phone, address: str = ADDRESS, **values: str) -> list[Finding]:
    return list(SETUP.check(phone.desk, phone.enter(**values), address))


def bad(found: list[Finding]) -> str:
    return "\n".join(f"{one.seen} {one.advice}" for one in found if one.grade is Grade.BAD)


def test_an_account_is_what_was_entered_under_the_name_zalo_gives(zalo: Line) -> None:
    identity = SETUP.identify(zalo.account.values)

    assert (identity.account, identity.name) == (zalo.fake.oa_id, zalo.fake.name)
    assert SETUP.identify(dict(zalo.account.values) | {"name": "Sở Xây dựng"}).name == "Sở Xây dựng"
    assert zalo.fake.renewals == 0


def test_tokens_of_another_account_are_refused(zalo: Line) -> None:
    with pytest.raises(SetupFault, match="không phải OA 77") as fault:
        SETUP.identify(dict(zalo.account.values) | {"oa_id": "77"})

    assert fault.value.field == "oa_id"


def test_an_access_token_that_is_over_does_not_cost_the_refresh_token(zalo: Line) -> None:
    values = dict(zalo.account.values) | {"access_token": "het-han"}

    assert SETUP.identify(values).account == zalo.fake.oa_id
    assert zalo.fake.renewals == 0


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("oa_id", "oa-cua-toi"),
        ("app_id", ""),
        ("oa_id", "1" * 90),
        ("free_hours", "hai ngày"),
        ("last_hours", "0"),
        ("age_hours", "-1"),
        ("api_url", "openapi.zalo.me"),
        ("template_fields", "ma_ho_so=mã"),
        ("template_fields", "ma_ho_so"),
        ("info_image", "anh.png"),
    ],
)
def test_what_is_entered_wrong_is_told_at_its_field(zalo: Line, field: str, typed: str) -> None:
    with pytest.raises(SetupFault) as fault:
        SETUP.identify(dict(zalo.account.values) | {field: typed})

    assert fault.value.field == field


def test_connecting_asks_zalo_and_says_what_a_person_has_to_do(phone: Phone) -> None:
    told = SETUP.connect(phone.desk, phone.line.account, ADDRESS)

    assert ADDRESS in told
    assert "developers.zalo.me" in told


def test_connecting_with_dead_tokens_says_where_to_get_others(phone: Phone) -> None:
    phone.fake.revoke()

    with pytest.raises(SetupFault, match="API Explorer"):
        SETUP.connect(phone.desk, phone.line.account, ADDRESS)


def test_the_page_of_findings_is_good_after_a_talk(phone: Phone) -> None:
    phone.says("xin chào")

    found = check(phone, template_id="8", template_fields="ma=ma", site_code="AbC123")

    assert {one.grade for one in found} == {Grade.GOOD}
    assert any("AbC123" in one.seen for one in found)


def test_the_page_of_findings_says_what_is_wrong_and_what_to_do(phone: Phone, clock: Any) -> None:
    assert "chưa nhận được tin nào" in bad(check(phone))
    assert "LANGNGHE_PUBLIC_URL" in bad(check(phone, address="http://langnghe.test/kenh/zalo/abc"))
    channel_accounts.note_fault(phone.desk, ChannelKind.ZALO, phone.fake.oa_id, "signature_mismatch_app_secret")
    assert "Khóa bí mật OA" in bad(check(phone))
    phone.says("xin chào")
    clock.tick(days=3)
    assert any("im lặng 3 ngày" in one.seen for one in check(phone))
    phone.fake.revoke()
    assert "API Explorer" in bad(check(phone))
    phone.fake.faults.append(Fault("/", times=99, status=503))
    assert "openapi.zalo.me" in bad(check(phone, access_token="moi"))


def test_settings_that_cannot_be_read_are_a_finding(phone: Phone) -> None:
    (found,) = check(phone, free_hours="mai")

    assert found.grade is Grade.BAD


def test_zalo_sees_that_the_address_is_ours(phone: Phone) -> None:
    phone.enter(site_code="AbC123")

    page = phone.web.get("/zalo_verifierAbC123.html")

    assert page.status_code == 200
    assert '<meta name="zalo-platform-site-verification" content="AbC123">' in page.text
    for other in ("AbC124", "", "<script>", "..%2f"):
        assert phone.web.get(f"/zalo_verifier{other}.html").status_code == 404


def test_no_value_of_a_field_is_asked_for_twice() -> None:
    keys = [field.key for field in settings.FIELDS]

    assert len(keys) == len(set(keys))
    assert {field.key for field in settings.FIELDS if field.secret} == {
        *("app_secret", "oa_secret", "access_token", "refresh_token"),
    }


@pytest.fixture
def installation(tmp_path: Any) -> Settings:
    own = Settings(home=tmp_path, public_url="https://langnghe.test")
    open_desk(own).database.dispose()
    return own


def test_the_command_says_what_to_do_first(installation: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        zalo_checking.check(installation)

    assert ended.value.exit_code == 1
    assert "Chưa có OA nào" in capsys.readouterr().out


def test_the_command_shows_every_account(
    installation: Settings, zalo: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = open_desk(installation)
    entered = simulated_account(desk, ChannelKind.ZALO, zalo.fake.oa_id, zalo.fake.values(zalo.address))
    with entered, pytest.raises(typer.Exit):
        zalo_checking.check(installation)
    desk.database.dispose()

    printed = capsys.readouterr().out
    assert f"OA {zalo.fake.oa_id}" in printed
    assert "✓ Mã truy cập dùng được." in printed
    assert "✗ Webhook chưa nhận được tin nào đúng chữ ký." in printed
    assert zalo.fake.access not in printed
