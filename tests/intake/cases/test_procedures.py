"""Bringing the catalogue in: new, changed and ended ones; known to every process from the moment it is committed."""

import pytest
from sqlalchemy import select

from intake.cases import procedures
from intake.cases.errors import NotAllowed
from intake.cases.procedures import Brought
from intake.cases.work import Desk
from models.procedure import Procedure
from routing.procedures_file import Row
from tests.world import World

BIRTH, CARD = Row("1.001193", "Đăng ký khai sinh", "Hộ tịch"), Row("1.014064", "Cấp lại thẻ căn cước", "Căn cước")


def bring(desk: Desk, *rows: Row, source: str = "mot.csv") -> Brought:
    with desk.work() as work:
        return procedures.bring_in(work, rows, source=source)


def first(desk: Desk, text: str) -> str | None:
    with desk.look() as work:
        found = procedures.known(work).search(text)
        return found[0].procedure.code if found else None


def test_a_second_import_changes_what_changed_and_ends_what_is_gone(desk: Desk) -> None:
    assert bring(desk, BIRTH, CARD) == Brought(added=2, changed=0, ended=0, same=0)
    assert bring(desk, BIRTH, CARD) == Brought(added=0, changed=0, ended=0, same=2)
    renamed = Row("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch")
    third = Row("1.000894", "Đăng ký kết hôn")
    assert bring(desk, renamed, third, source="hai.csv") == Brought(added=1, changed=1, ended=1, same=0)

    with desk.look() as work:
        card = work.session.scalars(select(Procedure).where(Procedure.code == CARD.code)).one()
        assert card.valid_to == work.today
        page = procedures.catalogue_page(work, "khai sinh")
    assert (page.in_force, page.source) == (2, "hai.csv")
    assert [one.name for one in page.found] == ["Thủ tục đăng ký khai sinh"]
    assert bring(desk, renamed, third, CARD).changed == 1, "one that had ended is in force again"


def test_what_was_imported_is_found_at_once_and_what_has_ended_no_more(desk: Desk) -> None:
    assert first(desk, "lam lai can cuoc") is None
    bring(desk, BIRTH, CARD)
    assert first(desk, "lam lai can cuoc") == CARD.code
    bring(desk, BIRTH)
    assert first(desk, "lam lai can cuoc") is None


def test_one_that_the_file_names_but_cannot_say_stays_as_it_is(sqlite_desk: Desk) -> None:
    bring(sqlite_desk, BIRTH, CARD)
    with sqlite_desk.work() as work:
        brought = procedures.bring_in(work, [BIRTH], source="hai.csv", unread={CARD.code})

    assert brought == Brought(added=0, changed=0, ended=0, same=1)
    assert first(sqlite_desk, "lam lai can cuoc") == CARD.code


def test_only_an_administrator_brings_it_in(world: World) -> None:
    with pytest.raises(NotAllowed), world.desk.work(world.handler) as work:
        procedures.bring_in(work, [BIRTH], source="x")
