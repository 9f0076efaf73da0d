"""“Cần chú ý”: what the watch told the unit, above its list and on a page of its own, until somebody has seen it."""

from uuid import uuid4

from httpx2 import Response

from intake.cases import clock_work, handling
from tests.conftest import TestClock
from tests.intake.web.console.desktop import Desktop, SignIn, parsed, text_of
from tests.intake.web.console.test_queue_page import _statements
from tests.world import RESTRICTED, World

PAGE = "/can-chu-y"


def late(world: World, clock: TestClock, number: int = 1) -> list[str]:
    """Cases that somebody has accepted and let lie."""
    codes = [world.assigned(f"Đường số {number} có ổ gà.").case.code for number in range(number)]
    for code in codes:
        with world.desk.work(world.leader) as work:
            handling.accept(work, work.lock(code))
    watched(world, clock)
    return codes


def watched(world: World, clock: TestClock) -> None:
    clock.tick(days=27)
    with world.desk.work() as work:
        clock_work.ask(work)
    world.classify()


def alerts_on(officer: Desktop, path: str = PAGE) -> list[str]:
    """The ids of the alerts that a page offers to mark as seen, in order."""
    forms = [form for form in parsed(officer.get(path)).iter("form") if form.get("action") == f"/can-bo{PAGE}"]
    buttons = [button for form in forms for button in form.iter("button")]
    return [button.get("value", "") for button in buttons if button.get("name") == "viec"]


def test_an_officer_finds_what_is_late_above_the_list_and_in_the_head(
    world: World, clock: TestClock, sign_in: SignIn
) -> None:
    code = late(world, clock)[0]
    page = sign_in("handler").get("/hang-doi/open")

    assert "Cần chú ý 2" in text_of(page)
    assert "Quá hạn" in text_of(page)
    links = {link.get("href") for link in parsed(page).iter("a")}
    assert f"/can-bo/ho-so/{code}" in links
    assert "Cần chú ý" not in text_of(sign_in("overseer").get("/hang-doi/open"))


def test_above_a_list_stand_three_and_the_rest_is_one_click_away(
    world: World, clock: TestClock, sign_in: SignIn
) -> None:
    late(world, clock, 4)
    handler = sign_in("handler")

    assert len(alerts_on(handler, "/hang-doi/open")) == 3
    assert "Xem tất cả (8 việc)" in text_of(handler.get("/hang-doi/open"))
    assert len(alerts_on(handler)) == 8
    assert alerts_on(handler, "/hang-doi/open?q=duong") == []


def test_cases_that_nobody_holds_come_first_at_the_duty_desk(world: World, clock: TestClock, sign_in: SignIn) -> None:
    waiting = world.assigned("Cầu gãy.").case.code
    late(world, clock)
    page = parsed(sign_in("receiver").get(PAGE))

    rows = [" ".join("".join(row.itertext()).split()) for row in page.iter("li") if row.find(".//button") is not None]
    assert rows[0].startswith("Chưa có người nhận")
    assert waiting in rows[0]


def test_seen_takes_it_off_the_list_of_the_whole_unit(world: World, clock: TestClock, sign_in: SignIn) -> None:
    late(world, clock, 2)
    handler, colleague = sign_in("handler"), sign_in("colleague")
    first, *rest = alerts_on(handler)

    answer = handler.post(PAGE, viec=first, tu="open")
    assert (answer.status_code, answer.headers["location"]) == (303, "/can-bo/hang-doi/open")
    assert "Đã ghi nhận 1 việc đã xem." in text_of(handler.get("/hang-doi/open"))
    assert alerts_on(colleague) == rest
    assert colleague.post(PAGE, viec=rest).headers["location"] == "/can-bo/can-chu-y"
    assert "Không có việc nào cần chú ý." in text_of(handler.get(PAGE))
    assert "đã có người trong đơn vị xem rồi" in text_of(_after(handler, first))


def _after(officer: Desktop, alert: str) -> Response:
    officer.post(PAGE, viec=alert)
    return officer.get(PAGE)


def test_nobody_marks_what_was_told_to_another_unit(world: World, clock: TestClock, sign_in: SignIn) -> None:
    late(world, clock)
    handler, other = sign_in("handler"), sign_in("health.handler")
    told = alerts_on(handler)

    other.post(PAGE, viec=told)
    assert alerts_on(handler) == told
    assert handler.post(PAGE, viec=[str(uuid4())]).status_code == 303
    assert handler.post(PAGE, viec="không phải mã").status_code == 422
    assert handler.post(PAGE).status_code == 422


def test_the_superior_reads_that_a_case_is_late_and_not_the_case(
    world: World, clock: TestClock, sign_in: SignIn
) -> None:
    code = late(world, clock)[0]
    office = sign_in("office")
    page = office.get(PAGE)

    assert code in text_of(page)
    assert "Sở Xây dựng tỉnh Vĩnh Long" in text_of(page)
    assert "ổ gà" not in text_of(page)
    assert not [link for link in parsed(page).iter("a") if code in link.get("href", "")]


def test_a_restricted_case_is_on_its_desks_list_alone(world: World, clock: TestClock, sign_in: SignIn) -> None:
    code = world.file("Tôi tố cáo ông A nhận tiền.").case.code
    world.classify(RESTRICTED)
    watched(world, clock)

    assert code in text_of(sign_in("inspector").get(PAGE))
    for username in ("receiver", "handler", "office", "leader"):
        assert code not in text_of(sign_in(username).get(PAGE)), username


def test_a_list_with_alerts_still_takes_at_most_ten_statements(world: World, clock: TestClock, sign_in: SignIn) -> None:
    late(world, clock, 5)

    assert len(_statements(world, sign_in("handler"), "/hang-doi/open")) <= 10
