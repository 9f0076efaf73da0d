"""Codes and keys cannot be found by trying: one answer for every wrong pair, limits for a machine and not a village."""

import re
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from intake.cases.keys import case_key
from intake.web.limiter import RULES
from tests.intake.web.public.conftest import site_of
from tests.intake.web.public.stories import opened
from tests.pages import Browser
from tests.world import RESTRICTED, World

NEVER = "PA-261120-000000-5"
KEY = "AAAAA-AAAAA-AAAAA"
_OF_A_CODE, _OF_AN_ADDRESS = (window.limit.amount for window in RULES["track"].windows)


@pytest.fixture
def world(sqlite_world: World) -> World:
    return sqlite_world


def told(answer_text: str, code: str) -> str:
    """An answer without what differs from one to the next by itself."""
    return re.sub(r'nonce="[^"]*"', "", answer_text).replace(code, "CODE")


def codes(world: World) -> dict[str, str]:
    """A case of each sort somebody might look for, and one that never was."""
    open_, restricted = world.assigned(), world.file("Tôi tố cáo ông Lùn nhận tiền.")
    world.classify(RESTRICTED)
    return {"open": open_.case.code, "restricted": restricted.case.code, "never": NEVER, "malformed": "XYZ-1"}


def test_every_wrong_pair_gets_the_very_same_answer(world: World) -> None:
    site = site_of(world.desk)
    answers = {}
    for name, code in codes(world).items():
        answer = TestClient(site, headers={"origin": "http://testserver"}).post(
            "/theo-doi", data={"code": code, "key": KEY}
        )
        answers[name] = (answer.status_code, told(answer.text, code))
    assert len(set(answers.values())) == 1
    assert answers["open"][0] == 404


def test_the_api_and_the_address_of_a_case_tell_no_more(world: World) -> None:
    site = site_of(world.desk)
    known = {name: code for name, code in codes(world).items() if name != "malformed"}
    for address, headers in (("/ho-so/{}", {}), ("/api/v1/feedback/{}", {"x-case-key": KEY}), ("/bien-nhan/{}", {})):
        answers = set()
        for code in known.values():
            answer = TestClient(site).get(address.format(code), headers=headers)
            answers.add((answer.status_code, re.sub(r'"(instance|request_id)":"[^"]*"', "", told(answer.text, code))))
        assert len(answers) == 1, address


def test_the_key_of_one_case_opens_no_other(world: World) -> None:
    mine, other = world.assigned(), world.assigned("Chuyện của người khác.")
    visitor = Browser(site_of(world.desk))
    page = visitor.submit(visitor.get("/theo-doi"), "/theo-doi", code=other.case.code, key=mine.key)
    assert page.status == 404
    assert "Chuyện của người khác." not in page.text


def test_codes_drawn_in_a_row_say_nothing_of_one_another(world: World) -> None:
    numbers = [int(world.file().case.code.split("-")[2]) for _ in range(30)]
    steps = {after - before for before, after in pairwise(numbers)}
    assert len(steps) > 25


def test_a_machine_that_tries_many_codes_from_one_address_is_stopped(world: World) -> None:
    site = site_of(world.desk)
    limiter = site.state.limiter
    for number in range(_OF_AN_ADDRESS):
        limiter.failed("track", f"PA-261120-{number:06}-0", "testclient")
    answer = TestClient(site, headers={"origin": "http://testserver"}).post(
        "/theo-doi", data={"code": NEVER, "key": KEY}
    )
    assert answer.status_code == 429


def test_neighbours_behind_one_address_are_not_locked_out_by_one_who_tries(world: World) -> None:
    """Phones of a whole province may share their carrier's address."""
    filed, site = world.assigned(), site_of(world.desk)
    for number in range(400):
        site.state.limiter.failed("track", f"PA-261120-{number:06}-0", "testclient")
    assert opened(Browser(site), filed).path == f"/ho-so/{filed.case.code}"


def test_trying_one_code_stops_that_code_for_that_address_alone(world: World) -> None:
    tried, other, site = world.assigned(), world.assigned("Chuyện khác."), site_of(world.desk)
    for _ in range(_OF_A_CODE):
        site.state.limiter.failed("track", tried.case.code, "testclient")
    assert opened(Browser(site), tried).status == 429
    assert opened(Browser(site), other).status == 200


def test_a_key_has_more_than_sixty_bits_and_two_cases_share_none(world: World) -> None:
    filed = [world.file() for _ in range(20)]
    with world.desk.look() as work:
        keys = [case_key(work, one.case) for one in filed]
    letters = [key.replace("-", "") for key in keys]
    assert len(set(keys)) == len(keys)
    assert {len(one) for one in letters} == {15}
    assert len(set("".join(letters))) >= 24  # of 32 letters: five bits each, 75 together


def test_the_page_and_the_api_count_each_wrong_key_and_then_refuse_the_right_one(world: World) -> None:
    by_page, by_api = world.assigned(), world.assigned("Chuyện khác.")
    browser = Browser(site_of(world.desk))
    for _ in range(_OF_A_CODE):
        wrong = browser.submit(browser.get("/theo-doi"), "/theo-doi", code=by_page.case.code, key=KEY)
        assert wrong.status == 404
    assert opened(browser, by_page).status == 429

    client, path = TestClient(site_of(world.desk)), f"/api/v1/feedback/{by_api.case.code}"
    answers = [client.get(path, headers={"x-case-key": KEY}).status_code for _ in range(_OF_A_CODE)]
    assert answers == [404] * _OF_A_CODE
    assert client.get(path, headers={"x-case-key": by_api.key}).status_code == 429
