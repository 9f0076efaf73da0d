"""A citizen asks about their own data on the page of their case: a copy, a correction, erasing, and less use of it."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from intake.cases import consents, data_copy, data_requests, reach
from models.vocabulary import ToldBy
from tests.intake.web.public.conftest import site_of
from tests.intake.web.public.stories import ANSWER, answered, noted, opened
from tests.pages import Browser, Page
from tests.world import RESTRICTED, World

NAME = "Trần Thị Bưởi"


def asked(visitor: Browser, code: str, slug: str, **typed: Any) -> Page:
    page = visitor.get(f"/ho-so/{code}/du-lieu")
    return visitor.submit(page, f"/ho-so/{code}/du-lieu/{slug}", **typed)


@pytest.fixture
def world(sqlite_world: World) -> World:
    return sqlite_world


def test_a_copy_is_there_at_once_to_read_and_for_a_machine(visitor: Browser, world: World) -> None:
    filed = answered(world, name=NAME, phone="0912345678")
    page = opened(visitor, filed)
    code = filed.case.code
    assert f"/ho-so/{code}/du-lieu" in page.links().values()

    page = asked(visitor, code, "ban-sao", **{"key-ban-sao": filed.key})

    assert "sẵn sàng" in page.text
    text = visitor.client.get(f"/ho-so/{code}/ban-sao.txt")
    assert text.headers["content-disposition"] == f"attachment; filename*=utf-8''{quote(f'du-lieu-{code}.txt')}"
    for part in (NAME, "+84912345678", filed.case.content, ANSWER):
        assert part in text.content.decode("utf-8-sig")
    told = json.loads(visitor.client.get(f"/ho-so/{code}/ban-sao.json").content)
    assert told["sender"] == {"name": NAME, "phone": "+84912345678", "email": None, "address": None}
    assert told["answer"]["text"] == ANSWER
    assert told["data_requests"][0]["wanted"] == "copy"


def test_a_copy_holds_what_its_sender_chose_and_agreed_to(world: World) -> None:
    edition = consents.newest().edition
    choices = {"department": "construction", "at": "9.645612,106.512345,20"}
    filed = world.file(publish_consent=True, consent_edition=edition, choices=choices)
    with world.desk.work() as work:
        reach.note(work, work.find(filed.case.code), ToldBy.PAGE)

    with world.desk.look(world.citizen(filed)) as work:
        case = work.find(filed.case.code)
        copy, text = data_copy.copy_of(work, case), data_copy.as_text(work, case).decode("utf-8-sig")

    assert copy["chosen"]["position"] == "9.645612,106.512345,20"
    assert (copy["consents"][0]["edition"], copy["told_by"], copy["identity_kept"]) == (edition, "page", False)
    for part in ("9.645612,106.512345,20", consents.newest().sentence, ToldBy.PAGE.label):
        assert part in text


def test_a_copy_holds_nothing_an_officer_wrote_for_colleagues(visitor: Browser, world: World) -> None:
    filed = answered(world)
    noted(world, filed)
    opened(visitor, filed)
    asked(visitor, filed.case.code, "ban-sao", **{"key-ban-sao": filed.key})
    for kind in ("txt", "json"):
        assert "chưa ai nghe máy" not in visitor.client.get(f"/ho-so/{filed.case.code}/ban-sao.{kind}").text


def test_an_open_page_is_not_enough_the_key_is_shown_again(visitor: Browser, world: World) -> None:
    filed = answered(world)
    opened(visitor, filed)
    page = asked(visitor, filed.case.code, "xoa", **{"key-xoa": "SAI-SAI-SAI", "words-xoa": "Tôi không muốn lưu."})
    assert page.status == 422
    assert "Mã bí mật chưa đúng" in page.error("key-xoa")
    assert "Tôi không muốn lưu." in page.text
    with world.desk.look(world.leader) as work:
        assert data_requests.waiting(work) == []


def test_wrong_keys_are_counted_as_at_the_door(visitor: Browser, world: World) -> None:
    filed = answered(world)
    opened(visitor, filed)
    for _ in range(10):
        assert asked(visitor, filed.case.code, "xoa", **{"key-xoa": "SAI"}).status == 422
    page = asked(visitor, filed.case.code, "xoa", **{"key-xoa": filed.key})
    assert page.status == 429


def test_erasing_is_asked_for_and_told_when_it_was_done(visitor: Browser, world: World) -> None:
    filed = answered(world, name=NAME)
    opened(visitor, filed)
    code = filed.case.code
    page = asked(visitor, code, "xoa", **{"key-xoa": filed.key})
    assert "10/12/2026" in page.text
    assert "Điều 5 Nghị định 356/2025/NĐ-CP" in page.text
    with pytest.raises(AssertionError):
        page.form(f"/ho-so/{code}/du-lieu/xoa")
    with world.desk.work(world.leader) as work:
        data_requests.grant(work, data_requests.waiting(work)[0].id)

    page = visitor.get(f"/ho-so/{code}")
    assert "Dữ liệu cá nhân của hồ sơ này đã được xóa ngày 20/11/2026" in page.text
    assert ANSWER not in page.text
    assert "đã được xóa" in visitor.get(f"/ho-so/{code}/du-lieu").text


def test_a_correction_keeps_what_was_typed_when_a_field_is_wrong(visitor: Browser, world: World) -> None:
    filed = answered(world)
    opened(visitor, filed)
    key = {"key-chinh-sua": filed.key}
    page = asked(visitor, filed.case.code, "chinh-sua", name=NAME, phone="12345", **key)
    assert page.status == 422
    assert page.error("phone")
    assert page.form(f"/ho-so/{filed.case.code}/du-lieu/chinh-sua")["name"] == [NAME]
    page = asked(visitor, filed.case.code, "chinh-sua", name=NAME, **key)
    assert "chờ quyết định" in page.text


def test_the_copy_of_a_restricted_case_waits_for_its_desk(world: World) -> None:
    filed = world.file("Tôi tố cáo ông Lùn nhận tiền.")
    world.classify(RESTRICTED)
    visitor = Browser(site_of(world.desk))
    opened(visitor, filed)
    page = asked(visitor, filed.case.code, "ban-sao", **{"key-ban-sao": filed.key})
    assert "chờ quyết định" in page.text
    answer = visitor.client.get(f"/ho-so/{filed.case.code}/ban-sao.txt", follow_redirects=False)
    assert answer.status_code == 303


def test_nobody_fetches_a_copy_that_was_not_asked_for(visitor: Browser, world: World) -> None:
    filed = answered(world)
    opened(visitor, filed)
    answer = visitor.client.get(f"/ho-so/{filed.case.code}/ban-sao.json", follow_redirects=False)
    assert answer.status_code == 303


def test_restricting_is_asked_for_and_more_time_shows_its_reason_and_the_new_day(
    visitor: Browser, world: World
) -> None:
    filed = answered(world, name=NAME)
    opened(visitor, filed)
    code = filed.case.code
    page = asked(visitor, code, "han-che", **{"key-han-che": filed.key, "words-han-che": "Tôi ngại hàng xóm biết."})
    assert "Đã nhận đề nghị hạn chế xử lý dữ liệu." in page.text
    assert "Trả lời trước hết ngày 07/12/2026" in page.text
    with world.desk.work(world.leader) as work:
        data_requests.extend(work, data_requests.waiting(work)[0].id, reason="Phải hỏi thêm đơn vị giữ hồ sơ.")

    page = visitor.get(f"/ho-so/{code}/du-lieu")
    assert "Trả lời trước hết ngày 21/12/2026" in page.text
    assert "Phải hỏi thêm đơn vị giữ hồ sơ." in page.text
    timeline = visitor.get(f"/ho-so/{code}").text
    assert "hạn mới: hết ngày 21/12/2026" in timeline


def test_consent_is_taken_back_only_where_it_was_given(visitor: Browser, world: World) -> None:
    agreed = answered(world, publish_consent=True)
    opened(visitor, agreed)
    address = f"/ho-so/{agreed.case.code}/du-lieu/rut-dong-y"
    page = asked(visitor, agreed.case.code, "rut-dong-y", **{"key-rut-dong-y": agreed.key})
    assert "Đã rút lại đồng ý công khai." in page.text
    with pytest.raises(AssertionError):
        page.form(address)


def test_a_restriction_is_lifted_with_the_key_shown_again(visitor: Browser, world: World) -> None:
    filed = answered(world, name=NAME)
    opened(visitor, filed)
    code = filed.case.code
    address = f"/ho-so/{code}/du-lieu/bo-han-che"
    with pytest.raises(AssertionError):
        visitor.get(f"/ho-so/{code}/du-lieu").form(address)
    asked(visitor, code, "han-che", **{"key-han-che": filed.key})
    with world.desk.work(world.leader) as work:
        data_requests.grant(work, data_requests.waiting(work)[0].id)

    wrong = asked(visitor, code, "bo-han-che", **{"key-bo-han-che": "AAAAA-AAAAA-AAAAA"})
    assert "Mã bí mật chưa đúng" in wrong.text
    page = asked(visitor, code, "bo-han-che", **{"key-bo-han-che": filed.key})

    assert "Đã bỏ hạn chế xử lý dữ liệu." in page.text
    with pytest.raises(AssertionError):
        page.form(address)
    with world.desk.look() as work:
        assert not work.find(code).purpose_only
