"""A sender who left out who they are may add it later; what was given is not overwritten."""

from sqlalchemy import select

from models.citizen import Citizen
from tests.intake.web.public.stories import opened
from tests.pages import Browser
from tests.world import RESTRICTED, World


def citizen_row(world: World) -> Citizen:
    with world.desk.look() as work:
        return work.session.scalars(select(Citizen)).one()


def test_missing_name_address_and_contact_can_be_added_later(citizen: Browser, world: World) -> None:
    filed = world.assigned()
    page = opened(citizen, filed)
    address = f"/ho-so/{filed.case.code}/bo-sung"

    after = citizen.submit(page, address, name="Trần Thị Lụa", phone="0912 345 678", address="Ấp 3, xã Long Hữu")

    stored = citizen_row(world)
    assert (stored.name, stored.phone, stored.address) == ("Trần Thị Lụa", "+84912345678", "Ấp 3, xã Long Hữu")
    assert stored.phone_hash is not None
    assert "Đã lưu thông tin" in after.text
    assert "Bổ sung họ tên" not in after.text


def test_a_wrong_phone_says_so_beside_its_field_and_keeps_the_name(visitor: Browser, sqlite_world: World) -> None:
    filed = sqlite_world.assigned()
    page = opened(visitor, filed)
    address = f"/ho-so/{filed.case.code}/bo-sung"

    after = visitor.submit(page, address, name="Trần Thị Lụa", phone="0912")

    assert after.status == 422
    assert "Số điện thoại" in after.error("phone")
    assert after.form(address)["name"] == ["Trần Thị Lụa"]
    assert citizen_row(sqlite_world).name is None


def test_an_empty_form_adds_nothing(visitor: Browser, sqlite_world: World) -> None:
    filed = sqlite_world.assigned()
    page = opened(visitor, filed)

    after = visitor.submit(page, f"/ho-so/{filed.case.code}/bo-sung")

    assert after.status == 422
    assert "ít nhất một ô" in after.text


def test_what_was_given_is_not_asked_again(visitor: Browser, sqlite_world: World) -> None:
    filed = sqlite_world.assigned(name="Trần Thị Lụa", phone="0912345678", address="Ấp 3")

    assert "Bổ sung họ tên" not in opened(visitor, filed).text


def test_the_page_does_not_tell_the_machines_suspicion(visitor: Browser, sqlite_world: World) -> None:
    filed = sqlite_world.file("Tôi tố cáo cán bộ Sở Xây dựng nhận tiền.")
    sqlite_world.classify(RESTRICTED)

    assert "Luật Tố cáo" not in opened(visitor, filed).text
