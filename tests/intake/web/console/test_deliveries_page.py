"""The delivery of each notice beside the case and on the citizen's page, and the button that sends it again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from intake.adapters.mail import Mail
from intake.cases.submit import Filed
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.vocabulary import ChannelKind
from tests.intake.adapters.post_office import PostOffice
from tests.intake.web.console.conftest import signing_in
from tests.intake.web.console.desktop import parsed, text_of
from tests.intake.web.public.stories import opened
from tests.pages import Browser
from tests.world import World, make_world

ENDS = [
    ({}, "đã gửi", False),
    ({"rcpt": "550 no such user"}, "không gửi được", True),
    ({"hang_after_data": True}, "chưa rõ đã tới hay chưa", True),
]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    post_office = PostOffice().open()
    yield post_office
    post_office.close()


@pytest.fixture
def mailing(sqlite_desk: Desk, office: PostOffice) -> World:
    """The province with a mail server."""
    return make_world(replace(sqlite_desk, channels={ChannelKind.EMAIL: Mail(office.address)}))


def filed(world: World, office: PostOffice, trouble: dict[str, object]) -> Filed:
    vars(office).update(trouble)
    made = world.assigned(name="Trần Thị Lụa", email="lua@example.com")
    vars(office).update({"rcpt": "250 OK", "hang_after_data": False})
    return made


@pytest.mark.parametrize(("trouble", "said", "again"), ENDS)
def test_both_sides_read_how_a_notice_ended_and_the_officer_may_send_it_again(
    mailing: World, office: PostOffice, trouble: dict[str, object], said: str, again: bool
) -> None:
    made = filed(mailing, office, trouble)
    handler = signing_in(mailing)("handler")

    page = text_of(handler.get(f"/ho-so/{made.case.code}"))
    assert f"Đã tiếp nhận: {said}" in page
    assert f"Tin “Đã tiếp nhận” gửi qua thư điện tử: {said}" in page
    assert ("gui-lai" in handler.offers(made.case.code)) is again

    site = create_app(mailing.desk, WebOptions(public_url="http://testserver"))
    assert f"Tin “Đã tiếp nhận” gửi qua thư điện tử: {said}" in opened(Browser(site), made).text


def test_the_button_sends_it_once(mailing: World, office: PostOffice) -> None:
    made = filed(mailing, office, {"rcpt": "550 no such user"})
    handler = signing_in(mailing)("handler")
    shown = handler.get(f"/ho-so/{made.case.code}")
    assert "máy chủ thư từ chối (mã 550)" in text_of(shown)
    notice = [field.get("value") for field in parsed(shown).iter("input") if field.get("name") == "notice"]
    version = handler.version(made.case.code)

    clicks = [handler.step(made.case.code, "gui-lai", version=version, notice=notice[0]) for _ in range(2)]
    mailing.classify()

    assert [click.status_code for click in clicks] == [303, 303]
    assert len(office.accepted) == 1
